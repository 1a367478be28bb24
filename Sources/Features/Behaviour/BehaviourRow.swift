/// The behaviour of one address in original units, before it is scaled.
public struct BehaviourRow: Sendable {
  private let values: [BehaviourFeature: Double]
  /// Counts that are a sketch's estimates.
  let estimated: Set<BehaviourFeature>

  /// - Parameters:
  ///   - record: packets and bytes of the address on this side.
  ///   - counts: of its packets.
  ///   - returned: of the packets that show it on the other side.
  init(_ record: AddressRecord, _ counts: BehaviourCounts, _ returned: BehaviourCounts) {
    var values: [BehaviourFeature: Double] = [:]
    var estimated: Set<BehaviourFeature> = []
    func set(_ feature: BehaviourFeature, _ counter: DistinctCounter) {
      values[feature] = Double(counter.count)
      if !counter.isExact { estimated.insert(feature) }
    }
    func share(_ feature: BehaviourFeature, _ part: Int, of whole: Int) {
      if whole > 0 { values[feature] = Double(part) / Double(whole) }
    }
    values[.packetCount] = Double(record.packetCount)
    if record.byteCount > 0 { values[.byteCount] = Double(record.byteCount) }
    if counts.recordCount > 0 {
      set(.peerCount, counts.peers)
      set(.returnPeerCount, returned.peers)
      share(
        .returnPacketShare, returned.recordCount, of: counts.recordCount + returned.recordCount)
    }
    share(.smallPacketShare, counts.smallCount, of: counts.sizedCount)
    if counts.portCount > 0 {
      set(.ownPortCount, counts.ownPorts)
      set(.otherPortCount, counts.otherPorts)
    }
    share(.ownServicePortShare, counts.ownServicePortCount, of: counts.portCount)
    share(.otherServicePortShare, counts.otherServicePortCount, of: counts.portCount)
    share(.tcpShare, counts.tcpCount, of: counts.transportCount)
    share(.udpShare, counts.udpCount, of: counts.transportCount)
    share(.icmpShare, counts.icmpCount, of: counts.transportCount)
    share(.connectionRequestShare, counts.connectionRequestCount, of: counts.flagCount)
    share(.resetShare, counts.resetCount, of: counts.flagCount)
    if counts.lowestTimeToLive <= counts.highestTimeToLive {
      values[.minimumTimeToLive] = Double(counts.lowestTimeToLive)
      values[.timeToLiveRange] = Double(counts.highestTimeToLive - counts.lowestTimeToLive)
    }
    values[.meanInterval] = counts.intervals.mean
    values[.intervalVariation] = counts.intervals.variation
    if counts.minutes.count > 0 { set(.activeMinuteCount, counts.minutes) }
    self.values = values
    self.estimated = estimated
  }

  /// Nil where the inputs do not tell.
  subscript(feature: BehaviourFeature) -> Double? { values[feature] }
}
