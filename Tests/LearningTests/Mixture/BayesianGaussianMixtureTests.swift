import LinearAlgebra
import Testing

@testable import Learning

@Suite struct BayesianGaussianMixtureTests {
  private func fit(
    _ samples: Matrix, components: Int, weights: [Double]? = nil, seed: UInt64 = 100,
    threads: Int = 1, restarts: Int = 2
  ) throws -> BayesianGaussianMixtureModel {
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = components
    configuration.restartCount = restarts
    configuration.seed = seed
    configuration.threadCount = threads
    return try BayesianGaussianMixture(configuration).fit(samples, weights: weights)
  }

  @Test func weightsSumToOneAndFall() throws {
    let model = try fit(ReferenceFigures.ipv4.samples, components: 5)
    #expect(abs(model.weights.reduce(0, +) - 1) < 1e-12)
    #expect(model.weights == model.weights.sorted(by: >))
  }

  @Test func boundNeverFallsFromStepToStep() throws {
    let samples = DistinctSamples(ReferenceFigures.ipv4.samples)
    let bound = ComponentBound(prior: MixturePrior(samples, componentCount: 4))
    let clustering = HardClustering(samples: samples, bound: bound)
    let blocks = SampleBlocks(samples.rows, weights: samples.weights)
    var previous = -Double.infinity
    for count in 1...40 {
      let run = ExpectationMaximization(
        samples: blocks, bound: bound, tolerance: 1e-12, maximumIterationCount: count,
        threadCount: 1)
      let start = HardPartition([clustering.whole], in: clustering)
        .applying(.split(0, clustering.whole.cuts[0]), in: clustering)
      let result = try #require(
        run.run(from: start.statistics(componentCount: 4, featureCount: 4)))
      // The regularization of 1e-6 is no part of the bound and may cost it that much.
      #expect(result.lowerBound >= previous - 1e-6)
      previous = result.lowerBound
    }
  }

  @Test func shiftingTheDataShiftsTheMeansOnly() throws {
    let samples = ReferenceFigures.ipv4.samples
    var shifted = samples
    shifted.elements = shifted.elements.map { $0 + 64 }
    let model = try fit(samples, components: 3)
    let moved = try fit(shifted, components: 3)
    #expect(isClose(moved.lowerBound, model.lowerBound, tolerance: 1e-9))
    #expect(
      largestDifference(moved.means.elements, model.means.elements.map { $0 + 64 }) < 1e-6)
  }

  @Test func seedAndThreadsDoNotChangeABit() throws {
    let samples = ReferenceFigures.ipv4.samples
    let model = try fit(samples, components: 5, threads: 1)
    #expect(try fit(samples, components: 5, threads: 1) == model)
    #expect(try fit(samples, components: 5, threads: 3) == model)
  }

  @Test func rowOrderDoesNotMatter() throws {
    let samples = ReferenceFigures.ipv4.samples
    let reversed = Matrix(rows: samples.rows.reversed())
    let model = try fit(samples, components: 4)
    #expect(try fit(reversed, components: 4) == model)
  }

  @Test func weightTwoIsTheRowTwiceAndWeightZeroIsNoRow() throws {
    let rows = ReferenceFigures.ipv4.samples.rows
    let weights = rows.indices.map { Double($0 % 3) }
    let repeated = rows.indices.flatMap { Array(repeating: rows[$0], count: $0 % 3) }
    let weighted = try fit(Matrix(rows: rows), components: 3, weights: weights)
    #expect(try fit(Matrix(rows: repeated), components: 3) == weighted)
  }

  @Test(arguments: [1, 2, 7, 8, 9, 63])
  func scoringARowAloneEqualsScoringItInABatch(row: Int) throws {
    let samples = ReferenceFigures.ipv4.samples
    let model = try fit(samples, components: 4)
    let batch = model.scores(of: samples)
    let single = model.scores(of: Matrix(rows: [samples.row(row)]))
    #expect(single.logDensities[0] == batch.logDensities[row])
    #expect(single.components[0] == batch.components[row])
  }

  /// One /24: three constant octets, so the sample covariance is singular.
  @Test func aSingleNetworkIsFittedWithARegularizedPrior() throws {
    let samples = Matrix(rows: (1...60).map { [192, 168, 7, Double($0 * 4)] })
    let model = try fit(samples, components: 5)
    #expect(model.isPriorRegularized)
    #expect(model.scores(of: samples).logDensities.allSatisfy { $0.isFinite })
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8])
  func identicalAndCollinearRowsGiveFiniteScores(rowCount: Int) throws {
    let identical = Matrix(rows: Array(repeating: [10, 0, 0, 1], count: rowCount))
    let collinear = Matrix(rows: (0..<rowCount).map { Array(repeating: Double($0), count: 4) })
    for samples in [identical, collinear] {
      for components in 1...min(rowCount, 3) {
        let model = try fit(samples, components: components)
        #expect(model.lowerBound.isFinite)
        #expect(model.scores(of: samples).logDensities.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func oneColumnIsFittedAndItsTwoGroupsFound() throws {
    let samples = Matrix(rows: (0..<60).map { [Double($0 % 30 + ($0 < 30 ? 0 : 200))] })
    let components = try fit(samples, components: 2).scores(of: samples).components
    #expect(Set(components[..<30]).count == 1 && Set(components[30...]).count == 1)
    #expect(components[0] != components[30])
  }

  @Test func refusesFewerRowsThanComponents() {
    #expect(throws: FitError.tooFewSamples(required: 3, available: 2)) {
      try fit(Matrix(rows: [[1], [2]]), components: 3)
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func refusesNonFiniteElementsNamingThem(value: Double) {
    #expect(throws: FitError.nonFinite(row: 1, column: 0, value: "\(value)")) {
      try fit(Matrix(rows: [[1], [value]]), components: 1)
    }
  }

  @Test func refusesInvalidHyperparameters() {
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = 0
    #expect(
      throws: InvalidHyperparameter(
        name: "componentCount", requirement: "at least 1", value: "0")
    ) { try BayesianGaussianMixture(configuration) }
  }
}
