extension BayesianGaussianMixtureModel {
  /// The model of some components alone, to begin another fit with.
  ///
  /// Its weights are scaled to sum to one; bound and mean density remain those of the whole.
  func selecting(_ components: [Int]) -> BayesianGaussianMixtureModel {
    let total = components.reduce(0) { $0 + weights[$1] }
    return BayesianGaussianMixtureModel(
      covarianceType: covarianceType, weights: components.map { weights[$0] / total },
      means: means.selecting(components), covariances: components.map { covariances[$0] },
      weightConcentrations: components.map { weightConcentrations[$0] },
      meanPrecisions: components.map { meanPrecisions[$0] },
      degreesOfFreedom: components.map { degreesOfFreedom[$0] }, lowerBound: lowerBound,
      meanLogDensity: meanLogDensity, iterationCount: iterationCount, didConverge: didConverge,
      restartCount: restartCount, isPriorRegularized: isPriorRegularized)
  }
}
