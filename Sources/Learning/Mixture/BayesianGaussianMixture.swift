import LinearAlgebra

/// A Gaussian mixture with full covariances and a Dirichlet process over its weights, fitted by
/// variational inference.
///
/// The model, its priors and its bound are those of scikit-learn's `BayesianGaussianMixture` at its
/// defaults, so that figures compare; the starts are ours and reach higher bounds.
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.2; Blei and
///   Jordan, "Variational inference for Dirichlet process mixtures", Bayesian Analysis 1 (2006).
public struct BayesianGaussianMixture: Estimator {
  public struct Configuration: Sendable, Equatable {
    /// Components the mixture may use; the fit empties those it does not need.
    public var componentCount = 7
    /// Random restarts beside the deterministic search, which alone finds the start.
    public var restartCount = 10
    /// On the change of the lower bound per iteration, natural logarithms.
    public var tolerance = 1e-3
    public var maximumIterationCount = 100
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  /// Rows on which starts are searched; a larger data set is thinned evenly for the search.
  private static let searchRowCount = 4_096

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "componentCount", configuration.componentCount, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "restartCount", configuration.restartCount, isAtLeast: 0)
    try InvalidHyperparameter.check(
      "maximumIterationCount", configuration.maximumIterationCount, isAtLeast: 1)
    guard configuration.tolerance > 0 else {
      throw InvalidHyperparameter(
        name: "tolerance", requirement: "positive", value: "\(configuration.tolerance)")
    }
    self.configuration = configuration
  }

  /// Fits the posterior to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` when there are fewer rows than components, unusable elements, or columns
  ///   so large and dependent that no covariance is positive definite to working precision.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> BayesianGaussianMixtureModel {
    try checkSamples(samples, requiredRowCount: configuration.componentCount)
    let distinct = DistinctSamples(samples, weights: weights)
    let bound = ComponentBound(
      prior: MixturePrior(distinct, componentCount: configuration.componentCount))
    let blocks = SampleBlocks(distinct.rows, weights: distinct.weights)
    guard let result = bestResult(distinct, blocks, bound) else { throw .degenerate }
    let scores = MixtureScores(
      result.posterior.densities, blocks, threadCount: configuration.threadCount)
    var logDensitySum = 0.0
    for (row, logDensity) in scores.logDensities.enumerated() {
      logDensitySum += distinct.weights[row] * logDensity
    }
    let posterior = result.posterior
    return BayesianGaussianMixtureModel(
      weights: posterior.weights, means: posterior.means, covariances: posterior.covariances,
      weightConcentrations: zip(posterior.stickA, posterior.stickB).map { [$0, $1] },
      meanPrecisions: posterior.meanPrecisions, degreesOfFreedom: posterior.degreesOfFreedom,
      lowerBound: result.lowerBound, meanLogDensity: logDensitySum / distinct.totalWeight,
      iterationCount: result.iterationCount, didConverge: result.didConverge,
      restartCount: configuration.restartCount, isPriorRegularized: bound.prior.isRegularized)
  }

  /// The best result on all rows of the starts that the search found on some of them; nil when no
  /// start gave a valid posterior.
  private func bestResult(
    _ distinct: DistinctSamples, _ blocks: SampleBlocks, _ bound: ComponentBound
  ) -> ExpectationMaximization.Result? {
    let found = searchResults(distinct.thinned(to: Self.searchRowCount))
    let results: [ExpectationMaximization.Result]
    if distinct.rowCount <= Self.searchRowCount {
      results = found
    } else {
      let maximization = self.maximization(blocks, bound, threadCount: configuration.threadCount)
      results = found.compactMap { maximization.run(from: $0.posterior) }
    }
    // The first among equals, so that restarts replace the deterministic result only by a better.
    let highest = results.map(\.lowerBound).max()
    return results.first { $0.lowerBound == highest }
  }

  /// The best of the deterministic search, then the best of `restartCount` perturbations of it.
  private func searchResults(_ samples: DistinctSamples) -> [ExpectationMaximization.Result] {
    let bound = ComponentBound(
      prior: MixturePrior(samples, componentCount: configuration.componentCount),
      tabulatedWeight: samples.rowCount)
    let blocks = SampleBlocks(samples.rows, weights: samples.weights)
    let search = MixtureSearch(
      clustering: HardClustering(samples: samples, bound: bound),
      maximization: maximization(blocks, bound, threadCount: 1),
      componentCount: configuration.componentCount)
    guard let start = search.best() else { return [] }
    // A single component has one optimum.
    if configuration.componentCount == 1 { return [start] }
    let seed = configuration.seed
    let perturbed = concurrentMap(
      count: configuration.restartCount, threadCount: configuration.threadCount
    ) { restart in
      var generator = SeededGenerator(seed: seed, stream: UInt64(restart) + 1)
      return search.perturbed(start, using: &generator)
    }
    var best: ExpectationMaximization.Result?
    for case let result? in perturbed where result.lowerBound > best?.lowerBound ?? -.infinity {
      best = result
    }
    return [start] + [best].compactMap(\.self)
  }

  private func maximization(
    _ blocks: SampleBlocks, _ bound: ComponentBound, threadCount: Int
  ) -> ExpectationMaximization {
    ExpectationMaximization(
      samples: blocks, bound: bound, tolerance: configuration.tolerance,
      maximumIterationCount: configuration.maximumIterationCount, threadCount: threadCount)
  }
}
