import LinearAlgebra
import Testing

@testable import Learning

/// scikit-learn's figures are the judge: densities of its posteriors, its iterations step by step,
/// and the best bound of its restarts.
@Suite struct BayesianGaussianMixtureReferenceTests {
  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func densitiesOfAGivenPosteriorAreScikitLearns(figures: ReferenceFigures) {
    for mixture in figures.mixtures {
      let model = BayesianGaussianMixtureModel(mixture)
      let densities = model.scores(of: figures.samples).logDensities
      #expect(largestDifference(densities, mixture.logDensities) < 1e-9)
    }
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func everyIterationFollowsScikitLearns(figures: ReferenceFigures) throws {
    let samples = figures.samples
    for trajectory in figures.trajectories {
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = trajectory.componentCount
      let bound = ComponentBound(prior: MixturePrior(DistinctSamples(samples), configuration))
      let blocks = SampleBlocks(samples)
      var posterior = try #require(
        VariationalPosterior(hardStatistics(samples, trajectory), bound: bound))
      for expected in trajectory.lowerBounds {
        let step = ExpectationStep(posterior.densities, blocks, threadCount: 1)
        posterior = try #require(VariationalPosterior(step.statistics, bound: bound))
        #expect(isClose(step.entropy + posterior.boundWithoutEntropy, expected, tolerance: 1e-9))
      }
      #expect(largestDifference(posterior.weights, trajectory.weights) < 1e-9)
      #expect(largestDifference(posterior.means.elements, trajectory.means.flatMap { $0 }) < 1e-9)
      #expect(
        largestDifference(
          posterior.covariances.flatMap(\.elements), trajectory.covariances.flatMap { $0.joined() }
        ) < 1e-9)
    }
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6], [0, 1, 100] as [UInt64])
  func boundReachesTheBestOfScikitLearnsRestarts(figures: ReferenceFigures, seed: UInt64) throws {
    for mixture in figures.mixtures {
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = mixture.componentCount
      configuration.restartCount = 2
      configuration.seed = seed
      let model = try BayesianGaussianMixture(configuration).fit(figures.samples)
      // Both stop at a change of 1e-3, at most about 0.05 below the optimum they approach.
      #expect(
        model.lowerBound >= mixture.bestLowerBound - 0.05,
        "\(mixture.componentCount) components, seed \(seed)")
    }
  }

  private func hardStatistics(
    _ samples: Matrix, _ trajectory: ReferenceFigures.Trajectory
  ) -> [ComponentStatistics] {
    var statistics = Array(
      repeating: ComponentStatistics.empty(featureCount: samples.columnCount),
      count: trajectory.componentCount)
    for (row, label) in trajectory.labels.enumerated() {
      statistics[label].add(samples.row(row)[...], weight: 1)
    }
    return statistics
  }
}

extension BayesianGaussianMixtureModel {
  init(_ figures: ReferenceFigures.Mixture) {
    self.init(
      weights: figures.weights, means: Matrix(rows: figures.means),
      covariances: figures.covariances.map(Matrix.init(rows:)),
      weightConcentrations: figures.weightConcentrations, meanPrecisions: figures.meanPrecisions,
      degreesOfFreedom: figures.degreesOfFreedom, lowerBound: figures.lowerBound,
      meanLogDensity: 0, iterationCount: 1, didConverge: true, restartCount: 0,
      isPriorRegularized: false)
  }
}
