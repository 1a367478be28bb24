import Detection
import Features
import Records
import Testing

@testable import Reporting

@Suite struct ChangeWordsTests {
  private func reasons(
    _ kind: Change.Kind, _ report: ComparisonReport = SampleComparison.everything
  ) -> [String] {
    report.changes.filter { $0.kind == kind }.map { ChangeWords.reason(of: $0) }.sorted()
  }

  @Test func everyKindOccurs() {
    func counts(_ report: ComparisonReport) -> [Int] {
      Change.Kind.allCases.map { report.count($0) }
    }
    #expect(counts(SampleComparison.everything) == [3, 1, 1, 1, 1, 1, 0])
    #expect(counts(SampleComparison.otherCluster) == [0, 0, 0, 0, 0, 0, 1])
  }

  @Test func whatMovedBetweenClustersSaysBoth() {
    #expect(
      reasons(.movedCluster, SampleComparison.otherCluster) == [
        "was one of 31 addresses with few packets sent and many peers contacted, is one of 11 with "
          + "many packets sent and few peers contacted; of 30 others none left them"
      ])
  }

  @Test func newAddressesSayWhatTheyDidAndWhoElseCame() {
    #expect(
      reasons(.new) == [
        "sent 1 packet to 1 peer; of 60 others in 10.1.2.0/24 none came with it",
        "sent 512 packets to 12 peers; the first in 203.0.113.0/24; among 63 others, 1 more such "
          + "network",
        "was spoken to (3 packets from 1 peer), and never answered; the first in 10.1.9.0/24; "
          + "among 61 others in 10.1.0.0/16 no other such network",
      ])
  }

  @Test func newNetworksNameTheirAddresses() {
    #expect(
      reasons(.newNetwork) == [
        "2 addresses, 172.31.0.1 and 172.31.5.2, where none was before; among 62 others, 1 more "
          + "such network"
      ])
  }

  @Test func vanishedAddressesSayWhoStillCallsThem() {
    #expect(
      reasons(.vanished) == [
        "sent 5,120 packets to 12 peers before, none since; 12 peers still call it (340 packets); "
          + "the last in 192.168.0.0/16; among 63 others, 1 more such network"
      ])
  }

  @Test func vanishedNetworksNameTheirAddresses() {
    #expect(
      reasons(.vanishedNetwork) == [
        "3 addresses, 198.51.100.1 to 198.51.100.3, where none is now; among 61 others, 1 "
          + "more such network"
      ])
  }

  @Test func networksOfWhichNobodyWasHeardSaySo() {
    #expect(
      reasons(.newNetwork, SampleComparison.silent) == [
        "2 addresses, 10.9.0.1 and 10.9.0.7, where none was before; they were only spoken to; "
          + "among 1 other in 10.0.0.0/8 no other such network"
      ])
    #expect(
      reasons(.vanishedNetwork, SampleComparison.silentBefore) == [
        "2 addresses, 10.9.0.1 and 10.9.0.7, where none is now; they were only spoken to; among "
          + "1 other in 10.0.0.0/8 no other such network"
      ])
  }

  @Test func changedAddressesNameTheirThreeMostImprobableShifts() {
    #expect(
      reasons(.changed) == [
        "packets sent from 10 to 10,000, bytes sent from 600 to 600,000, peers contacted from 3 "
          + "to 253"
      ])
  }

  @Test func movedAddressesSayWhatWasKept() {
    #expect(
      reasons(.moved) == [
        "was 2001:db8:1:2:21a:2bff:fe3c:4d5e; the interface identifier was kept"
      ])
    #expect(
      reasons(.moved, SampleComparison.move) == [
        "was 10.1.2.77; 75 % of its peers are the same"
      ])
    #expect(
      reasons(.moved, SampleComparison.move(to: "10.1.3.77")) == [
        "was 10.1.2.77; 75 % of its peers are the same; the last octet was kept"
      ])
  }

  @Test func oneIsSingular() {
    #expect(
      reasons(.new, SampleComparison.single) == [
        "sent 1 packet to 1 peer; of 1 other in 10.0.0.0/24 none came with it"
      ])
    #expect(Change.Kind.moved.counted(1) == "1 moved address")
    #expect(Change.Kind.moved.counted(2) == "2 moved addresses")
    #expect(Change.Kind.newNetwork.counted(1) == "1 new network")
    #expect(Change.Kind.newNetwork.counted(1_000) == "1,000 new networks")
  }

  /// What a list or an old report does not tell is left out, not counted as none.
  @Test func unknownCountsAreLeftOut() throws {
    let old = Host(try #require(IPAddress("10.0.0.1")), values: [.receivedPacketCount: 4])
    let fresh = Host(
      try #require(IPAddress("10.0.0.2")),
      values: [.receivedPacketCount: 1, .contactingPeerCount: 1])
    let report = SampleComparison.report(
      before: [HostTable(.ipv4, [old])], after: [HostTable(.ipv4, [fresh])])
    let words = report.changes.map { ChangeWords.reason(of: $0) }
    #expect(words.contains { $0.hasPrefix("was sent 1 packet by 1 peer; no other is ") })
    #expect(words.contains { $0.hasPrefix("was sent 4 packets before, none since; no other was ") })
  }

  @Test(arguments: HostMeasure.allCases) func everyMeasureHasItsWords(_ measure: HostMeasure) {
    let others = HostMeasure.allCases.filter { $0 != measure }.map(\.words)
    #expect(!measure.words.isEmpty && !others.contains(measure.words))
  }

  @Test(arguments: [(20_771, "2026-11-14"), (0, "1970-01-01"), (-1, "1969-12-31")])
  func daysAreDates(_ day: Int64, _ text: String) {
    #expect(Timestamp(day: day).dateText == text)
  }
}
