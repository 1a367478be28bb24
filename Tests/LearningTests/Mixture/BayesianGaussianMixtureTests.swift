import LinearAlgebra
import Testing

@testable import Learning

@Suite struct BayesianGaussianMixtureTests {
  private func fit(_ samples: Matrix, components: Int) throws -> BayesianGaussianMixtureModel {
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = components
    configuration.restartCount = 2
    return try BayesianGaussianMixture(configuration).fit(samples)
  }

  @Test func weightsSumToOneAndFall() throws {
    let model = try fit(ReferenceFigures.ipv4.samples, components: 5)
    #expect(abs(model.weights.reduce(0, +) - 1) < 1e-12)
    #expect(model.weights == model.weights.sorted(by: >))
  }

  @Test func boundNeverFallsFromStepToStep() throws {
    let samples = DistinctSamples(ReferenceFigures.ipv4.samples)
    for type in CovarianceType.allCases {
      for weightPrior in WeightPrior.allCases {
        var configuration = BayesianGaussianMixture.Configuration()
        configuration.componentCount = 4
        configuration.covarianceType = type
        configuration.weightPrior = weightPrior
        let bound = ComponentBound(prior: MixturePrior(samples, configuration))
        let start = (0..<4).map { part in
          let rows = (0..<samples.rowCount).filter { $0 * 4 / samples.rowCount == part }
          let moments = RowMoments(samples)
          return moments.statistics(of: moments.sum(of: rows.map { Int32($0) }))
        }
        var previous = -Double.infinity
        for count in 1...40 {
          let maximization = ExpectationMaximization(
            samples: SampleBlocks(samples.rows, weights: samples.weights), tolerance: 1e-12,
            maximumIterationCount: count, threadCount: 1
          ) { VariationalPosterior($0, bound: bound) }
          let result = try #require(maximization.run(from: start))
          // The regularization of 1e-6 is no part of the bound and may cost it that much.
          #expect(result.objective >= previous - 1e-6, "\(type), \(weightPrior)")
          previous = result.objective
        }
      }
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
    let samples = Matrix(
      rows: (0..<60).map { (row: Int) -> [Double] in [Double(row % 30 + (row < 30 ? 0 : 200))] })
    let components = try fit(samples, components: 2).scores(of: samples).components
    #expect(Set(components[..<30]).count == 1 && Set(components[30...]).count == 1)
    #expect(components[0] != components[30])
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
