import Records

/// What the records that show an address on one side tell of its behaviour.
///
/// 240 bytes and what the four sets need beyond one value each: at most 1 KiB for each set. Exact
/// under merge: sums, extremes, sets, and intervals whose sums are whole numbers.
struct BehaviourCounts: Sendable {
  /// Records that show both ends.
  private(set) var recordCount = 0

  /// Records whose transport is known, and how many of them are of each.
  private(set) var transportCount = 0
  private(set) var tcpCount = 0
  private(set) var udpCount = 0
  private(set) var icmpCount = 0

  /// Records of which it is known what ports they have.
  private(set) var portCount = 0
  private(set) var ownServicePortCount = 0
  private(set) var otherServicePortCount = 0

  /// Records of which it is known what TCP flags they have.
  private(set) var flagCount = 0
  private(set) var connectionRequestCount = 0
  private(set) var resetCount = 0

  /// Records whose length is a packet's.
  private(set) var sizedCount = 0
  private(set) var smallCount = 0

  private(set) var lowestTimeToLive = UInt8.max
  private(set) var highestTimeToLive = UInt8.min

  private(set) var intervals = IntervalSums()
  private(set) var peers = DistinctCounter()
  private(set) var ownPorts = DistinctCounter()
  private(set) var otherPorts = DistinctCounter()
  private(set) var minutes = DistinctCounter()

  /// Packets below it are small: the border between two classes of RFC 2819, above whatever TCP
  /// sends without data.
  static let smallByteCount = 128
  /// Ports below it are given to services: RFC 6335 section 6.
  static let firstUserPort: UInt16 = 1024
  private static let secondsPerMinute: Int64 = 60

  /// Counts a record that shows the address on `side` and a peer on the other.
  mutating func add(_ observation: Observation, _ traits: PacketTraits, side: Side) {
    guard let peer = side == .source ? observation.destination : observation.source else { return }
    recordCount += 1
    peers.insert(peer.distinctValue)
    addTimes(observation.timestamp)
    addTransport(traits)
    addPorts(traits, side)
    if let hopCount = traits.timeToLive {
      lowestTimeToLive = min(lowestTimeToLive, hopCount)
      highestTimeToLive = max(highestTimeToLive, hopCount)
    }
    if traits.isOfOnePacket, observation.byteCount > 0 {
      sizedCount += 1
      if observation.byteCount < Self.smallByteCount { smallCount += 1 }
    }
  }

  private mutating func addTimes(_ timestamp: Timestamp?) {
    guard let timestamp else { return }
    intervals.add(timestamp)
    let (quotient, remainder) = timestamp.seconds.quotientAndRemainder(
      dividingBy: Self.secondsPerMinute)
    // Rounded down also before 1970; 0 is no value of a set.
    let minute = remainder < 0 ? quotient - 1 : quotient
    minutes.insert(UInt64(bitPattern: minute) &+ (1 << 63))
  }

  private mutating func addTransport(_ traits: PacketTraits) {
    if let transport = traits.transport {
      transportCount += 1
      switch transport {
      case .tcp: tcpCount += 1
      case .udp: udpCount += 1
      case .icmp: icmpCount += 1
      case .other: break
      }
    }
    if traits.knowsFlags {
      flagCount += 1
      if traits.isConnectionRequest { connectionRequestCount += 1 }
      if traits.isReset { resetCount += 1 }
    }
  }

  private mutating func addPorts(_ traits: PacketTraits, _ side: Side) {
    guard traits.knowsPorts else { return }
    portCount += 1
    guard let ports = traits.ports else { return }
    let (own, other) =
      side == .source ? (ports.source, ports.destination) : (ports.destination, ports.source)
    if own < Self.firstUserPort { ownServicePortCount += 1 }
    if other < Self.firstUserPort { otherServicePortCount += 1 }
    ownPorts.insert(UInt64(own) + 1)
    otherPorts.insert(UInt64(other) + 1)
  }

  /// Adds what was counted in records that come after all of ours.
  mutating func merge(_ later: BehaviourCounts) {
    recordCount += later.recordCount
    transportCount += later.transportCount
    tcpCount += later.tcpCount
    udpCount += later.udpCount
    icmpCount += later.icmpCount
    portCount += later.portCount
    ownServicePortCount += later.ownServicePortCount
    otherServicePortCount += later.otherServicePortCount
    flagCount += later.flagCount
    connectionRequestCount += later.connectionRequestCount
    resetCount += later.resetCount
    sizedCount += later.sizedCount
    smallCount += later.smallCount
    lowestTimeToLive = min(lowestTimeToLive, later.lowestTimeToLive)
    highestTimeToLive = max(highestTimeToLive, later.highestTimeToLive)
    intervals.merge(later.intervals)
    peers.merge(later.peers)
    ownPorts.merge(later.ownPorts)
    otherPorts.merge(later.otherPorts)
    minutes.merge(later.minutes)
  }
}

extension IPAddress {
  /// A number that is not 0; another for every other IPv4 address, and by all likelihood for every
  /// other IPv6 address: of 2³² of them two are taken for one with a chance of one half.
  fileprivate var distinctValue: UInt64 {
    guard family == .ipv6 else { return low + 1 }
    return max(HyperLogLog.hash(HyperLogLog.hash(high) ^ low), 1)
  }
}
