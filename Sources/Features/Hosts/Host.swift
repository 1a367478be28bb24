import Records

/// An address over both its sides: what it sent, and what was sent to it.
public struct Host: Sendable {
  public let address: IPAddress
  /// Of what it sent and of what was sent to it, by the times of packets.
  public let firstTimestamp: Timestamp?
  public let lastTimestamp: Timestamp?
  /// In the order of `HostMeasure.allCases`.
  private let values: [Int]
  /// Those to which it sent and those that sent to it.
  let peers: DistinctCounter

  private static let unknown = -1

  /// - Parameter values: what is known, none of it negative.
  public init(
    _ address: IPAddress, values: [HostMeasure: Int], firstTimestamp: Timestamp? = nil,
    lastTimestamp: Timestamp? = nil
  ) {
    self.init(
      address, values: values, peers: DistinctCounter(), firstTimestamp: firstTimestamp,
      lastTimestamp: lastTimestamp)
  }

  init(
    _ address: IPAddress, values: [HostMeasure: Int], peers: DistinctCounter,
    firstTimestamp: Timestamp?, lastTimestamp: Timestamp?
  ) {
    self.address = address
    self.values = HostMeasure.allCases.map { values[$0] ?? Self.unknown }
    self.peers = peers
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
  }

  /// Nil where the inputs do not tell.
  public subscript(measure: HostMeasure) -> Int? {
    // The cases of an enumeration without values stand in the order of their declaration.
    HostMeasure.allCases.firstIndex(of: measure).flatMap { self[at: $0] }
  }

  /// The value of the measure at a place of `HostMeasure.allCases`.
  public subscript(at index: Int) -> Int? {
    values[index] == Self.unknown ? nil : values[index]
  }

  /// Whether it was heard, and not only spoken to; where nobody's packets are known, whether it was
  /// spoken to.
  public var isHeard: Bool { (self[.sentPacketCount] ?? self[.receivedPacketCount] ?? 0) > 0 }

  /// Those to which it sent and those that sent to it; beyond 64 estimated within a few per cent.
  public var peerCount: Int { peers.count }

  /// Peers that two addresses have in common; beyond 64 of one of them an estimate.
  public func sharedPeerCount(with other: Host) -> Int {
    var union = peers
    union.merge(other.peers)
    return max(0, peers.count + other.peers.count - union.count)
  }
}
