import LinearAlgebra

/// The parameters of highest likelihood after one M step, with what the next E step needs of them.
struct LikelihoodParameters: MixtureParameters {
  /// πₖ, `[componentCount]`, sums to 1.
  let weights: [Double]
  /// μₖ, `[componentCount × featureCount]`.
  let means: Matrix
  /// Σₖ.
  let covariances: [Matrix]
  let densities: [GaussianTerm]

  static let needsLogDensity = true

  /// The log likelihood of the parameters that `step` was taken with.
  func objective(after step: ExpectationStep) -> Double { step.logDensitySum }

  /// The M step:
  ///
  ///     πₖ = Nₖ / N,  μₖ = x̄ₖ,  Σₖ = Sₖ / Nₖ + ε I
  ///
  /// with Σ Sₖ / N for a tied covariance, and of Σₖ the part that its type can express.
  ///
  /// Returns nil when a covariance is not positive definite to working precision.
  ///
  /// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 9.24–9.26; ε as in
  ///   scikit-learn's `reg_covar`.
  init?(
    _ statistics: [ComponentStatistics], covarianceType: CovarianceType, regularization: Double
  ) {
    let d = statistics[0].mean.count
    // A component without rows keeps the weight that an E step would give it.
    let counts = statistics.map { max($0.weight, ExpectationStep.weightFloor) }
    let total = counts.reduce(0, +)
    var scatters = zip(statistics, counts).map { (scatter: $0.scatter, count: $1) }
    if covarianceType == .tied {
      var sum = scatters[0].scatter
      for index in sum.indices {
        for component in scatters.dropFirst() { sum[index] += component.scatter[index] }
      }
      scatters = [(sum, total)]
    }
    var covariances: [Matrix] = []
    var factors: [Cholesky] = []
    for (scatter, count) in scatters {
      var covariance = MixturePrior.restricted(
        VariationalPosterior.square(scatter, size: d, dividedBy: count), to: covarianceType)
      covariance.addToDiagonal(regularization)
      guard let factor = Cholesky(covariance) else { return nil }
      covariances.append(covariance)
      factors.append(factor)
    }
    if covarianceType == .tied {
      covariances = statistics.map { _ in covariances[0] }
      factors = statistics.map { _ in factors[0] }
    }
    weights = counts.map { $0 / total }
    means = Matrix(rows: statistics.map(\.mean))
    self.covariances = covariances
    let logWeights = weights.map { logarithm($0) }
    let means = self.means
    densities = statistics.indices.map {
      GaussianTerm(logConstant: logWeights[$0], mean: means.row($0), factor: factors[$0])
    }
  }
}
