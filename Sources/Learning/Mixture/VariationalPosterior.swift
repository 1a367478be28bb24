import LinearAlgebra

/// The variational posterior after one M step, with what the next E step needs of it.
struct VariationalPosterior: Sendable {
  /// Stick parameters (a, b), `[componentCount]` each.
  let stickA: [Double]
  let stickB: [Double]
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

  /// The M step: the posterior of `statistics`, which stand in stick-breaking order.
  ///
  /// Returns nil when a covariance is not positive definite to working precision.
  ///
  /// - SeeAlso: Bishop (2006), eq. 10.58–10.63; Blei and Jordan (2006), eq. 18–22.
  init?(_ statistics: [ComponentStatistics], bound: ComponentBound) {
    let prior = bound.prior
    let d = prior.featureCount
    var rest = 0.0
    var stickB: [Double] = []
    for component in statistics.reversed() {
      stickB.append(prior.weightConcentration + rest)
      rest += component.weight
    }
    self.stickB = stickB.reversed()
    stickA = statistics.map { 1 + $0.weight }
    meanPrecisions = statistics.map { prior.meanPrecision + $0.weight }
    degreesOfFreedom = statistics.map { prior.degreesOfFreedom + $0.weight }
    var means = Matrix(rowCount: statistics.count, columnCount: d)
    var covariances: [Matrix] = []
    var factors: [Cholesky] = []
    var sum = bound.stickTerm(weights: statistics.map(\.weight))
    for (index, component) in statistics.enumerated() {
      let beta = prior.meanPrecision + component.weight
      for f in 0..<d {
        means[index, f] =
          (prior.meanPrecision * prior.mean[f] + component.weight * component.mean[f]) / beta
      }
      let nu = degreesOfFreedom[index]
      let covariance = Self.square(bound.scaleTriangle(of: component), size: d, dividedBy: nu)
      guard let factor = Cholesky(covariance) else { return nil }
      covariances.append(covariance)
      factors.append(factor)
      sum += bound.componentTerm(
        weight: component.weight,
        logDeterminant: factor.logDeterminant + Double(d) * logarithm(nu))
    }
    self.means = means
    self.covariances = covariances
    boundWithoutEntropy = sum
    let logConstants = Self.logConstants(
      stickA: stickA, stickB: self.stickB, meanPrecisions: meanPrecisions,
      degreesOfFreedom: degreesOfFreedom, featureCount: d)
    densities = (0..<statistics.count).map { index in
      GaussianTerm(logConstant: logConstants[index], mean: means.row(index), factor: factors[index])
    }
  }

  /// log cₖ of logDensity = log Σ cₖ N(x; mₖ, Σₖ): expected log weight and the Wishart's share.
  ///
  ///     log cₖ = ψ(a) − ψ(a + b) + Σ_{j<k} (ψ(bⱼ) − ψ(aⱼ + bⱼ))
  ///              − ½ d log ν + ½ (d log 2 + Σᵢ ψ(½ (ν − i)) − d / β)
  static func logConstants(
    stickA: [Double], stickB: [Double], meanPrecisions: [Double], degreesOfFreedom: [Double],
    featureCount: Int
  ) -> [Double] {
    let d = Double(featureCount)
    let logTwo = 0.693147180559945309417232121458
    var stick = 0.0
    return stickA.indices.map { k in
      let both = digamma(stickA[k] + stickB[k])
      let logWeight = digamma(stickA[k]) - both + stick
      stick += digamma(stickB[k]) - both
      var logLambda = d * logTwo
      for i in 0..<featureCount { logLambda += digamma(0.5 * (degreesOfFreedom[k] - Double(i))) }
      return logWeight - 0.5 * d * logarithm(degreesOfFreedom[k])
        + 0.5 * (logLambda - d / meanPrecisions[k])
    }
  }

  private static func square(
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

  /// Posterior mean weights of the sticks, normalized: `[componentCount]`.
  var weights: [Double] {
    var remaining = 1.0
    var weights: [Double] = []
    for k in stickA.indices {
      weights.append(stickA[k] / (stickA[k] + stickB[k]) * remaining)
      remaining *= stickB[k] / (stickA[k] + stickB[k])
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}

/// One term c N(x; m, Σ) of a mixture density, ready for evaluation.
struct GaussianTerm: Sendable {
  /// log c − ½ d log 2π − ½ log det Σ.
  let logScale: Double
  let mean: [Double]
  /// L⁻¹ of Σ = L Lᵀ, lower triangle, row after row.
  let inverseFactor: [Double]

  init(logConstant: Double, mean: [Double], factor: Cholesky) {
    let d = mean.count
    let logTwoPi = 1.837877066409345483560659472811
    logScale = logConstant - 0.5 * Double(d) * logTwoPi - 0.5 * factor.logDeterminant
    self.mean = mean
    let inverse = factor.inverseLower
    inverseFactor = (0..<d).flatMap { row in (0...row).map { inverse[row, $0] } }
  }
}
