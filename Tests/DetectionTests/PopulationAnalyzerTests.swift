import Detection
import Features
import Learning
import Records
import Testing

@Suite struct PopulationAnalyzerTests {
  private func population(
    _ texts: [String], _ options: ScanOptions = quickOptions()
  ) throws -> Population {
    PopulationAnalyzer(options: options, threadCount: 1)
      .population(of: try records(texts), side: .destination, family: .ipv4)
  }

  private func neighbours(_ count: Int) -> [String] {
    (0..<count).map { "192.168.\($0 % 2).\($0 * 3)" }
  }

  // MARK: Few addresses

  @Test(arguments: [1, 2])
  func fewerThanThreeAddressesAreListedOnly(count: Int) throws {
    let population = try population(neighbours(count))
    #expect(population.analysis == nil)
    #expect(population.records.count == count)
    #expect(
      population.note
        == "fewer than 3 distinct addresses: they are listed, but not clustered")
  }

  @Test func threeAddressesAreClustered() throws {
    let analysis = try #require(try population(neighbours(3)).analysis)
    #expect(analysis.scores.count == 3)
    #expect(analysis.triedComponentCount == 3)
    #expect(analysis.scores.allSatisfy { $0.isFinite })
  }

  @Test func aRankingOfFewIsSaidToBeOne() throws {
    #expect(
      try population(neighbours(24)).note
        == "only 24 addresses: what is flagged is a ranking rather than evidence")
    #expect(try population(neighbours(25)).note == nil)
  }

  @Test(arguments: ScanOptions.Algorithm.allCases)
  func moreComponentsThanAddressesAreReducedAndSaid(algorithm: ScanOptions.Algorithm) throws {
    let population = try population(
      neighbours(5),
      quickOptions {
        $0.algorithm = algorithm
        $0.components = .fixed(9)
      })
    let analysis = try #require(population.analysis)
    #expect(analysis.triedComponentCount == 5)
    #expect(analysis.clusters.count == 5)
    #expect(
      population.note
        == "5 components instead of 9: there are no more addresses to fit; "
        + "only 5 addresses: what is flagged is a ranking rather than evidence")
  }

  // MARK: Elbow

  @Test(arguments: [(45...60, 45...50), (1...50, 1...50)])
  func anElbowIsCutToTheAddressesAndSaid(asked: ClosedRange<Int>, shown: ClosedRange<Int>) throws {
    let population = try population(
      neighbours(50),
      quickOptions {
        $0.algorithm = .kMeans
        $0.elbow = asked
      })
    #expect(population.analysis?.elbow?.rows.map(\.clusterCount) == Array(shown))
    #expect(
      population.note
        == (asked == shown
          ? nil
          : "clusters are compared up to 50 instead of 60: there are no more addresses to fit"))
  }

  @Test(arguments: [(100...100, "100"), (51...90, "51 to 90")])
  func anElbowBeyondTheAddressesIsLeftOutAndSaid(asked: ClosedRange<Int>, text: String) throws {
    let population = try population(
      neighbours(50),
      quickOptions {
        $0.algorithm = .kMeans
        $0.elbow = asked
      })
    #expect(population.analysis?.elbow == nil)
    #expect(
      population.note
        == "the comparison of \(text) clusters is left out, since only 50 can be fitted: there are "
        + "no more addresses to fit")
  }

  @Test func asManyComponentsAsAddressesAreNoReduction() throws {
    let population = try population(neighbours(30), quickOptions { $0.components = .fixed(30) })
    #expect(population.note == nil)
    #expect(population.analysis?.clusters.count == 30)
  }

  // MARK: Component counts

  @Test(arguments: AnalyzedSample.mixtures)
  func automaticFitsDropComponentsBelowHalfAPercent(analyzed: AnalyzedSample) throws {
    let analysis = analyzed.analysis
    #expect(analysis.triedComponentCount == 7)
    #expect(analysis.stages.count == 2)
    let first = try #require(analysis.stages.first)
    let last = try #require(analysis.stages.last)
    #expect(first.componentCount == 7 && first.weights.count == 7)
    #expect(last.componentCount == first.weights.count { $0 >= 0.005 })
    let model = try #require(analysis.mixture)
    #expect(last.componentCount == model.componentCount)
    #expect(last.weights == model.weights)
    #expect(last.objective == model.lowerBound)
  }

  /// Two networks need two components, so most of the seven are empty.
  @Test func twoNetworksKeepFewComponents() throws {
    let addresses = (0..<100).flatMap { ["10.0.0.\($0)", "192.168.200.\($0 * 2)"] }
    let analysis = try #require(try population(addresses).analysis)
    #expect(analysis.stages.map(\.componentCount) == [7, 2])
    #expect(analysis.clusters.map(\.name) == ["10.0.0.0/24", "192.168.200.0/24"])
  }

  @Test func automaticKMeansKeepsEveryClusterOfHalfAPercent() throws {
    let analysis = try SamplePopulation.strangers.analyzed(
      quickOptions { $0.algorithm = .kMeans })
    guard case .kMeans(let model) = analysis.model else {
      Issue.record("k-means was asked for")
      return
    }
    #expect(analysis.stages.map(\.componentCount) == [7, 7])
    #expect(analysis.stages.last?.objective == model.inertia)
  }

  @Test func aFixedCountIsOneFit() throws {
    let analysis = try SamplePopulation.strangers.analyzed(
      quickOptions { $0.components = .fixed(4) })
    #expect(analysis.stages.isEmpty)
    #expect(analysis.triedComponentCount == 4)
    #expect(analysis.clusters.count == 4)
  }

  // MARK: Weights

  @Test func packetsAndBytesAreScaledToTheNumberOfAddresses() throws {
    let sample = SamplePopulation.strangers
    let samples = OctetEncoder.samples(of: sample.addresses, family: .ipv4)
    for (weighting, counts) in [
      (ScanOptions.Weighting.packets, sample.records.map(\.packetCount)),
      (.bytes, sample.records.map(\.byteCount)),
    ] {
      let scale = Double(counts.count) / Double(counts.reduce(0, +))
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = 3
      configuration.restartCount = 2
      let expected = try BayesianGaussianMixture(configuration)
        .fit(samples, weights: counts.map { Double($0) * scale })
      let analysis = try sample.analyzed(
        quickOptions {
          $0.components = .fixed(3)
          $0.weighting = weighting
        })
      let model = try #require(analysis.mixture)
      // The weights differ in their last bit by the order of two operations.
      #expect(abs(model.lowerBound - expected.lowerBound) < 1e-6)
      for (weight, expectedWeight) in zip(model.weights, expected.weights) {
        #expect(abs(weight - expectedWeight) < 1e-6)
      }
    }
  }

  @Test func equalCountsAreNoWeights() throws {
    let texts = neighbours(40)
    let plain = try #require(try population(texts).analysis)
    for weighting in [ScanOptions.Weighting.packets, .bytes] {
      let weighted = try #require(
        try population(texts, quickOptions { $0.weighting = weighting }).analysis)
      #expect(weighted.isSame(as: plain))
    }
  }

  @Test func weightsWithoutCountsAreSaidToBeMissing() throws {
    let records = try records(neighbours(40)).map { record in
      var record = record
      record.byteCount = 0
      return record
    }
    let weighted = PopulationAnalyzer(
      options: quickOptions { $0.weighting = .bytes }, threadCount: 1
    ).population(of: records, side: .source, family: .ipv4)
    #expect(weighted.note == "the inputs count no bytes: every address weighs 1")
    let analysis = try #require(weighted.analysis)
    #expect(try analysis.isSame(as: #require(try population(neighbours(40)).analysis)))
  }

  /// An address that sent nothing cannot carry a component, but is scored all the same.
  @Test func addressesOfWeightZeroAreScoredButNotFitted() throws {
    var records = try records(neighbours(30))
    for index in 0..<26 { records[index].packetCount = 0 }
    let population = PopulationAnalyzer(
      options: quickOptions {
        $0.weighting = .packets
        $0.components = .fixed(6)
      }, threadCount: 1
    ).population(of: records, side: .source, family: .ipv4)
    #expect(population.note == "4 components instead of 6: no more addresses have packets")
    let analysis = try #require(population.analysis)
    #expect(analysis.scores.count == 30 && analysis.scores.allSatisfy { $0.isFinite })
  }

  // MARK: The whole answer

  @Test(arguments: AnalyzedSample.mixtures)
  func threadCountDoesNotChangeABitOfAMixture(analyzed: AnalyzedSample) throws {
    let again = try analyzed.sample.analyzed(AnalyzedSample.options(.mixture), threadCount: 2)
    #expect(analyzed.analysis.isSame(as: again))
  }

  @Test(arguments: AnalyzedSample.kMeans)
  func threadCountDoesNotChangeABitOfKMeans(analyzed: AnalyzedSample) throws {
    let again = try analyzed.sample.analyzed(AnalyzedSample.options(.kMeans), threadCount: 2)
    #expect(analyzed.analysis.isSame(as: again))
  }

  @Test(arguments: AddressFamily.allCases)
  func recordsKeepTheirOrder(family: AddressFamily) throws {
    let sample = SamplePopulation(shape: .networksAndStrangers, family: family, seed: 1)
    let population = sample.population(quickOptions())
    #expect(population.records == sample.records)
    #expect(population.family == sample.family)
    let analysis = try #require(population.analysis)
    #expect(analysis.scores.count == sample.records.count)
    #expect(analysis.projections.rowCount == sample.records.count)
  }

  /// The order of appearance is not the addresses' doing and must not change what is found.
  @Test(arguments: ScanOptions.Algorithm.allCases)
  func theOrderOfAppearanceDoesNotChangeScores(algorithm: ScanOptions.Algorithm) throws {
    let texts = SamplePopulation.strangers.addresses.map(\.description)
    let options = quickOptions { $0.algorithm = algorithm }
    let forwards = try #require(try population(texts, options).analysis)
    let backwards = try #require(try population(texts.reversed(), options).analysis)
    #expect(backwards.model == forwards.model)
    #expect(backwards.scores == forwards.scores.reversed())
    #expect(backwards.isAnomalous == forwards.isAnomalous.reversed())
    #expect(backwards.clusters == forwards.clusters)
  }

  /// Everything that is said of an address, and what is said of prefixes.
  private struct Answers: Equatable {
    struct Answer: Equatable {
      let score: Double
      let explanation: Explanation?
      let nearestNormal: IPAddress?
      let counterfactual: Counterfactual?
      let flaggedShare: Double?
    }

    let answers: [IPAddress: Answer]
    let prefixes: [PrefixScores.Score]
    let overlaps: [Double?]?

    init(_ population: Population, _ analysis: Analysis) {
      let records = population.records
      answers = Dictionary(
        uniqueKeysWithValues: records.indices.map { index in
          let alternative = analysis.alternatives[index]
          return (
            records[index].address,
            Answer(
              score: analysis.scores[index], explanation: analysis.explanations[index],
              nearestNormal: alternative?.nearestNormal.map { records[$0.index].address },
              counterfactual: alternative?.counterfactual,
              flaggedShare: analysis.stability?.flaggedShares[index])
          )
        })
      prefixes = PrefixScores(population, analysis).scores
      overlaps = analysis.stability?.clusterOverlaps
    }
  }

  /// Nor anything else, to the last digit.
  @Test(arguments: SamplePopulation.all, ScanOptions.Algorithm.allCases)
  func theOrderOfAppearanceDoesNotChangeADigit(
    sample: SamplePopulation, algorithm: ScanOptions.Algorithm
  ) throws {
    let analyzer = PopulationAnalyzer(
      options: quickOptions {
        $0.algorithm = algorithm
        $0.reasons = .all
        $0.weighting = .bytes
        $0.stabilityRefitCount = 3
      }, threadCount: 1)
    var generator = SeededGenerator(seed: 11)
    func answers(_ records: [AddressRecord]) throws -> Answers {
      let population = analyzer.population(of: records, side: .source, family: sample.family)
      return try Answers(population, #require(population.analysis))
    }
    let expected = try answers(sample.records)
    #expect(try answers(sample.records.shuffled(using: &generator)) == expected)
  }

  /// Both networks have an address that differs from the stranger's in one octet by five.
  @Test func ofUsualAddressesEquallyNearTheLowestIsNamed() throws {
    let texts = [10, 20].flatMap { first in
      (0..<6).flatMap { third in (0..<20).map { "\(first).0.\(third).\($0 * 10)" } }
    }
    let options = quickOptions { $0.threshold = .percentile(0.4) }
    for list in [texts + ["15.0.3.100"], ["15.0.3.100"] + texts.reversed()] {
      let population = try population(list, options)
      let index = try #require(list.firstIndex(of: "15.0.3.100"))
      let alternative = try #require(population.analysis?.alternatives[index])
      let nearest = try #require(alternative.nearestNormal).index
      #expect(population.records[nearest].address.description == "10.0.3.100")
    }
  }

  @Test(arguments: AnalyzedSample.mixtures)
  func clustersHoldEveryAddressOnce(analyzed: AnalyzedSample) {
    let analysis = analyzed.analysis
    #expect(analysis.clusters.map(\.index) == Array(analysis.clusters.indices))
    #expect(analysis.clusters.reduce(0) { $0 + $1.addressCount } == analysis.scores.count)
    for cluster in analysis.clusters {
      #expect(cluster.addressCount == analysis.assignments.count { $0 == cluster.index })
    }
    #expect(analysis.clusters.map(\.weight) == analysis.clusters.map(\.weight).sorted(by: >))
  }

  @Test(arguments: AnalyzedSample.mixtures)
  func addressesBelowTheThresholdAreFlaggedAndNoOthers(analyzed: AnalyzedSample) throws {
    let analysis = analyzed.analysis
    let border = try #require(analysis.threshold.score)
    #expect(analysis.isAnomalous == analysis.scores.map { $0 < border })
    #expect(analysis.isAnomalous.contains(true))
    for index in analysis.scores.indices {
      #expect(analysis.anomalyScore(of: index) == -analysis.scores[index])
    }
  }

  @Test func theThreeStrangersAreTheStrangest() throws {
    let sample = SamplePopulation.strangers
    let analysis = try sample.analyzed(quickOptions { $0.threshold = .percentile(3.5) })
    let networks = try ["192.168.202.0/24", "192.168.27.0/24", "10.20.30.0/24"].map {
      try #require(IPPrefix($0))
    }
    for (index, address) in sample.addresses.enumerated() {
      let belongs = networks.contains { $0.contains(address) }
      #expect(analysis.isAnomalous[index] == !belongs, "\(address)")
    }
  }
}
