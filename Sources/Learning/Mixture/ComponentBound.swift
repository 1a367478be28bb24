import LinearAlgebra

/// The lower bound's terms in closed form from component statistics.
///
/// The bound is the entropy of the responsibilities plus one term per component plus the
/// stick-breaking term; a hard assignment has no entropy, so these terms alone rank partitions.
/// - SeeAlso: Bishop (2006), eq. 10.70–10.77; scikit-learn's `_compute_lower_bound`, which drops
///   constants that depend on the component count.
struct ComponentBound: Sendable {
  let prior: MixturePrior
  /// `weightTerm` of 0, 1, 2, …: the search asks for thousands of whole weights, and log Γ took
  /// a fifth of a fit's time.
  private let wholeWeightTerms: [Double]

  /// - Parameter tabulatedWeight: whole weights up to here are looked up; the values are the same.
  init(prior: MixturePrior, tabulatedWeight: Int = 0) {
    self.prior = prior
    wholeWeightTerms = (0...tabulatedWeight).map { Self.weightTerm(Double($0), prior) }
  }

  /// ν T⁻¹ scale: T = W₀⁻¹ + N S + N ε I + N β₀ / (N + β₀) (x̄ − m₀)(x̄ − m₀)ᵀ, lower triangle.
  ///
  /// T / ν is the component's expected covariance.
  func scaleTriangle(of statistics: ComponentStatistics) -> [Double] {
    var scale = statistics.scatter
    let n = statistics.weight
    let pull = n * prior.meanPrecision / (n + prior.meanPrecision)
    var index = 0
    for i in 0..<prior.featureCount {
      let di = statistics.mean[i] - prior.mean[i]
      for j in 0...i {
        scale[index] += prior.covariance[i, j] + pull * di * (statistics.mean[j] - prior.mean[j])
        index += 1
      }
      scale[index - 1] += n * MixturePrior.covarianceRegularization
    }
    return scale
  }

  /// −½ ν log det T + ½ ν d log 2 + Σᵢ log Γ(½ (ν − i)) − ½ d log β: all but the stick.
  ///
  /// −∞ when T is not positive definite to working precision.
  func componentTerm(of statistics: ComponentStatistics) -> Double {
    var scale = scaleTriangle(of: statistics)
    guard let determinant = Self.determinant(&scale, size: prior.featureCount) else {
      return -.infinity
    }
    return componentTerm(weight: statistics.weight, logDeterminant: logarithm(determinant))
  }

  func componentTerm(weight: Double, logDeterminant: Double) -> Double {
    -0.5 * (prior.degreesOfFreedom + weight) * logDeterminant + weightTerm(weight)
  }

  private func weightTerm(_ weight: Double) -> Double {
    if weight < Double(wholeWeightTerms.count), weight == weight.rounded(.down) {
      return wholeWeightTerms[Int(weight)]
    }
    return Self.weightTerm(weight, prior)
  }

  /// What of a component's term depends on its weight alone.
  private static func weightTerm(_ weight: Double, _ prior: MixturePrior) -> Double {
    let d = Double(prior.featureCount)
    let nu = prior.degreesOfFreedom + weight
    var gammas = 0.0
    for i in 0..<prior.featureCount { gammas += logGamma(0.5 * (nu - Double(i))) }
    let logTwo = 0.693147180559945309417232121458
    return 0.5 * nu * d * logTwo + gammas - 0.5 * d * logarithm(prior.meanPrecision + weight)
  }

  /// Σₖ log B(1 + Nₖ, γ + Σ_{j>k} Nⱼ) for weights in stick-breaking order.
  func stickTerm(weights: [Double]) -> Double {
    var rest = 0.0
    var sum = 0.0
    for weight in weights.reversed() {
      sum += logBeta(1 + weight, prior.weightConcentration + rest)
      rest += weight
    }
    return sum
  }

  /// The bound of a hard assignment; components are put in their best order, falling weight.
  func partitionBound(weights: [Double], componentTerms: [Double]) -> Double {
    componentTerms.reduce(0, +) + stickTerm(weights: weights.sorted(by: >))
  }

  /// Factors a packed lower triangle in place and returns its determinant; nil if not positive.
  ///
  /// The product of up to 16 pivots stays in range: each is at most 10¹⁵ and at least 10⁻⁶.
  static func determinant(_ triangle: inout [Double], size: Int) -> Double? {
    var product = 1.0
    var rowStart = 0
    for row in 0..<size {
      var columnStart = 0
      for column in 0...row {
        var sum = triangle[rowStart + column]
        for inner in 0..<column {
          sum -= triangle[rowStart + inner] * triangle[columnStart + inner]
        }
        if row == column {
          guard sum > 0 else { return nil }
          product *= sum
          triangle[rowStart + column] = sum.squareRoot()
        } else {
          triangle[rowStart + column] = sum / triangle[columnStart + column]
        }
        columnStart += column + 1
      }
      rowStart += row + 1
    }
    return product.isNormal ? product : nil
  }
}
