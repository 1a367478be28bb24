import Records

/// An address over both its sides: what it sent, and what was sent to it.
public struct Host: Sendable {
  public let address: IPAddress
  /// Of what it sent and of what was sent to it, by the times of packets.
  public let firstTimestamp: Timestamp?
  public let lastTimestamp: Timestamp?
  private let values: HostValues
  /// Those to which it sent and those that sent to it.
  let peers: DistinctCounter

  /// - Parameter values: what is known, none of it negative.
  public init(
    _ address: IPAddress, values: [HostMeasure: Int], firstTimestamp: Timestamp? = nil,
    lastTimestamp: Timestamp? = nil
  ) {
    var known = HostValues()
    for (measure, value) in values { known[measure] = value }
    self.init(
      address, values: known, peers: DistinctCounter(), firstTimestamp: firstTimestamp,
      lastTimestamp: lastTimestamp)
  }

  init(
    _ address: IPAddress, values: HostValues, peers: DistinctCounter,
    firstTimestamp: Timestamp?, lastTimestamp: Timestamp?
  ) {
    self.address = address
    self.values = values
    self.peers = peers
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
  }

  /// Nil where the inputs do not tell.
  public subscript(measure: HostMeasure) -> Int? { values[measure] }

  /// The value of the measure at a place of `HostMeasure.allCases`.
  public subscript(at index: Int) -> Int? { values[at: index] }

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

/// What is known of the measures of an address.
struct HostValues: Sendable {
  /// In the order of `HostMeasure.allCases`.
  private var values = [Int](repeating: unknown, count: HostMeasure.allCases.count)

  private static let unknown = -1

  subscript(measure: HostMeasure) -> Int? {
    get { HostMeasure.allCases.firstIndex(of: measure).flatMap { self[at: $0] } }
    set {
      guard let index = HostMeasure.allCases.firstIndex(of: measure) else { return }
      values[index] = newValue ?? Self.unknown
    }
  }

  subscript(at index: Int) -> Int? { values[index] == Self.unknown ? nil : values[index] }
}
