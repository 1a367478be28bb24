import Records
import Testing

@testable import Detection

@Suite struct StabilityTests {
  private func analysis(
    _ sample: SamplePopulation, refits: Int = 8, _ change: (inout ScanOptions) -> Void = { _ in }
  ) throws -> Analysis {
    try sample.analyzed(
      quickOptions {
        $0.stabilityRefitCount = refits
        change(&$0)
      })
  }

  @Test func nothingIsSaidUnlessAsked() throws {
    #expect(try analysis(.strangers, refits: 0).stability == nil)
  }

  @Test(arguments: SamplePopulation.all, ScanOptions.Algorithm.allCases)
  func sharesAreShares(sample: SamplePopulation, algorithm: ScanOptions.Algorithm) throws {
    let analysis = try analysis(sample, refits: 3) { $0.algorithm = algorithm }
    let stability = try #require(analysis.stability)
    #expect(stability.refitCount == 3)
    #expect(stability.flaggedShares.count == analysis.scores.count)
    #expect(stability.flaggedShares.allSatisfy { (0...1).contains($0) })
    #expect(stability.clusterOverlaps.count == analysis.clusters.count)
    #expect(stability.clusterOverlaps.allSatisfy { $0.map { $0 > 0 && $0 <= 1 } ?? true })
  }

  private let networks =
    (0..<60).map { "10.0.0.\($0 * 4)" } + (0..<60).map { "192.168.9.\($0 * 4)" }

  private func analysis(_ texts: [String]) throws -> Analysis {
    let options = quickOptions {
      $0.components = .fixed(2)
      $0.threshold = .percentile(0.5)
      $0.stabilityRefitCount = 10
    }
    let population = PopulationAnalyzer(options: options, threadCount: 1).population(
      of: try records(texts), side: .source, family: .ipv4)
    return try #require(population.analysis)
  }

  @Test func networksFarFromEachOtherAreFoundInEverySample() throws {
    let stability = try #require(try analysis(networks).stability)
    #expect(stability.clusterOverlaps == [1, 1])
  }

  @Test func aStrangerFarFromBothIsFlaggedInEverySample() throws {
    let analysis = try analysis(networks + ["100.90.200.3"])
    #expect(analysis.isAnomalous.last == true)
    #expect(analysis.stability?.flaggedShares.last == 1)
  }

  /// Seven clusters of addresses without any structure.
  @Test func whatIsAnywhereIsNot() throws {
    let sample = SamplePopulation(shape: .scattered, family: .ipv4, seed: 1)
    let stability = try #require(
      try analysis(sample) {
        $0.algorithm = .kMeans
        $0.components = .fixed(7)
      }.stability)
    let shaky = stability.clusterOverlaps.compactMap(\.self).filter {
      $0 < Stability.firmOverlap
    }
    #expect(shaky.count >= 4)
  }

  @Test func seedsMatterAndThreadsDoNot() throws {
    let one = try analysis(.strangers).stability
    let options = quickOptions { $0.stabilityRefitCount = 8 }
    #expect(try SamplePopulation.strangers.analyzed(options, threadCount: 3).stability == one)
    #expect(try analysis(.strangers) { $0.seed = 7 }.stability != one)
  }
}
