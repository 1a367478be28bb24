import LinearAlgebra

// Goals: a likelihood at least that of scikit-learn's best restart, at any seed; then speed. The
// likelihood of a mixture has many local optima, so runs of EM start from what other searches found:
// Bayesian mixtures with the usual prior and with hardly any, whose search looks at hard
// assignments in closed form, and k-means. The best of them is improved by exchanging components.
// Random starts, the best of which is improved as well, can only add to it.
//
// Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm" (1977);
// Biernacki, Celeux and Govaert, "Choosing starting values for the EM algorithm for getting the
// highest likelihood in multivariate Gaussian mixture models" (2003), for starting with other
// criteria than the likelihood.

/// A Gaussian mixture without priors, fitted by maximum likelihood.
public struct GaussianMixture: Estimator {
  public struct Configuration: Sendable, Equatable {
    public var componentCount = 1
    public var covarianceType = CovarianceType.full
    /// Added to the diagonal of every covariance, at least 0: else a component of equal rows
    /// would have an infinite density.
    public var covarianceRegularization = 1e-6
    /// Random starts beside the deterministic ones.
    public var restartCount = 10
    /// On the change of the mean log density per iteration.
    public var tolerance = 1e-3
    public var maximumIterationCount = 100
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  typealias Maximization = ExpectationMaximization<LikelihoodParameters>

  /// Rows on which the fit is searched; a larger data set is thinned evenly for the search.
  private static let searchRowCount = 4_096
  /// On the change of the mean log density while searching: plateaus are mistaken for the end
  /// where it is coarse.
  private static let searchTolerance = 1e-6
  /// Results, the best of the deterministic and of the random starts, that are improved.
  private static let improvedStartCount = 3

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "componentCount", configuration.componentCount, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "restartCount", configuration.restartCount, isAtLeast: 0)
    try InvalidHyperparameter.check(
      "maximumIterationCount", configuration.maximumIterationCount, isAtLeast: 1)
    try InvalidHyperparameter.check("tolerance", configuration.tolerance, isAbove: 0)
    try InvalidHyperparameter.check(
      "covarianceRegularization", configuration.covarianceRegularization, isAbove: -.ulpOfOne)
    self.configuration = configuration
  }

  /// Fits weights, means and covariances to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` when there are fewer rows than components, unusable elements, or columns
  ///   so large and dependent that no covariance is positive definite to working precision.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> GaussianMixtureModel {
    try checkSamples(samples, weights, requiredRowCount: configuration.componentCount)
    let distinct = DistinctSamples(samples, weights: weights).inNearOrder
    guard distinct.rowCount > 0 else { throw .tooFewSamples(required: 1, available: 0) }
    let blocks = SampleBlocks(distinct.rows, weights: distinct.weights)
    let maximization = self.maximization(
      blocks, distinct.totalWeight, tolerance: configuration.tolerance)
    let found = searchResults(distinct.thinned(to: Self.searchRowCount))
    guard let best = Self.best(found.compactMap { maximization.run(from: $0.parameters) }) else {
      throw .degenerate
    }
    return model(best, distinct, blocks)
  }

  /// The best of the deterministic starts, then the best of the random ones, improved.
  private func searchResults(_ samples: DistinctSamples) -> [Maximization.Result] {
    let blocks = SampleBlocks(samples.rows, weights: samples.weights)
    let moments = RowMoments(samples)
    let maximization = self.maximization(
      blocks, samples.totalWeight, tolerance: min(configuration.tolerance, Self.searchTolerance))
    let search = LikelihoodSearch(
      samples: samples, blocks: blocks, moments: moments, maximization: maximization,
      threadCount: configuration.threadCount)
    let starts = LikelihoodStarts(samples: samples, blocks: blocks, configuration: configuration)
    // A single component has one optimum.
    let random = configuration.componentCount == 1 ? [] : starts.random(moments)
    return [starts.deterministic(moments), random].flatMap { starts in
      let results = concurrentMap(
        count: starts.count, threadCount: configuration.threadCount
      ) { maximization.run(from: starts[$0]) }
      return results.compactMap(\.self).enumerated()
        .sorted { ($0.element.objective, $1.offset) > ($1.element.objective, $0.offset) }
        .prefix(Self.improvedStartCount).map { search.improved($0.element) }
    }
  }

  private func maximization(
    _ blocks: SampleBlocks, _ totalWeight: Double, tolerance: Double
  ) -> Maximization {
    let type = configuration.covarianceType
    let regularization = configuration.covarianceRegularization
    return Maximization(
      samples: blocks, tolerance: tolerance * totalWeight,
      maximumIterationCount: configuration.maximumIterationCount,
      threadCount: configuration.threadCount
    ) {
      LikelihoodParameters($0, covarianceType: type, regularization: regularization)
    }
  }

  /// The first among equals, so that random starts replace a deterministic result only by a better.
  private static func best(_ results: [Maximization.Result]) -> Maximization.Result? {
    results.dropFirst().reduce(results.first) { best, next in
      guard let best else { return next }
      return next.objective > best.objective + MixtureSearch.smallestGain ? next : best
    }
  }

  private func model(
    _ result: Maximization.Result, _ distinct: DistinctSamples, _ blocks: SampleBlocks
  ) -> GaussianMixtureModel {
    let parameters = result.parameters
    // The objective is that of the parameters before the last step.
    let step = ExpectationStep(
      parameters.densities, blocks, threadCount: configuration.threadCount, needsLogDensity: true)
    return GaussianMixtureModel(
      covarianceType: configuration.covarianceType, weights: parameters.weights,
      means: parameters.means, covariances: parameters.covariances,
      logLikelihood: step.logDensitySum, totalWeight: distinct.totalWeight,
      iterationCount: result.iterationCount, didConverge: result.didConverge,
      restartCount: configuration.restartCount)
  }
}
