import Features
import Records

/// Puts one behaviour feature's share in words: "distinct destination ports 998; members of cluster
/// 1 have 1–12".
struct BehaviourText {
  let side: Side
  let cluster: ClusterDescription

  /// - Parameters:
  ///   - value: in its own unit; nil where it is not known.
  ///   - expected: what the members of the reference cluster have; nil where nobody knows.
  ///   - isStrange: whether the value makes an address stranger that is no such member.
  func text(
    _ feature: BehaviourFeature, value: Double?, isEstimated: Bool,
    expected: ClosedRange<Double>?, isStrange: Bool
  ) -> String {
    let name = feature.name(at: side)
    guard let value else { return "\(name) not known" }
    let found = "\(name) \(isEstimated ? "about " : "")\(feature.text(value))"
    guard let expected else { return found }
    let range = feature.text(expected)
    if expected.contains(value) {
      return "\(found), as members of cluster \(cluster.index) have (\(range))"
        + (isStrange ? ", but not with the other features" : "")
    }
    return "\(found); members of cluster \(cluster.index) have \(range)"
  }
}

extension BehaviourFeature {
  /// What is measured, of an address that stands at `side` of its packets.
  func name(at side: Side) -> String {
    let isSource = side == .source
    return switch self {
    case .packetCount: isSource ? "packets sent" : "packets received"
    case .byteCount: isSource ? "bytes sent" : "bytes received"
    case .smallPacketShare: "share of packets below 128 bytes"
    case .peerCount: isSource ? "distinct destinations" : "distinct sources"
    case .returnPeerCount:
      isSource ? "distinct addresses that send to it" : "distinct addresses it sends to"
    case .returnPacketShare:
      isSource ? "share of packets it receives" : "share of packets it sends"
    case .ownPortCount: isSource ? "distinct source ports" : "distinct destination ports"
    case .otherPortCount: isSource ? "distinct destination ports" : "distinct source ports"
    case .ownServicePortShare:
      isSource ? "share from ports below 1024" : "share to ports below 1024"
    case .otherServicePortShare:
      isSource ? "share to ports below 1024" : "share from ports below 1024"
    case .tcpShare: "share of TCP"
    case .udpShare: "share of UDP"
    case .icmpShare: "share of ICMP"
    case .connectionRequestShare: "share of SYN-only packets"
    case .resetShare: "share of RST packets"
    case .minimumTimeToLive: "lowest TTL"
    case .timeToLiveRange: "range of TTL"
    case .meanInterval: "mean interval"
    case .intervalVariation: "variation of intervals"
    case .activeMinuteCount: "active minutes"
    }
  }

  /// A value with its unit, rounded for reading.
  func text(_ value: Double) -> String {
    let (number, unit) = figure(value)
    return number + unit
  }

  /// Both ends, and the unit once where it is the same.
  func text(_ range: ClosedRange<Double>) -> String {
    let (low, high) = (figure(range.lowerBound), figure(range.upperBound))
    if low == high { return low.number + low.unit }
    return low.unit == high.unit
      ? "\(low.number)–\(high.number)\(high.unit)"
      : "\(low.number)\(low.unit)–\(high.number)\(high.unit)"
  }

  private func figure(_ value: Double) -> (number: String, unit: String) {
    switch unit {
    case .count, .hops, .ratio: (value.roundedText, "")
    case .share: ((value * 100).roundedText, " %")
    case .seconds where value < 1: ((value * 1000).roundedText, " ms")
    case .seconds: (value.roundedText, " s")
    }
  }

  /// What a cluster has much or little of: "many peers", "low SYN-only share".
  fileprivate func words(isHigh: Bool) -> String {
    let noun =
      switch self {
      case .packetCount: "packets"
      case .byteCount: "bytes"
      case .smallPacketShare: "share of small packets"
      case .peerCount: "peers"
      case .returnPeerCount: "return peers"
      case .returnPacketShare: "share of return packets"
      case .ownPortCount: "own ports"
      case .otherPortCount: "ports of peers"
      case .ownServicePortShare: "share of own service ports"
      case .otherServicePortShare: "share of peers' service ports"
      case .tcpShare: "TCP share"
      case .udpShare: "UDP share"
      case .icmpShare: "ICMP share"
      case .connectionRequestShare: "SYN-only share"
      case .resetShare: "RST share"
      case .minimumTimeToLive: "TTL"
      case .timeToLiveRange: "range of TTL"
      case .meanInterval: "interval"
      case .intervalVariation: "variation of intervals"
      case .activeMinuteCount: "active minutes"
      }
    let adjective =
      unit == .count ? (isHigh ? "many" : "few") : (isHigh ? "high" : "low")
    return "\(adjective) \(noun)"
  }
}

/// Says what sets the behaviour of a cluster apart.
enum BehaviourNaming {
  /// Standard deviations from the population's mean from which on a centre is far from it.
  private static let farDeviationCount = 1.0
  /// More are no name.
  private static let wordCount = 2

  /// The features in which a centre lies farthest from the population's mean, at most two and none
  /// that is nearer than a standard deviation.
  ///
  /// - Parameter mean: of the cluster, standardised, in the order of `columns`.
  static func words(mean: [Double], columns: [EncodedAddresses.Column]) -> [String] {
    let far = mean.indices.filter { mean[$0].magnitude >= farDeviationCount }
      .sorted { (mean[$0].magnitude, $1) > (mean[$1].magnitude, $0) }
    return far.compactMap { column -> String? in
      guard case .behaviour(let feature) = columns[column] else { return nil }
      return feature.words(isHigh: mean[column] > 0)
    }.prefix(wordCount).map { $0 }
  }
}

extension Double {
  /// Whole from 100 on, else with three digits that count and at most three behind the point.
  fileprivate var roundedText: String {
    // Up to here the scaled value is exact enough and fits an Int.
    guard magnitude < 1e12 else { return description }
    let digitCount = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3
    let scale = (0..<digitCount).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard digitCount > 0, scaled % scale != 0 else { return "\(sign)\(scaled / scale)" }
    var fraction = String(scaled % scale)
    fraction = String(repeating: "0", count: digitCount - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return "\(sign)\(scaled / scale).\(fraction)"
  }
}
