/// What is measured about the behaviour of an address; `docs/features.md` defines each.
///
/// "Its packets" are those that show the address on the population's side; of a log of connections
/// they are its connections.
public enum BehaviourFeature: String, Sendable, CaseIterable {
  // How much.
  case packetCount
  case byteCount
  case smallPacketShare

  // With whom.
  case peerCount
  case returnPeerCount
  case returnPacketShare

  // By which ports.
  case ownPortCount
  case otherPortCount
  case ownServicePortShare
  case otherServicePortShare

  // Over what.
  case tcpShare
  case udpShare
  case icmpShare
  case connectionRequestShare
  case resetShare

  // From how far.
  case minimumTimeToLive
  case timeToLiveRange

  // When.
  case meanInterval
  case intervalVariation
  case activeMinuteCount

  /// In what a value is given.
  public enum Unit: Sendable {
    /// A number of things.
    case count
    /// 0 … 1.
    case share
    case hops
    case seconds
    /// A number without a unit.
    case ratio
  }

  public var unit: Unit {
    switch self {
    case .packetCount, .byteCount, .peerCount, .returnPeerCount, .ownPortCount, .otherPortCount,
      .activeMinuteCount:
      .count
    case .smallPacketShare, .returnPacketShare, .ownServicePortShare, .otherServicePortShare,
      .tcpShare, .udpShare, .icmpShare, .connectionRequestShare, .resetShare:
      .share
    case .minimumTimeToLive, .timeToLiveRange: .hops
    case .meanInterval: .seconds
    case .intervalVariation: .ratio
    }
  }

  public var transform: FeatureTransform {
    switch unit {
    case .count: .logarithmic(scale: 1)
    case .share: .identity
    case .hops: self == .timeToLiveRange ? .logarithmic(scale: 1) : .identity
    // Of milliseconds, for most intervals are a part of a second.
    case .seconds: .logarithmic(scale: 1000)
    case .ratio: .logarithmic(scale: 1)
    }
  }
}
