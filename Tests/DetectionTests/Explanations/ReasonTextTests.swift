import Records
import Testing

@testable import Detection

@Suite struct ReasonTextTests {
  private func cluster(_ prefixes: [String], index: Int = 0) -> ClusterDescription {
    ClusterDescription(
      index: index, weight: 1, addressCount: 30, mean: [], principalMean: [0, 0],
      name: ClusterNaming.enumeration(prefixes),
      networks: prefixes.map { Network(prefix: $0, addressCount: 1) })
  }

  private func text(
    _ feature: Int, _ value: Double, _ expected: [Double]?, of prefixes: [String],
    family: AddressFamily = .ipv4, isStrange: Bool = true
  ) -> String {
    ReasonText(family: family, cluster: cluster(prefixes, index: 2)).text(
      feature: feature, value: value, expected: expected.map { ValueRuns($0) }, isStrange: isStrange
    )
  }

  @Test func anOctetIsSetBesideThoseOfTheCluster() {
    #expect(
      text(2, 169, [200, 202, 207, 215, 221, 229], of: ["192.168.200.0–192.168.229.255"])
        == "third octet 169; addresses of 192.168.200.0–192.168.229.255 have 200–229")
  }

  @Test func octetsAreCountedInWords() {
    let words = (0..<4).map { text($0, 9, [8], of: ["8.8.8.0/24"]) }
    #expect(
      words
        == ["first", "second", "third", "fourth"].map {
          "\($0) octet 9; addresses of 8.8.8.0/24 have 8"
        })
  }

  @Test func severalRunsAreEnumerated() {
    #expect(
      text(1, 99, [1, 2, 20, 200], of: ["10.0.0.0/8"])
        == "second octet 99; addresses of 10.0.0.0/8 have 1–2, 20 or 200")
  }

  @Test func aValueTheClusterHasTooIsSaidToBeUnusualOnlyWithTheOthers() {
    #expect(
      text(3, 7, [5, 7, 9], of: ["10.0.0.0/24"])
        == "fourth octet 7 also occurs in 10.0.0.0/24, but not with the other octets")
  }

  @Test func aMemberIsNotSaidToBeUnlikeItsCluster() {
    #expect(
      text(3, 7, [5, 7, 9], of: ["10.0.0.0/24"], isStrange: false)
        == "fourth octet 7 also occurs in 10.0.0.0/24")
  }

  @Test func noRunReachesOverAValueThatDoesNotOccur() {
    #expect(
      text(3, 5, [2, 3, 9, 12], of: ["10.0.0.0/24"])
        == "fourth octet 5; addresses of 10.0.0.0/24 have 2–3 or 9–12")
  }

  @Test func anEmptyClusterLeavesTheValueAlone() {
    #expect(text(0, 172, nil, of: ["10.0.0.0/24"]) == "first octet 172")
  }

  @Test func longNamesAreNumbered() {
    #expect(
      text(2, 1, [7], of: ["10.0.7.0/24", "10.1.7.0/24"])
        == "third octet 1; addresses of 10.0.7.0/24 and 10.1.7.0/24 have 7")
    #expect(
      text(2, 1, [7], of: ["10.0.7.0/24", "10.1.7.0/24", "10.2.7.0/24"])
        == "third octet 1; addresses of cluster 2 (10.0.7.0/24, …) have 7")
  }

  @Test func ipv6OctetsAreNumberedAndHexadecimal() {
    #expect(
      text(15, 255, [1, 9, 12], of: ["2001:db8::/64"], family: .ipv6)
        == "octet 16 0xff; addresses of 2001:db8::/64 have 0x01–0x0c")
  }
}
