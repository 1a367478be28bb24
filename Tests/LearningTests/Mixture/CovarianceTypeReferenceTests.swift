import LinearAlgebra
import Testing

@testable import Learning

/// Every covariance type and weight prior, step by step beside scikit-learn from the same start.
@Suite struct CovarianceTypeReferenceTests {
  private let figures = CovarianceTypeFigures.all

  @Test(arguments: CovarianceType.allCases, WeightPrior.allCases)
  func everyBayesianStepIsScikitLearns(type: CovarianceType, weightPrior: WeightPrior) throws {
    let cases = figures.bayesian.filter {
      $0.covarianceType == type.rawValue && $0.weightPrior == weightPrior.rawValue
    }
    #expect(cases.count == 2)
    for expected in cases {
      let samples = figures.samples(expected.samples)
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = expected.componentCount
      configuration.covarianceType = type
      configuration.weightPrior = weightPrior
      let bound = ComponentBound(prior: MixturePrior(DistinctSamples(samples), configuration))
      let blocks = SampleBlocks(samples)
      let start = CovarianceTypeFigures.statistics(
        of: samples, labels: expected.labels, componentCount: expected.componentCount)
      var posterior = try #require(VariationalPosterior(start, bound: bound))
      for lowerBound in expected.lowerBounds {
        let step = ExpectationStep(posterior.densities, blocks, threadCount: 1)
        posterior = try #require(VariationalPosterior(step.statistics, bound: bound))
        #expect(
          isClose(posterior.objective(after: step), lowerBound, tolerance: 1e-9),
          "\(expected.samples)")
      }
      expectClose(posterior.weights, expected.weights)
      expectClose(posterior.means.elements, expected.means.flatMap { $0 })
      expectClose(
        posterior.covariances.flatMap(\.elements), expected.covariances.flatMap { $0.joined() })
      expectClose(
        posterior.weightConcentrations.flatMap { $0 },
        expected.weightConcentrations.flatMap { $0 })
      expectClose(posterior.meanPrecisions, expected.meanPrecisions)
      expectClose(posterior.degreesOfFreedom, expected.degreesOfFreedom)
    }
  }

  @Test(arguments: CovarianceType.allCases)
  func everyLikelihoodStepIsScikitLearns(type: CovarianceType) throws {
    let cases = figures.likelihood.filter { $0.covarianceType == type.rawValue }
    #expect(cases.count == 2)
    for expected in cases {
      let samples = figures.samples(expected.samples)
      let blocks = SampleBlocks(samples)
      let start = CovarianceTypeFigures.statistics(
        of: samples, labels: expected.labels, componentCount: expected.componentCount)
      var parameters = try #require(
        LikelihoodParameters(start, covarianceType: type, regularization: expected.regularization))
      for meanLogDensity in expected.meanLogDensities {
        let step = ExpectationStep(
          parameters.densities, blocks, threadCount: 1, needsLogDensity: true)
        parameters = try #require(
          LikelihoodParameters(
            step.statistics, covarianceType: type, regularization: expected.regularization))
        #expect(
          isClose(
            parameters.objective(after: step) / Double(samples.rowCount), meanLogDensity,
            tolerance: 1e-9), "\(expected.samples)")
      }
      expectClose(parameters.weights, expected.weights)
      expectClose(parameters.means.elements, expected.means.flatMap { $0 })
      expectClose(
        parameters.covariances.flatMap(\.elements), expected.covariances.flatMap { $0.joined() })
    }
  }

  private func expectClose(
    _ values: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(largestDifference(values, expected) < 1e-9, sourceLocation: sourceLocation)
  }
}
