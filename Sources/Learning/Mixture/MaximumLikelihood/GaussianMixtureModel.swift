import LinearAlgebra

/// A Gaussian mixture of highest likelihood, components in order of falling weight.
public struct GaussianMixtureModel: Sendable, Equatable {
  public let covarianceType: CovarianceType
  /// πₖ, `[componentCount]`, sums to 1.
  public let weights: [Double]
  /// μₖ, `[componentCount × featureCount]`.
  public let means: Matrix
  /// Σₖ, per component `[featureCount × featureCount]`.
  public let covariances: [Matrix]
  /// Σ w log p(x) over the training rows, natural.
  public let logLikelihood: Double
  /// Σ w of the training rows.
  public let totalWeight: Double
  /// Steps of the winning run.
  public let iterationCount: Int
  public let didConverge: Bool
  /// Random restarts tried beside the deterministic starts.
  public let restartCount: Int

  public init(
    covarianceType: CovarianceType = .full, weights: [Double], means: Matrix,
    covariances: [Matrix], logLikelihood: Double, totalWeight: Double, iterationCount: Int,
    didConverge: Bool, restartCount: Int
  ) {
    self.covarianceType = covarianceType
    self.weights = weights
    self.means = means
    self.covariances = covariances
    self.logLikelihood = logLikelihood
    self.totalWeight = totalWeight
    self.iterationCount = iterationCount
    self.didConverge = didConverge
    self.restartCount = restartCount
  }

  public var componentCount: Int { weights.count }
  public var featureCount: Int { means.columnCount }

  /// Mean log density over the training rows, weighted.
  public var meanLogDensity: Double { logLikelihood / totalWeight }

  /// Numbers that the fit was free to choose.
  public var parameterCount: Int {
    let d = featureCount
    let perCovariance =
      switch covarianceType {
      case .full, .tied: d * (d + 1) / 2
      case .diagonal: d
      case .spherical: 1
      }
    let covarianceCount = covarianceType == .tied ? 1 : componentCount
    return covarianceCount * perCovariance + componentCount * d + componentCount - 1
  }

  /// −2 log L + p log n, lower is better.
  ///
  /// - SeeAlso: Schwarz, "Estimating the dimension of a model", Annals of Statistics 6 (1978).
  public var bayesianInformationCriterion: Double {
    -2 * logLikelihood + Double(parameterCount) * logarithm(totalWeight)
  }

  /// −2 log L + 2 p, lower is better.
  ///
  /// - SeeAlso: Akaike, "A new look at the statistical model identification", IEEE Transactions on
  ///   Automatic Control 19 (1974).
  public var akaikeInformationCriterion: Double {
    -2 * logLikelihood + 2 * Double(parameterCount)
  }
}

extension GaussianMixtureModel: AnomalyModel {
  /// Minus the log density of each row, natural.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    scores(of: samples).logDensities.map { -$0 }
  }

  /// Log density and most responsible component of each row.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  /// - Returns: `[sampleCount]` each; natural logarithms, the same as scikit-learn's
  ///   `score_samples`.
  public func scores(
    of samples: Matrix, threadCount: Int = 1
  ) -> (logDensities: [Double], components: [Int]) {
    terms.scores(of: samples, threadCount: threadCount)
  }

  /// Share of each component in each row: `[sampleCount × componentCount]`, rows sum to 1.
  public func responsibilities(of samples: Matrix) -> Matrix {
    terms.responsibilities(of: samples)
  }

  private var terms: [GaussianTerm] {
    (0..<componentCount).map { index in
      guard let factor = Cholesky(covariances[index]) else {
        preconditionFailure("a model's covariances are positive definite")
      }
      return GaussianTerm(
        logConstant: logarithm(weights[index]), mean: means.row(index), factor: factor)
    }
  }
}
