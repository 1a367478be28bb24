import LinearAlgebra

/// The conjugate prior of the variational mixture for one data set: scikit-learn's defaults unless
/// the configuration says otherwise.
///
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.2; Blei and
///   Jordan, "Variational inference for Dirichlet process mixtures", Bayesian Analysis 1 (2006).
struct MixturePrior: Sendable {
  let componentCount: Int
  let covarianceType: CovarianceType
  let weightPrior: WeightPrior
  /// γ of the Dirichlet process, α of the Dirichlet distribution.
  let weightConcentration: Double
  /// β₀.
  let meanPrecision: Double
  /// ν₀.
  let degreesOfFreedom: Double
  /// m₀, `[featureCount]`.
  let mean: [Double]
  /// W₀⁻¹, `[featureCount × featureCount]`; diagonal, with one value for spherical covariances.
  let covariance: Matrix
  /// Added to the diagonal of every component's empirical covariance.
  let covarianceRegularization: Double
  /// Whether `covariance` was singular and got `smallestEigenvalue` on its diagonal.
  let isRegularized: Bool

  /// Smallest eigenvalue with which the data's covariance serves as it is.
  private static let smallestEigenvalue = 1e-6

  init(_ samples: DistinctSamples, _ configuration: BayesianGaussianMixture.Configuration) {
    let type = configuration.covarianceType
    let center = samples.mean
    var covariance = Self.restricted(samples.covariance(about: center), to: type)
    if let given = configuration.covariancePrior {
      covariance = Self.restricted(given, to: type)
      isRegularized = false
    } else {
      let smallest = SymmetricEigen(covariance).values.last ?? 0
      isRegularized = smallest < Self.smallestEigenvalue
      if isRegularized { covariance.addToDiagonal(Self.smallestEigenvalue) }
    }
    mean = configuration.meanPrior ?? center
    self.covariance = covariance
    componentCount = configuration.componentCount
    covarianceType = type
    weightPrior = configuration.weightPrior
    weightConcentration =
      configuration.weightConcentrationPrior ?? 1 / Double(configuration.componentCount)
    meanPrecision = configuration.meanPrecisionPrior
    degreesOfFreedom = configuration.degreesOfFreedomPrior ?? Double(samples.featureCount)
    covarianceRegularization = configuration.covarianceRegularization
  }

  var featureCount: Int { mean.count }

  /// The part of a covariance that a type can express.
  static func restricted(_ covariance: Matrix, to type: CovarianceType) -> Matrix {
    let d = covariance.rowCount
    switch type {
    case .full, .tied:
      return covariance
    case .diagonal, .spherical:
      var diagonal = (0..<d).map { covariance[$0, $0] }
      if type == .spherical {
        let mean = diagonal.reduce(0, +) / Double(d)
        diagonal = diagonal.map { _ in mean }
      }
      var result = Matrix(rowCount: d, columnCount: d)
      for f in 0..<d { result[f, f] = diagonal[f] }
      return result
    }
  }
}
