import LinearAlgebra

/// The variational posterior after one M step, with what the next E step needs of it.
struct VariationalPosterior: MixtureParameters {
  /// Parameters of the weights' posterior per component: (a, b) of its stick, or (α).
  let weightConcentrations: [[Double]]
  /// β, `[componentCount]`.
  let meanPrecisions: [Double]
  /// ν, `[componentCount]`.
  let degreesOfFreedom: [Double]
  /// m, `[componentCount × featureCount]`.
  let means: Matrix
  /// T / ν, expected covariances.
  let covariances: [Matrix]
  /// The density's quadratic forms and constants.
  let densities: [GaussianTerm]
  /// The lower bound without the entropy of the responsibilities.
  let boundWithoutEntropy: Double

  static let needsLogDensity = false

  /// The lower bound of the posterior that `step` led to.
  func objective(after step: ExpectationStep) -> Double { step.entropy + boundWithoutEntropy }

  /// The M step: the posterior of `statistics`, which stand in the components' order.
  ///
  /// Returns nil when a covariance is not positive definite to working precision.
  ///
  /// - SeeAlso: Bishop (2006), eq. 10.58–10.63; Blei and Jordan (2006), eq. 18–22. The covariances
  ///   of types other than full follow scikit-learn's `_estimate_wishart_*`.
  init?(_ statistics: [ComponentStatistics], bound: ComponentBound) {
    let prior = bound.prior
    let d = prior.featureCount
    let weights = statistics.map(\.weight)
    weightConcentrations = Self.weightConcentrations(of: weights, prior)
    meanPrecisions = weights.map { prior.meanPrecision + $0 }
    let total = weights.reduce(0, +)
    let isTied = prior.covarianceType == .tied
    degreesOfFreedom = weights.map {
      prior.degreesOfFreedom + (isTied ? total / Double(statistics.count) : $0)
    }
    var means = Matrix(rowCount: statistics.count, columnCount: d)
    for (index, component) in statistics.enumerated() {
      for f in 0..<d {
        means[index, f] =
          (prior.meanPrecision * prior.mean[f] + component.weight * component.mean[f])
          / meanPrecisions[index]
      }
    }
    self.means = means
    let scales = isTied ? [Self.tiedScale(statistics, bound)] : statistics.map(bound.scaleTriangle)
    var covariances: [Matrix] = []
    var factors: [Cholesky] = []
    var sum = bound.weightsTerm(weights)
    for (index, scale) in scales.enumerated() {
      let nu = degreesOfFreedom[index]
      let covariance = MixturePrior.restricted(
        Self.square(scale, size: d, dividedBy: nu), to: prior.covarianceType)
      guard let factor = Cholesky(covariance) else { return nil }
      covariances.append(covariance)
      factors.append(factor)
      let logDeterminant = factor.logDeterminant + Double(d) * logarithm(nu)
      if isTied {
        sum +=
          Double(statistics.count)
          * (ComponentBound.wishartTerm(degreesOfFreedom: nu, featureCount: d)
            - 0.5 * nu * logDeterminant)
        for precision in meanPrecisions { sum -= 0.5 * Double(d) * logarithm(precision) }
      } else {
        sum += bound.componentTerm(weight: weights[index], logDeterminant: logDeterminant)
      }
    }
    if isTied {
      covariances = statistics.map { _ in covariances[0] }
      factors = statistics.map { _ in factors[0] }
    }
    self.covariances = covariances
    boundWithoutEntropy = sum
    let logConstants = Self.logConstants(
      weightConcentrations: weightConcentrations, meanPrecisions: meanPrecisions,
      degreesOfFreedom: degreesOfFreedom, featureCount: d)
    densities = statistics.indices.map { index in
      GaussianTerm(logConstant: logConstants[index], mean: means.row(index), factor: factors[index])
    }
  }

