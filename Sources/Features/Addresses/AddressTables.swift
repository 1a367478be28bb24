import Records

/// The distinct addresses of records, one table per side and family that is wanted.
///
/// Mergeable: the tables of several inputs, added up in their order, are those of all of them.
public struct AddressTables: Sendable {
  /// In the order of a report: sources before destinations, IPv4 before IPv6.
  public internal(set) var tables: [AddressTable]

  /// - Parameter countsBehaviour: whether traits are added as well; they need both sides.
  public init(
    sides: [Side] = Side.allCases, families: [AddressFamily] = AddressFamily.allCases,
    countsBehaviour: Bool = false
  ) {
    tables = sides.flatMap { side in
      families.map { AddressTable(side: side, family: $0, countsBehaviour: countsBehaviour) }
    }
  }

  public mutating func add(_ observations: Span<Observation>, input: Int) {
    // Where all addresses of a side are of one family, there are none for the table of the other.
    var exhausted: Side?
    for index in tables.indices where tables[index].side != exhausted {
      if tables[index].count(observations, input: input) == .all { exhausted = tables[index].side }
    }
  }

  public mutating func add(_ packets: Span<PlainPacket>, input: Int) {
    for index in tables.indices where tables[index].family == .ipv4 {
      tables[index].add(packets, input: input)
    }
  }

  /// Adds what was counted in records that come after all of ours.
  ///
  /// - Precondition: both were made for the same sides and families.
  public mutating func merge(_ later: AddressTables) {
    precondition(tables.count == later.tables.count, "tables of the same kinds are merged")
    for index in tables.indices {
      if tables[index].count == 0 {
        tables[index] = later.tables[index]
      } else {
        tables[index].merge(later.tables[index])
      }
    }
  }

  /// Packets that were sent by an address to which nothing was sent; nil unless both sides are here.
  ///
  /// Nearly all of them are where only one direction of the traffic was captured.
  public var oneWayPacketCount: Int? {
    let pairs = tables.filter { $0.side == .source }.compactMap { sources in
      tables.first { $0.side == .destination && $0.family == sources.family }
        .map { (sources, $0) }
    }
    guard !pairs.isEmpty else { return nil }
    return pairs.reduce(0) { sum, pair in
      let (sources, destinations) = pair
      return sum.addingSaturating(sources.packetCount { !destinations.contains($0) })
    }
  }
}
