import LinearAlgebra

/// A Gaussian mixture with a prior over weights, means and covariances, fitted by variational
/// inference.
///
/// The model, its priors and its bound are those of scikit-learn's `BayesianGaussianMixture` at its
/// defaults, so that figures compare; the starts are ours and reach higher bounds.
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.2; Blei and
///   Jordan, "Variational inference for Dirichlet process mixtures", Bayesian Analysis 1 (2006).
public struct BayesianGaussianMixture: Estimator {
  public struct Configuration: Sendable, Equatable {
    /// Components the mixture may use; the fit empties those it does not need.
    public var componentCount = 7
    public var covarianceType = CovarianceType.full
    public var weightPrior = WeightPrior.dirichletProcess
    /// Concentration of the weights' prior, positive; nil for 1 / `componentCount`.
    public var weightConcentrationPrior: Double?
    /// β₀, positive: how many rows the mean's prior is worth.
    public var meanPrecisionPrior = 1.0
    /// m₀, `[featureCount]`; nil for the mean of the data.
    public var meanPrior: [Double]?
    /// ν₀, above `featureCount` − 1; nil for `featureCount`.
    public var degreesOfFreedomPrior: Double?
    /// W₀⁻¹, `[featureCount × featureCount]`, positive definite; nil for the covariance of the
    /// data. Diagonal covariances take its diagonal, spherical ones the mean of that.
    public var covariancePrior: Matrix?
    /// Added to the diagonal of every component's empirical covariance, at least 0.
    public var covarianceRegularization = 1e-6
    /// Random restarts beside the deterministic search, which alone finds the start.
    public var restartCount = 10
    public var stoppingRule = StoppingRule.bound
    /// On the change that the stopping rule looks at, natural logarithms.
    public var tolerance = 1e-3
    public var maximumIterationCount = 100
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  /// Rows on which starts are searched; a larger data set is thinned evenly for the search.
  private static let searchRowCount = 4_096
  /// Features up to here are searched as they are, more of them by their projections.
  private static let largestSearchedFeatureCount = 16
  private static let projectedFeatureCount = 10

  /// Checks `configuration`, but for what depends on the data.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "componentCount", configuration.componentCount, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "restartCount", configuration.restartCount, isAtLeast: 0)
    try InvalidHyperparameter.check(
      "maximumIterationCount", configuration.maximumIterationCount, isAtLeast: 1)
    try InvalidHyperparameter.check("tolerance", configuration.tolerance, isAbove: 0)
    try InvalidHyperparameter.check(
      "meanPrecisionPrior", configuration.meanPrecisionPrior, isAbove: 0)
    try InvalidHyperparameter.check(
      "weightConcentrationPrior", configuration.weightConcentrationPrior ?? 1, isAbove: 0)
    try InvalidHyperparameter.check(
      "degreesOfFreedomPrior", configuration.degreesOfFreedomPrior ?? 1, isAbove: 0)
    try InvalidHyperparameter.check(
      "covarianceRegularization", configuration.covarianceRegularization, isAbove: -.ulpOfOne)
    self.configuration = configuration
  }

