import LinearAlgebra

/// A fitted Bayesian Gaussian mixture: the whole variational posterior, and how it was found.
///
/// Components stand in stick-breaking order, which is falling weight.
public struct BayesianGaussianMixtureModel: Sendable, Equatable {
  public let covarianceType: CovarianceType
  /// `[componentCount]`, sums to 1.
  public let weights: [Double]
  /// `[componentCount × featureCount]`.
  public let means: Matrix
  /// Per component `[featureCount × featureCount]`.
  public let covariances: [Matrix]
  /// Beta parameters (a, b) of each stick, or (α) of a Dirichlet distribution.
  public let weightConcentrations: [[Double]]
  public let meanPrecisions: [Double]
  public let degreesOfFreedom: [Double]
  /// Evidence lower bound up to constants that depend on the component count only.
  public let lowerBound: Double
  /// Mean log density over the training rows, weighted.
  public let meanLogDensity: Double
  /// Steps of the winning run.
  public let iterationCount: Int
  public let didConverge: Bool
  /// Random restarts tried beside the deterministic search.
  public let restartCount: Int
  /// Whether the covariance prior was singular and got 1e-6 on its diagonal.
  public let isPriorRegularized: Bool

  public init(
    covarianceType: CovarianceType = .full, weights: [Double], means: Matrix,
    covariances: [Matrix], weightConcentrations: [[Double]], meanPrecisions: [Double],
    degreesOfFreedom: [Double], lowerBound: Double, meanLogDensity: Double, iterationCount: Int,
    didConverge: Bool, restartCount: Int, isPriorRegularized: Bool
  ) {
    self.covarianceType = covarianceType
    self.weights = weights
    self.means = means
    self.covariances = covariances
    self.weightConcentrations = weightConcentrations
    self.meanPrecisions = meanPrecisions
    self.degreesOfFreedom = degreesOfFreedom
    self.lowerBound = lowerBound
    self.meanLogDensity = meanLogDensity
    self.iterationCount = iterationCount
    self.didConverge = didConverge
    self.restartCount = restartCount
    self.isPriorRegularized = isPriorRegularized
  }

  public var componentCount: Int { weights.count }
  public var featureCount: Int { means.columnCount }
}