  private static func weightConcentrations(
    of weights: [Double], _ prior: MixturePrior
  ) -> [[Double]] {
    switch prior.weightPrior {
    case .dirichletDistribution:
      return weights.map { [prior.weightConcentration + $0] }
    case .dirichletProcess:
      var rest = 0.0
      var sticks: [[Double]] = []
      for weight in weights.reversed() {
        sticks.append([1 + weight, prior.weightConcentration + rest])
        rest += weight
      }
      return sticks.reversed()
    }
  }

  /// W₀⁻¹ + (1/K) Σ (scatter + N ε I + N β₀ / (N + β₀) (x̄ − m₀)(x̄ − m₀)ᵀ), lower triangle.
  private static func tiedScale(
    _ statistics: [ComponentStatistics], _ bound: ComponentBound
  ) -> [Double] {
    let prior = bound.prior
    let share = 1 / Double(statistics.count)
    let priorTriangle = (0..<prior.featureCount).flatMap { i in
      (0...i).map { prior.covariance[i, $0] }
    }
    var result = priorTriangle
    for component in statistics {
      for (index, value) in bound.scaleTriangle(of: component).enumerated() {
        result[index] += share * (value - priorTriangle[index])
      }
    }
    return result
  }

  /// log cₖ of logDensity = log Σ cₖ N(x; mₖ, Σₖ): expected log weight and the Wishart's share.
  ///
  ///     log cₖ = E[log πₖ] − ½ d log ν + ½ (d log 2 + Σᵢ ψ(½ (ν − i)) − d / β)
  ///
  /// with E[log πₖ] = ψ(a) − ψ(a + b) + Σ_{j<k} (ψ(bⱼ) − ψ(aⱼ + bⱼ)) for sticks (a, b), and
  /// ψ(αₖ) − ψ(Σ α) for a Dirichlet distribution.
  static func logConstants(
    weightConcentrations: [[Double]], meanPrecisions: [Double], degreesOfFreedom: [Double],
    featureCount: Int
  ) -> [Double] {
    let d = Double(featureCount)
    let logTwo = 0.693147180559945309417232121458
    let logWeights = expectedLogWeights(weightConcentrations)
    return logWeights.indices.map { k in
      var logLambda = d * logTwo
      for i in 0..<featureCount { logLambda += digamma(0.5 * (degreesOfFreedom[k] - Double(i))) }
      return logWeights[k] - 0.5 * d * logarithm(degreesOfFreedom[k])
        + 0.5 * (logLambda - d / meanPrecisions[k])
    }
  }

  private static func expectedLogWeights(_ concentrations: [[Double]]) -> [Double] {
    if concentrations.allSatisfy({ $0.count == 1 }) {
      let total = digamma(concentrations.reduce(0) { $0 + $1[0] })
      return concentrations.map { digamma($0[0]) - total }
    }
    var stick = 0.0
    return concentrations.map { stickParameters in
      let both = digamma(stickParameters[0] + stickParameters[1])
      let logWeight = digamma(stickParameters[0]) - both + stick
      stick += digamma(stickParameters[1]) - both
      return logWeight
    }
  }

  /// The symmetric matrix of a packed lower triangle.
  static func square(
    _ triangle: [Double], size: Int, dividedBy divisor: Double
  ) -> Matrix {
    var result = Matrix(rowCount: size, columnCount: size)
    var index = 0
    for i in 0..<size {
      for j in 0...i {
        result[i, j] = triangle[index] / divisor
        result[j, i] = result[i, j]
        index += 1
      }
    }
    return result
  }

  /// Posterior mean weights, normalized: `[componentCount]`.
  var weights: [Double] {
    var remaining = 1.0
    let weights = weightConcentrations.map { parameters in
      guard parameters.count == 2 else { return parameters[0] }
      let both = parameters[0] + parameters[1]
      let weight = parameters[0] / both * remaining
      remaining *= parameters[1] / both
      return weight
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}
