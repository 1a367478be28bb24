import Detection
import Features
import Learning
import LinearAlgebra
import Records
import Testing

@Suite struct PrefixScoresTests {
  /// A population whose addresses have the given scores and flags, of a model that matters not.
  private func scores(
    _ addresses: [(text: String, score: Double, isAnomalous: Bool)]
  ) throws -> PrefixScores {
    let sample = SamplePopulation.strangers
    let analysis = try sample.analyzed(quickOptions())
    let records = try records(addresses.map(\.text))
    let flagged = Analysis(
      schema: analysis.schema, principalComponents: analysis.principalComponents,
      model: analysis.model, triedComponentCount: 1, stages: [], threshold: analysis.threshold,
      clusters: analysis.clusters, projections: analysis.projections,
      assignments: addresses.map { _ in 0 }, scores: addresses.map { -$0.score },
      isAnomalous: addresses.map(\.isAnomalous), explanations: [:])
    let population = Population(
      side: .source, family: records[0].address.family, records: records, note: nil,
      analysis: flagged)
    return PrefixScores(population, flagged)
  }

  private func lines(_ scores: [PrefixScores.Score]) -> [String] {
    scores.map {
      "\($0.prefix) \($0.addressCount) \($0.anomalousCount) \($0.meanAnomalyScore) "
        + "\($0.maximumAnomalyScore)"
    }
  }

  private let wide: [(String, Double, Bool)] = [
    ("2001:db8:7:2::1", 4, false), ("2001:db8:7:1::1", 10, true), ("2001:db8:8::1", 7, true),
    ("2001:db8:7:1::2", 20, true), ("2001:db8:7:2::2", 2, false), ("2001:db8:9:9::1", 30, true),
    ("2001:db8:9:9::2", 40, true),
  ]

  @Test func addressesOfIPv6AreRolledUpByTheirSitesAndNetworks() throws {
    #expect(
      lines(try scores(wide).scores) == [
        "2001:db8:7::/48 4 2 9.0 20.0", "2001:db8:9::/48 2 2 35.0 40.0",
        "2001:db8:7:1::/64 2 2 15.0 20.0", "2001:db8:7:2::/64 2 0 3.0 4.0",
        "2001:db8:9:9::/64 2 2 35.0 40.0",
      ])
  }

  @Test func addressesOfIPv4AreRolledUpByTheirNetworks() throws {
    let scores = try scores([
      ("10.0.1.9", 1, false), ("10.0.0.1", 3, true), ("10.0.0.255", 2, false),
      ("10.0.2.1", 9, true),
    ])
    #expect(lines(scores.scores) == ["10.0.0.0/24 2 1 2.5 3.0"])
    #expect(scores.standingOut.isEmpty)
  }

  /// Half of the site's addresses are flagged, all of one network in it; the other site is its
  /// network.
  @Test func prefixesOfWhichHalfIsFlaggedStandOut() throws {
    #expect(
      try scores(wide).standingOut.map { "\($0.prefix)" }
        == ["2001:db8:7::/48", "2001:db8:7:1::/64", "2001:db8:9:9::/64"])
  }

  @Test func noPrefixStandsOutWhereFewAreFlagged() throws {
    let quiet = wide.map { ($0.0, $0.1, $0.1 == 10) }
    #expect(try scores(quiet).standingOut.isEmpty)
  }
}
