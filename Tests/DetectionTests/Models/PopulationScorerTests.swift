import Features
import Records
import Testing

@testable import Detection

@Suite struct PopulationScorerTests {
  /// A sample with the model of it that was kept; learned once for all tests.
  fileprivate struct Learned: Sendable, CustomTestStringConvertible {
    let sample: SamplePopulation
    let records: [AddressRecord]
    let population: Population
    let model: PopulationModel
    let options: ScanOptions

    static let mixtures = SamplePopulation.all.map { Learned($0, .mixture) }
    static let all = mixtures + SamplePopulation.all.map { Learned($0, .kMeans) }
    /// Of `SamplePopulation.strangers`.
    static let strangers = mixtures[0]

    private init(_ sample: SamplePopulation, _ algorithm: ScanOptions.Algorithm) {
      self.sample = sample
      records = sample.records
      options = AnalyzedSample.options(algorithm)
      population = PopulationAnalyzer(options: options, threadCount: 2, task: .learn)
        .population(of: records, side: .source, family: sample.family)
      guard let model = PopulationModel(population) else {
        preconditionFailure("a sample has addresses enough for a model")
      }
      self.model = model
    }

    var testDescription: String { "\(sample.testDescription), \(options.algorithm.rawValue)" }

    func scored(
      _ records: [AddressRecord], side: Side = .source, family: AddressFamily? = nil,
      threadCount: Int = 1
    ) -> Population {
      let saved = SavedModel(version: "0", options: options, inputs: [], populations: [model])
      return PopulationAnalyzer(
        options: options, threadCount: threadCount, task: .score(saved)
      ).population(of: records, side: side, family: family ?? model.family)
    }
  }

  @Test(arguments: Learned.all)
  fileprivate func theAddressesOfTheFitGetTheirFormerAnswer(learned: Learned) throws {
    #expect(learned.model.fault == nil)
    let expected = try #require(learned.population.analysis)
    for threadCount in [1, 3] {
      let scored = learned.scored(learned.records, threadCount: threadCount)
      #expect(try #require(scored.analysis).isSame(as: expected))
      #expect(
        scored.note
          == "scored against a saved model, which was fitted to \(learned.records.count) addresses")
    }
  }

  /// Keeping a model changes nothing of the report.
  @Test(arguments: zip(Learned.mixtures, AnalyzedSample.mixtures))
  fileprivate func learningIsFitting(learned: Learned, fitted: AnalyzedSample) throws {
    #expect(try #require(learned.population.analysis).isSame(as: fitted.analysis))
  }

  @Test(arguments: Learned.all)
  fileprivate func anAddressScoresTheSameInAnyCompany(learned: Learned) throws {
    let expected = try #require(learned.population.analysis)
    let chosen = Array(stride(from: learned.records.count - 1, through: 0, by: -3))
    let part = try #require(learned.scored(chosen.map { learned.records[$0] }).analysis)
    let alone = try #require(learned.scored([learned.records[chosen[0]]]).analysis)
    for (position, index) in chosen.enumerated() {
      #expect(part.scores[position] == expected.scores[index])
      #expect(part.assignments[position] == expected.assignments[index])
      #expect(part.isAnomalous[position] == expected.isAnomalous[index])
      #expect(part.projections.row(position) == expected.projections.row(index))
      #expect(part.explanations[position] == expected.explanations[index])
    }
    #expect(alone.scores == [expected.scores[chosen[0]]])
    #expect(alone.explanations[0] == expected.explanations[chosen[0]])
  }

  @Test func clustersCountTheAddressesOfTheScan() throws {
    let learned = Learned.strangers
    let half = Array(learned.records.prefix(30))
    let analysis = try #require(learned.scored(half).analysis)
    #expect(analysis.clusters.reduce(0) { $0 + $1.addressCount } == 30)
    #expect(analysis.clusters.map(\.name) == learned.model.clusters.map(\.name))
    for cluster in analysis.clusters {
      for network in cluster.networks { #expect(network.addressCount <= cluster.addressCount) }
    }
  }

  @Test(arguments: [(Side.destination, AddressFamily.ipv4), (.source, .ipv6)])
  func populationsThatTheModelLacksAreListed(side: Side, family: AddressFamily) throws {
    let learned = Learned.strangers
    let records = SamplePopulation(shape: .scattered, family: family, seed: 1).records
    let population = learned.scored(records, side: side, family: family)
    #expect(population.analysis == nil && population.records == records)
    #expect(
      population.note
        == "the model was not fitted to any: the addresses are listed, but not scored")
  }

  @Test func modelsAreKeptOnlyWhenAsked() throws {
    #expect(PopulationModel(SamplePopulation.strangers.population()) == nil)
    let learned = Learned.strangers
    #expect(PopulationModel(learned.scored(learned.records)) == nil)
  }

  // MARK: Networks as text

  @Test(arguments: [
    ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "11.0.0.0"),
    ("10.0.0.7", "10.0.0.7", "10.0.0.7", "10.0.0.8"),
    ("10.0.0.7-10.0.1.2", "10.0.0.7", "10.0.1.2", "10.0.1.3"),
    ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "2001:db8::"),
    ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
    ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "10.0.0.0"),
  ])
  func networksHoldWhatTheySay(text: String, first: String, last: String, other: String) throws {
    let family = try #require(IPAddress(first)).family
    let bounds = try #require(AddressBounds(text, family: family))
    #expect(bounds.contains(try #require(IPAddress(first))))
    #expect(bounds.contains(try #require(IPAddress(last))))
    let outside = try #require(IPAddress(other))
    if outside.family == family { #expect(!bounds.contains(outside)) }
    #expect(AddressBounds(text, family: family == .ipv4 ? .ipv6 : .ipv4) == nil)
  }

  @Test(arguments: [
    "", "-", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.2-10.0.0.1", "10.0.0.1-", "-10.0.0.1",
    "10.0.0.1-::1", "10.0.0.1-10.0.0.2-10.0.0.3", "ten",
  ])
  func otherTextsAreNoNetworks(text: String) {
    #expect(AddressBounds(text, family: .ipv4) == nil)
  }
}
