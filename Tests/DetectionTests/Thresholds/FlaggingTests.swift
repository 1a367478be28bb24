import Learning
import LinearAlgebra
import Records
import Testing

@testable import Detection

@Suite struct FlaggingTests {
  /// Addresses of two networks, and three strangers far from them.
  private func population(
    strangers: Bool, _ change: (inout ScanOptions) -> Void = { _ in }
  ) throws -> Population {
    var generator = SeededGenerator(seed: 5)
    let networks = (0..<400).map { index in
      let host = generator.nextIndex(below: 60) + generator.nextIndex(below: 60)
      let third = 40 + generator.nextIndex(below: 8) + generator.nextIndex(below: 8)
      return index % 2 == 0 ? "192.168.\(third).\(host + 60)" : "10.20.\(third).\(host)"
    }
    var seen: Set<String> = []
    let texts =
      (strangers ? ["3.200.9.250", "100.3.250.4", "220.90.3.190"] : [])
      + networks.filter { seen.insert($0).inserted }
    let options = quickOptions {
      $0.threshold = .falseDiscoveryRate(0.05)
      change(&$0)
    }
    return PopulationAnalyzer(options: options, threadCount: 1)
      .population(of: try records(texts), side: .source, family: .ipv4)
  }

  @Test func strangersAreFoundAndNothingElse() throws {
    let analysis = try #require(try population(strangers: true).analysis)
    #expect(analysis.isAnomalous.prefix(3).allSatisfy { $0 })
    #expect(analysis.isAnomalous.count { $0 } == 3)
    let border = try #require(analysis.threshold.calibration)
    #expect(abs(border.expectedFalseFindingCount - 0.15) < 1e-12)
    #expect(analysis.threshold.score == nil && analysis.threshold.anomalyScore == nil)
  }

  @Test func nothingUnusualIsAnAnswer() throws {
    let analysis = try #require(try population(strangers: false).analysis)
    #expect(!analysis.isAnomalous.contains(true))
    #expect(analysis.alternatives.isEmpty && analysis.explanations.isEmpty)
  }

  @Test(arguments: [ThresholdRule.falseDiscoveryRate(0.2), .pValue(0.02)])
  func addressesAreFlaggedByTheirPValues(rule: ThresholdRule) throws {
    let analysis = try #require(
      try population(strangers: true) { $0.threshold = rule }.analysis)
    let border = try #require(analysis.threshold.calibration)
    let pValues = try #require(analysis.pValues)
    #expect(analysis.isAnomalous == pValues.map { $0 <= border.pValue })
  }

  @Test func densitiesBelowTheBorderAreFlagged() throws {
    let analysis = try #require(
      try population(strangers: true) { $0.threshold = .density(-14) }.analysis)
    #expect(analysis.isAnomalous == analysis.scores.map { $0 < -14 })
    #expect(analysis.threshold.anomalyScore == 14)
    #expect(analysis.pValues == nil)
  }

  @Test func distancesAreDensitiesOfKMeans() throws {
    let analysis = try #require(
      try population(strangers: true) {
        $0.threshold = .density(-90)
        $0.algorithm = .kMeans
      }.analysis)
    #expect(analysis.isAnomalous == analysis.scores.map { $0 < -90 })
  }

  @Test func whatTheReaderMustKnowIsNoted() throws {
    #expect(try population(strangers: true).note == nil)
    #expect(
      try population(strangers: true) { $0.weighting = .packets }.note
        == "p-values count every address once, whatever it weighs in the fit")
    let few = PopulationAnalyzer(
      options: quickOptions { $0.threshold = .falseDiscoveryRate(0.05) }, threadCount: 1
    ).population(
      of: try records((0..<30).map { "10.0.\($0 % 3).\($0 * 2)" }), side: .source, family: .ipv4)
    #expect(
      few.note
        == "30 addresses are too few to calibrate with: p-values are rough below 50")
  }

  /// Few addresses, and those of a single network, whatever the rule.
  @Test(
    arguments: [3, 4, 6, 11, 26], [ThresholdRule.falseDiscoveryRate(0.05), .pValue(0.01)])
  func fewAddressesAreNoReasonToFail(count: Int, rule: ThresholdRule) throws {
    for family in AddressFamily.allCases {
      let sample = SamplePopulation(shape: .oneNetwork, family: family, seed: 3)
      let population = PopulationAnalyzer(
        options: quickOptions { $0.threshold = rule }, threadCount: 1
      ).population(of: Array(sample.records.prefix(count)), side: .source, family: family)
      let pValues = try #require(population.analysis?.pValues)
      #expect(pValues.allSatisfy { $0 > 0 && $0 <= 1 })
    }
  }

  @Test func threadsDoNotMatter() throws {
    let sample = SamplePopulation.strangers
    let options = quickOptions {
      $0.threshold = .falseDiscoveryRate(0.05)
      $0.stabilityRefitCount = 3
    }
    let one = try sample.analyzed(options)
    #expect(try sample.analyzed(options, threadCount: 3).isSame(as: one))
  }
}
