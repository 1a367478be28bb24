import LinearAlgebra

/// The conjugate prior of the variational mixture: scikit-learn's defaults for one data set.
///
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.2; Blei and
///   Jordan, "Variational inference for Dirichlet process mixtures", Bayesian Analysis 1 (2006).
struct MixturePrior: Sendable {
  /// γ of the Dirichlet process: 1/K.
  let weightConcentration: Double
  /// β₀.
  let meanPrecision = 1.0
  /// ν₀ = number of features.
  let degreesOfFreedom: Double
  /// m₀ = mean of the data, `[featureCount]`.
  let mean: [Double]
  /// W₀⁻¹ = covariance of the data (n − 1), `[featureCount × featureCount]`.
  let covariance: Matrix
  /// Whether `covariance` was singular and got `covarianceRegularization` on its diagonal.
  let isRegularized: Bool
  let componentCount: Int

  /// Added to the diagonal of every component's empirical covariance.
  static let covarianceRegularization = 1e-6

  init(_ samples: DistinctSamples, componentCount: Int) {
    let mean = samples.mean
    var covariance = samples.covariance(about: mean)
    let smallest = SymmetricEigen(covariance).values.last ?? 0
    isRegularized = smallest < Self.covarianceRegularization
    if isRegularized { covariance.addToDiagonal(Self.covarianceRegularization) }
    self.mean = mean
    self.covariance = covariance
    self.componentCount = componentCount
    weightConcentration = 1 / Double(componentCount)
    degreesOfFreedom = Double(samples.featureCount)
  }

  var featureCount: Int { mean.count }
}
