import Records

@testable import Features

/// Packets with their traits, as a reader hands them on.
struct SampleTraffic {
  private(set) var observations: [Observation] = []
  private(set) var traits: [PacketTraits] = []

  var count: Int { observations.count }

  /// Adds a TCP packet of the next record.
  mutating func add(
    from source: (IPAddress, UInt16), to destination: (IPAddress, UInt16), flags: UInt16 = 0x10,
    at seconds: Int64, byteCount: Int = 60, hops: UInt8 = 64
  ) {
    add(
      source.0, destination.0, seconds, byteCount,
      PacketTraits(
        ipProtocol: 6, timeToLive: hops, tcpPorts: (source.1, destination.1),
        udpPorts: (nil, nil), tcpFlags: flags))
  }

  mutating func add(
    _ source: IPAddress, _ destination: IPAddress, _ seconds: Int64, _ byteCount: Int,
    _ packetTraits: PacketTraits
  ) {
    observations.append(
      Observation(
        source: source, destination: destination, record: count + 1,
        timestamp: Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0),
        packetCount: 1, byteCount: byteCount))
    traits.append(packetTraits)
  }

  /// Tables of a part of the traffic, filled in batches.
  func tables(_ part: Range<Int>, batchCount: Int = 7) -> AddressTables {
    var tables = AddressTables(countsBehaviour: true)
    for start in stride(from: part.lowerBound, to: part.upperBound, by: batchCount) {
      let batch = start..<min(start + batchCount, part.upperBound)
      tables.add(
        observations.span.extracting(batch), traits.span.extracting(batch), input: 0)
    }
    return tables
  }

  var tables: AddressTables { tables(0..<count) }
}

extension AddressTables {
  /// Every table's behaviour, in the order of the tables.
  var behaviours: [BehaviourTable] { tables.map { behaviour(of: $0) } }

  /// The values of one address by the names of their features.
  func values(_ address: IPAddress, _ side: Side) -> [BehaviourFeature: Double] {
    guard let table = tables.first(where: { $0.side == side && $0.family == address.family }),
      let position = Array(table.records).firstIndex(where: { $0.address == address })
    else { return [:] }
    let behaviour = behaviour(of: table)
    var values: [BehaviourFeature: Double] = [:]
    for (index, feature) in BehaviourFeature.allCases.enumerated() {
      values[feature] = behaviour[position, index]
    }
    return values
  }
}
