import LinearAlgebra
import Testing

@testable import Learning

@Suite struct GaussianMixtureTests {
  private let figures = CovarianceTypeFigures.all

  private func fit(
    _ samples: Matrix, components: Int, type: CovarianceType = .full, restarts: Int = 10,
    seed: UInt64 = 100, weights: [Double]? = nil
  ) throws -> GaussianMixtureModel {
    var configuration = GaussianMixture.Configuration()
    configuration.componentCount = components
    configuration.covarianceType = type
    configuration.restartCount = restarts
    configuration.seed = seed
    return try GaussianMixture(configuration).fit(samples, weights: weights)
  }

  /// scikit-learn's best of 200 restarts; two fits that stop at a change of 1e-3 can differ by
  /// about that where they approach the same optimum.
  @Test(arguments: CovarianceType.allCases, [0, 100] as [UInt64])
  func likelihoodIsAtLeastTheBestOfScikitLearnsRestarts(
    type: CovarianceType, seed: UInt64
  ) throws {
    let cases = figures.likelihoodBests.filter { $0.covarianceType == type.rawValue }
    #expect(cases.count == 12)
    for best in cases {
      let model = try fit(
        figures.samples(best.samples), components: best.componentCount, type: type, seed: seed)
      #expect(
        model.meanLogDensity >= best.meanLogDensity - 1e-3,
        "\(best.samples), \(best.componentCount) components")
    }
  }

  /// A single component has one optimum, so all its figures are scikit-learn's.
  @Test(arguments: CovarianceType.allCases)
  func criteriaOfOneComponentAreScikitLearns(type: CovarianceType) throws {
    let cases = figures.likelihoodBests.filter {
      $0.covarianceType == type.rawValue && $0.componentCount == 1
    }
    #expect(cases.count == 2)
    for best in cases {
      let model = try fit(figures.samples(best.samples), components: 1, type: type)
      #expect(isClose(model.meanLogDensity, best.meanLogDensity, tolerance: 1e-9))
      #expect(isClose(model.bayesianInformationCriterion, best.bic, tolerance: 1e-9))
      #expect(isClose(model.akaikeInformationCriterion, best.aic, tolerance: 1e-9))
    }
  }

  /// −2 log L + p log n and −2 log L + 2 p of scikit-learn, whatever its optimum, differ by
  /// p (log n − 2), so the number of parameters can be read from them.
  @Test(arguments: CovarianceType.allCases)
  func parametersAreAsManyAsScikitLearns(type: CovarianceType) throws {
    for best in figures.likelihoodBests where best.covarianceType == type.rawValue {
      let samples = figures.samples(best.samples)
      let logCount = logarithm(Double(samples.rowCount))
      let model = try fit(samples, components: best.componentCount, type: type, restarts: 0)
      #expect(
        isClose(
          Double(model.parameterCount), (best.bic - best.aic) / (logCount - 2), tolerance: 1e-9))
    }
  }

  @Test(arguments: CovarianceType.allCases)
  func likelihoodNeverFallsFromStepToStep(type: CovarianceType) throws {
    let samples = DistinctSamples(figures.samples("groups"))
    let labels = (0..<samples.rowCount).map { $0 % 3 }
    let start = CovarianceTypeFigures.statistics(
      of: samples.rows, labels: labels, componentCount: 3)
    var previous = -Double.infinity
    for count in 1...40 {
      let maximization = GaussianMixture.Maximization(
        samples: SampleBlocks(samples.rows, weights: samples.weights), tolerance: 1e-12,
        maximumIterationCount: count, threadCount: 1
      ) { LikelihoodParameters($0, covarianceType: type, regularization: 0) }
      let result = try #require(maximization.run(from: start))
      #expect(result.objective >= previous - 1e-9)
      previous = result.objective
    }
  }

  /// The criteria find the four groups that the rows were drawn from.
  @Test func bayesianCriterionChoosesAsManyComponentsAsThereAreGroups() throws {
    let samples = figures.samples("groups")
    let criteria = try (1...6).map {
      try fit(samples, components: $0, type: .diagonal).bayesianInformationCriterion
    }
    #expect(criteria.firstIndex(of: criteria.min() ?? 0) == 3)
  }

  @Test func figuresAreThoseOfTheDensity() throws {
    let samples = ReferenceFigures.ipv4.samples
    let weights = ReferenceFigures.ipv4.sampleWeights
    let model = try fit(samples, components: 3, weights: weights)
    let densities = model.scores(of: samples).logDensities
    let sum = zip(densities, weights).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(isClose(model.logLikelihood, sum, tolerance: 1e-12))
    #expect(model.totalWeight == weights.reduce(0, +))
    #expect(model.weights == model.weights.sorted(by: >))
    #expect(isClose(model.weights.reduce(0, +), 1, tolerance: 1e-12))
  }

  @Test func moreComponentsThanDistinctRowsGiveFiniteScores() throws {
    let samples = Matrix(rows: (0..<40).map { $0 % 2 == 0 ? [0, 0, 0] : [1, 2, 3] })
    for type in CovarianceType.allCases {
      let model = try fit(samples, components: 3, type: type)
      #expect(model.anomalyScores(of: samples).allSatisfy { $0.isFinite }, "\(type)")
    }
  }

  @Test func refusesFewerRowsThanComponents() {
    #expect(throws: FitError.tooFewSamples(required: 3, available: 2)) {
      try fit(Matrix(rows: [[1], [2]]), components: 3)
    }
    #expect(throws: FitError.tooFewSamples(required: 3, available: 2)) {
      try fit(Matrix(rows: [[1], [2], [3]]), components: 3, weights: [1, 1, 0])
    }
  }
}