  /// Fits the posterior to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` when there are fewer rows than components, unusable elements, priors of
  ///   another shape, or columns so large and dependent that no covariance is positive definite to
  ///   working precision.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> BayesianGaussianMixtureModel {
    try fit(samples, weights: weights, from: nil)
  }

  /// Fits the posterior, beginning where an earlier fit ended instead of searching for a start.
  ///
  /// - Parameter earlier: a model of as many components and features.
  public func fit(
    _ samples: Matrix, weights: [Double]? = nil, from earlier: BayesianGaussianMixtureModel?
  ) throws(FitError) -> BayesianGaussianMixtureModel {
    try checkSamples(samples, weights, requiredRowCount: configuration.componentCount)
    try checkPriors(featureCount: samples.columnCount)
    let distinct = DistinctSamples(samples, weights: weights).inNearOrder
    guard distinct.rowCount > 0 else { throw .tooFewSamples(required: 1, available: 0) }
    let bound = ComponentBound(prior: MixturePrior(distinct, configuration))
    let blocks = SampleBlocks(distinct.rows, weights: distinct.weights)
    let result: ExpectationMaximization<VariationalPosterior>.Result?
    if let earlier {
      try checkStart(earlier, featureCount: samples.columnCount)
      let maximization = self.maximization(
        blocks, bound, totalWeight: distinct.totalWeight, threadCount: configuration.threadCount)
      let step = ExpectationStep(earlier.terms, blocks, threadCount: configuration.threadCount)
      result = maximization.run(from: step.statistics)
    } else {
      result = bestResult(distinct, blocks, bound)
    }
    guard let result else { throw .degenerate }
    return model(result, distinct, blocks, bound.prior)
  }

  private func model(
    _ result: ExpectationMaximization<VariationalPosterior>.Result, _ distinct: DistinctSamples,
    _ blocks: SampleBlocks, _ prior: MixturePrior
  ) -> BayesianGaussianMixtureModel {
    let posterior = result.parameters
    let scores = MixtureScores(
      posterior.densities, blocks, threadCount: configuration.threadCount)
    var logDensitySum = 0.0
    for (row, logDensity) in scores.logDensities.enumerated() {
      logDensitySum += distinct.weights[row] * logDensity
    }
    return BayesianGaussianMixtureModel(
      covarianceType: configuration.covarianceType, weights: posterior.weights,
      means: posterior.means, covariances: posterior.covariances,
      weightConcentrations: posterior.weightConcentrations,
      meanPrecisions: posterior.meanPrecisions, degreesOfFreedom: posterior.degreesOfFreedom,
      lowerBound: result.objective, meanLogDensity: logDensitySum / distinct.totalWeight,
      iterationCount: result.iterationCount, didConverge: result.didConverge,
      restartCount: configuration.restartCount, isPriorRegularized: prior.isRegularized)
  }

  /// The best result on all rows of the starts that the search found on some of them; nil when no
  /// start gave a valid posterior.
  private func bestResult(
    _ distinct: DistinctSamples, _ blocks: SampleBlocks, _ bound: ComponentBound
  ) -> ExpectationMaximization<VariationalPosterior>.Result? {
    let found = searchResults(distinct.thinned(to: Self.searchRowCount))
    let results: [ExpectationMaximization<VariationalPosterior>.Result]
    if distinct.rowCount <= Self.searchRowCount {
      results = found
    } else {
      let maximization = self.maximization(
        blocks, bound, totalWeight: distinct.totalWeight, threadCount: configuration.threadCount)
      results = found.compactMap { maximization.run(from: $0.parameters) }
    }
    // The first among equals, so that restarts replace the deterministic result only by a better,
    // and the seed does not show in the last digits of every answer.
    return results.dropFirst().reduce(results.first) { best, next in
      guard let best else { return next }
      return next.objective > best.objective + MixtureSearch.smallestGain ? next : best
    }
  }

  /// The best of the deterministic search, then the best of `restartCount` perturbations of it.
  private func searchResults(
    _ samples: DistinctSamples
  ) -> [ExpectationMaximization<VariationalPosterior>.Result] {
    let bound = ComponentBound(prior: MixturePrior(samples, configuration))
    let blocks = SampleBlocks(samples.rows, weights: samples.weights)
    let search = MixtureSearch(
      clustering: hardClustering(samples), moments: RowMoments(samples),
      maximization: maximization(blocks, bound, totalWeight: samples.totalWeight, threadCount: 1),
      componentCount: configuration.componentCount)
    guard let start = search.best() else { return [] }
    // A single component has one optimum.
    if configuration.componentCount == 1 { return [start] }
    let best = search.perturbed(
      start, count: configuration.restartCount, seed: configuration.seed,
      threadCount: configuration.threadCount)
    return [start] + [best, centroidResult(samples, search)].compactMap(\.self)
  }

  /// Where EM leads from the clusters of k-means, for a tied covariance.
  ///
  /// The search ranks its assignments as if every component had a covariance of its own, so that
  /// the best ones may not be among those that EM is run from.
  private func centroidResult(
    _ samples: DistinctSamples, _ search: MixtureSearch
  ) -> ExpectationMaximization<VariationalPosterior>.Result? {
    guard configuration.covarianceType == .tied else { return nil }
    let start = CentroidStart(
      samples: samples, searched: samples, moments: search.moments,
      componentCount: configuration.componentCount)
    return start.statistics().flatMap(search.maximization.run(from:))
  }

  /// What assigns rows of many features does so by their leading principal components: a score
  /// costs the cube of the features.
  private func hardClustering(_ samples: DistinctSamples) -> HardClustering {
    var searched = samples
    var configuration = configuration
    if samples.featureCount > Self.largestSearchedFeatureCount {
      let axes = PrincipalComponents.model(
        of: samples, componentCount: Self.projectedFeatureCount)
      searched = DistinctSamples(
        rows: axes.projections(of: samples.rows), weights: samples.weights)
      configuration.meanPrior = nil
      configuration.covariancePrior = nil
      configuration.degreesOfFreedomPrior = nil
    }
    let bound = ComponentBound(
      prior: MixturePrior(searched, configuration), tabulatedWeight: samples.rowCount)
    return HardClustering(samples: searched, bound: bound)
  }

  private func maximization(
    _ blocks: SampleBlocks, _ bound: ComponentBound, totalWeight: Double, threadCount: Int
  ) -> ExpectationMaximization<VariationalPosterior> {
    let scale = configuration.stoppingRule == .boundPerRow ? totalWeight : 1
    return ExpectationMaximization(
      samples: blocks, tolerance: configuration.tolerance * scale,
      maximumIterationCount: configuration.maximumIterationCount, threadCount: threadCount
    ) { VariationalPosterior($0, bound: bound) }
  }

  /// Checks what of the configuration depends on the number of features.
  private func checkPriors(featureCount d: Int) throws(FitError) {
    if let mean = configuration.meanPrior {
      guard mean.count == d, mean.allSatisfy(\.isFinite) else {
        throw .invalidHyperparameter(
          InvalidHyperparameter(
            name: "meanPrior", requirement: "\(d) finite values", value: "\(mean)"))
      }
    }
    if let degrees = configuration.degreesOfFreedomPrior, degrees <= Double(d - 1) {
      throw .invalidHyperparameter(
        InvalidHyperparameter(
          name: "degreesOfFreedomPrior", requirement: "above \(d - 1)", value: "\(degrees)"))
    }
    if let covariance = configuration.covariancePrior {
      let hasShape = covariance.rowCount == d && covariance.columnCount == d
      guard hasShape, Cholesky(covariance) != nil else {
        throw .invalidHyperparameter(
          InvalidHyperparameter(
            name: "covariancePrior", requirement: "a positive definite matrix of \(d) × \(d)",
            value: hasShape
              ? "one that is not" : "\(covariance.rowCount) × \(covariance.columnCount)"))
      }
    }
  }

  private func checkStart(
    _ earlier: BayesianGaussianMixtureModel, featureCount: Int
  ) throws(FitError) {
    guard earlier.featureCount == featureCount else {
      throw .featureCount(expected: earlier.featureCount, found: featureCount)
    }
    guard earlier.componentCount == configuration.componentCount else {
      throw .invalidHyperparameter(
        InvalidHyperparameter(
          name: "componentCount",
          requirement: "\(earlier.componentCount), as in the model to begin with",
          value: "\(configuration.componentCount)"))
    }
  }
}
