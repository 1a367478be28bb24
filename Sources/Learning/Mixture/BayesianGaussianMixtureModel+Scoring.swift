import LinearAlgebra

extension BayesianGaussianMixtureModel: AnomalyModel {
  /// Minus the log density of each row, natural.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    scores(of: samples).logDensities.map { -$0 }
  }

  /// log cₖ of logDensity = log Σ cₖ N(x; mₖ, Σₖ), `[componentCount]`; the cₖ do not sum to 1.
  public var logConstants: [Double] {
    VariationalPosterior.logConstants(
      weightConcentrations: weightConcentrations, meanPrecisions: meanPrecisions,
      degreesOfFreedom: degreesOfFreedom, featureCount: featureCount)
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

  /// log cₖ N(x; mₖ, Σₖ) of each row and component: `[sampleCount × componentCount]`.
  public func logJoints(of samples: Matrix) -> Matrix {
    terms.logJoints(of: samples)
  }

  /// Share of each component in each row: `[sampleCount × componentCount]`, rows sum to 1.
  public func responsibilities(of samples: Matrix) -> Matrix {
    terms.responsibilities(of: samples)
  }

  var terms: [GaussianTerm] {
    let logConstants = self.logConstants
    return (0..<componentCount).map { index in
      guard let factor = Cholesky(covariances[index]) else {
        preconditionFailure("a model's covariances are positive definite")
      }
      return GaussianTerm(
        logConstant: logConstants[index], mean: means.row(index), factor: factor)
    }
  }
}
