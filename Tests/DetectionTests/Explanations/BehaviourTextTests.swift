import Features
import Records
import Testing

@testable import Detection

@Suite struct BehaviourTextTests {
  private func text(
    _ feature: BehaviourFeature, _ value: Double?, _ expected: ClosedRange<Double>?,
    side: Side = .source, isEstimated: Bool = false, isStrange: Bool = true
  ) -> String {
    let cluster = ClusterDescription(
      index: 3, weight: 1, addressCount: 30, mean: [], principalMean: [0, 0],
      name: "10.0.0.0/24, many peers", networkName: "10.0.0.0/24", networks: [])
    return BehaviourText(side: side, cluster: cluster).text(
      feature, value: value, isEstimated: isEstimated, expected: expected, isStrange: isStrange)
  }

  @Test func aValueIsSetBesideThoseOfTheCluster() {
    #expect(
      text(.otherPortCount, 998, 1...12)
        == "distinct destination ports 998; members of cluster 3 have 1–12")
    #expect(
      text(.otherPortCount, 998, 7...7, side: .destination)
        == "distinct source ports 998; members of cluster 3 have 7")
    #expect(
      text(.peerCount, 1013, 1...2, isEstimated: true)
        == "distinct destinations about 1013; members of cluster 3 have 1–2")
  }

  @Test func anOrdinaryValueIsSaidToBe() {
    #expect(
      text(.packetCount, 5, 1...12)
        == "packets sent 5, as members of cluster 3 have (1–12), but not with the other features")
    #expect(
      text(.packetCount, 5, 1...12, isStrange: false)
        == "packets sent 5, as members of cluster 3 have (1–12)")
  }

  @Test func whatIsNotKnownIsSaid() {
    #expect(text(.minimumTimeToLive, nil, 1...2) == "lowest TTL not known")
    #expect(text(.minimumTimeToLive, 64, nil) == "lowest TTL 64")
  }

  @Test(arguments: [
    (BehaviourFeature.tcpShare, 1.0, "100 %"), (.tcpShare, 1.0 / 3, "33.3 %"),
    (.tcpShare, 0, "0 %"), (.tcpShare, 0.00004, "0.004 %"), (.meanInterval, 0.0012, "1.2 ms"),
    (.meanInterval, 0.25, "250 ms"), (.meanInterval, 1, "1 s"), (.meanInterval, 59.94, "59.9 s"),
    (.meanInterval, 86_400, "86400 s"), (.intervalVariation, 1.005, "1"),
    (.intervalVariation, 0.031, "0.031"), (.byteCount, 1_048_576, "1048576"),
    (.byteCount, 9e18, "9e+18"),
  ])
  func valuesAreRoundedForReading(feature: BehaviourFeature, value: Double, expected: String) {
    #expect(feature.text(value) == expected)
  }

  @Test func aRangeHasItsUnitOnce() {
    #expect(BehaviourFeature.tcpShare.text(0...0.5) == "0–50 %")
    #expect(BehaviourFeature.meanInterval.text(0.1...2) == "100 ms–2 s")
  }

  @Test func aClusterIsNamedByWhatIsFarFromTheMean() {
    let columns: [EncodedAddresses.Column] = [
      .octet(0), .behaviour(.peerCount), .behaviour(.tcpShare), .behaviour(.packetCount),
    ]
    #expect(
      BehaviourNaming.words(mean: [9, 1.5, -3, 1.2], columns: columns)
        == ["low TCP share", "many peers"])
    #expect(BehaviourNaming.words(mean: [9, 0.9, -0.9, 0], columns: columns).isEmpty)
  }
}
