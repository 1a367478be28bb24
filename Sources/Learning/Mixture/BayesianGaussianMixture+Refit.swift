import LinearAlgebra

extension BayesianGaussianMixture {
  /// Fits to the rows of `samples` from where a fit to rows of the same kind ended.
  ///
  /// Spares the search for a start, which takes most of a fit's time.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  ///   - components: indices of the components of `start` to begin with; the configuration's count.
  func refit(
    _ samples: Matrix, weights: [Double]? = nil, from start: BayesianGaussianMixtureModel,
    components: [Int]
  ) throws(FitError) -> BayesianGaussianMixtureModel {
    precondition(
      components.count == configuration.componentCount, "a refit has as many components")
    try checkSamples(samples, requiredRowCount: components.count)
    let distinct = DistinctSamples(samples, weights: weights)
    let bound = ComponentBound(
      prior: MixturePrior(distinct, componentCount: components.count))
    let blocks = SampleBlocks(distinct.rows, weights: distinct.weights)
    let maximization = ExpectationMaximization(
      samples: blocks, bound: bound, tolerance: configuration.tolerance,
      maximumIterationCount: configuration.maximumIterationCount,
      threadCount: configuration.threadCount)
    let statistics = Self.statistics(of: distinct, assignedBy: start, components)
    guard let result = maximization.run(from: statistics) else { throw .degenerate }
    let posterior = result.posterior
    let scores = MixtureScores(
      posterior.densities, blocks, threadCount: configuration.threadCount)
    let logDensitySum = scores.logDensities.indices.reduce(0) {
      $0 + distinct.weights[$1] * scores.logDensities[$1]
    }
    return BayesianGaussianMixtureModel(
      weights: posterior.weights, means: posterior.means, covariances: posterior.covariances,
      weightConcentrations: zip(posterior.stickA, posterior.stickB).map { [$0, $1] },
      meanPrecisions: posterior.meanPrecisions, degreesOfFreedom: posterior.degreesOfFreedom,
      lowerBound: result.lowerBound, meanLogDensity: logDensitySum / distinct.totalWeight,
      iterationCount: result.iterationCount, didConverge: result.didConverge, restartCount: 0,
      isPriorRegularized: bound.prior.isRegularized)
  }

  /// Statistics of the rows that each of `components` claims against the others.
  private static func statistics(
    of samples: DistinctSamples, assignedBy model: BayesianGaussianMixtureModel,
    _ components: [Int]
  ) -> [ComponentStatistics] {
    let joints = model.logJoints(of: samples.rows)
    var statistics = components.map { _ in
      ComponentStatistics.empty(featureCount: samples.featureCount)
    }
    for row in 0..<samples.rowCount {
      var best = 0
      for place in components.indices
      where joints[row, components[place]] > joints[row, components[best]] { best = place }
      let start = row * samples.featureCount
      statistics[best].add(
        samples.rows.elements[start..<start + samples.featureCount],
        weight: samples.weights[row])
    }
    return statistics
  }
}
