import LinearAlgebra

/// The lower bound's terms in closed form from component statistics.
///
/// The bound is the entropy of the responsibilities plus one term per component plus that of the
/// weights; a hard assignment has no entropy, so these terms alone rank partitions.
/// - SeeAlso: Bishop (2006), eq. 10.70–10.77; scikit-learn's `_compute_lower_bound`, which drops
///   constants that depend on the component count.
struct ComponentBound: Sendable {
  let prior: MixturePrior
  /// `weightTerm` of 0, 1, 2, …: the search asks for thousands of whole weights.
  private let wholeWeightTerms: [Double]
  /// `weightShare` of 0, 1, 2, ….
  private let wholeWeightShares: [Double]

  /// - Parameter tabulatedWeight: whole weights up to here are looked up; the values are the same.
  init(prior: MixturePrior, tabulatedWeight: Int = 0) {
    self.prior = prior
    wholeWeightTerms = Self.wholeWeightTerms(upTo: tabulatedWeight, prior)
    wholeWeightShares = (0...tabulatedWeight).map { Self.weightShare(Double($0)) }
  }

  /// `weightTerm` of 0 … `limit`; consecutive terms share all but one of their gamma functions.
  private static func wholeWeightTerms(upTo limit: Int, _ prior: MixturePrior) -> [Double] {
    let d = prior.featureCount
    let nu = prior.degreesOfFreedom
    // Else the shared arguments would be rounded otherwise than in `weightTerm`.
    guard nu == nu.rounded(), nu < 1e9 else { return [] }
    let logGammas = (0..<limit + d).map { logGamma(0.5 * (nu - Double(d - 1) + Double($0))) }
    return (0...limit).map { weight in
      var gammas = 0.0
      for i in 0..<d { gammas += logGammas[weight + d - 1 - i] }
      return weightTerm(Double(weight), prior, gammas: gammas)
    }
  }

  /// T = W₀⁻¹ + N S + N ε I + N β₀ / (N + β₀) (x̄ − m₀)(x̄ − m₀)ᵀ, lower triangle.
  ///
  /// T / ν is the component's expected covariance; of it the covariance type takes its part.
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
      scale[index - 1] += n * prior.covarianceRegularization
    }
    return scale
  }

  /// −½ ν log det T + ½ ν d log 2 + Σᵢ log Γ(½ (ν − i)) − ½ d log β: all but the weights' term.
  ///
  /// −∞ when T is not positive definite to working precision. A tied covariance belongs to no
  /// component; its partitions are ranked as those of full covariances.
  func componentTerm(of statistics: ComponentStatistics) -> Double {
    let triangle = scaleTriangle(of: statistics)
    let d = prior.featureCount
    var logDeterminant = 0.0
    switch prior.covarianceType {
    case .full, .tied:
      guard let value = Self.logDeterminant(triangle, size: d) else { return -.infinity }
      logDeterminant = value
    case .diagonal:
      for f in 0..<d { logDeterminant += logarithm(triangle[(f + 1) * (f + 2) / 2 - 1]) }
    case .spherical:
      var sum = 0.0
      for f in 0..<d { sum += triangle[(f + 1) * (f + 2) / 2 - 1] }
      logDeterminant = Double(d) * logarithm(sum / Double(d))
    }
    return componentTerm(weight: statistics.weight, logDeterminant: logDeterminant)
  }

  func componentTerm(weight: Double, logDeterminant: Double) -> Double {
    -0.5 * (prior.degreesOfFreedom + weight) * logDeterminant + weightTerm(weight)
  }

  /// What of a component's term depends on its weight alone.
  func weightTerm(_ weight: Double) -> Double {
    if weight < Double(wholeWeightTerms.count), weight == weight.rounded(.down) {
      return wholeWeightTerms[Int(weight)]
    }
    return Self.weightTerm(weight, prior)
  }

  private static func weightTerm(_ weight: Double, _ prior: MixturePrior) -> Double {
    let nu = prior.degreesOfFreedom + weight
    return weightTerm(
      weight, prior,
      gammas: (0..<prior.featureCount).reduce(0) { $0 + logGamma(0.5 * (nu - Double($1))) })
  }

  private static func weightTerm(
    _ weight: Double, _ prior: MixturePrior, gammas: Double
  ) -> Double {
    0.5 * (prior.degreesOfFreedom + weight) * Double(prior.featureCount) * logTwo + gammas
      - 0.5 * Double(prior.featureCount) * logarithm(prior.meanPrecision + weight)
  }

  private static let logTwo = 0.693147180559945309417232121458

  /// ½ ν d log 2 + Σᵢ log Γ(½ (ν − i)).
  static func wishartTerm(degreesOfFreedom nu: Double, featureCount d: Int) -> Double {
    0.5 * nu * Double(d) * logTwo
      + (0..<d).reduce(0) { $0 + logGamma(0.5 * (nu - Double($1))) }
  }

  /// N log N: Σ N log N is the weights' term up to a constant and logarithmic corrections.
  func weightShare(_ weight: Double) -> Double {
    if weight < Double(wholeWeightShares.count), weight == weight.rounded(.down) {
      return wholeWeightShares[Int(weight)]
    }
    return Self.weightShare(weight)
  }

  private static func weightShare(_ weight: Double) -> Double {
    weight > 0 ? weight * logarithm(weight) : 0
  }

  /// −log of the normalizer of the weights' posterior, for weights in the components' order.
  ///
  /// Σₖ log B(1 + Nₖ, γ + Σ_{j>k} Nⱼ) of the sticks; Σₖ log Γ(α + Nₖ) − log Γ(Kα + ΣN) of the
  /// Dirichlet distribution.
  func weightsTerm(_ weights: [Double]) -> Double {
    let concentration = prior.weightConcentration
    var rest = 0.0
    var sum = 0.0
    switch prior.weightPrior {
    case .dirichletProcess:
      for weight in weights.reversed() {
        sum += logBeta(1 + weight, concentration + rest)
        rest += weight
      }
    case .dirichletDistribution:
      for weight in weights {
        sum += logGamma(concentration + weight)
        rest += concentration + weight
      }
      sum -= logGamma(rest)
    }
    return sum
  }

  /// The bound of a hard assignment; components are put in their best order, falling weight.
  func partitionBound(weights: [Double], componentTerms: [Double]) -> Double {
    componentTerms.reduce(0, +) + weightsTerm(weights.sorted(by: >))
  }

  /// log det of a matrix given as a packed lower triangle; nil if it is not positive definite.
  static func logDeterminant(_ packed: [Double], size: Int) -> Double? {
    var triangle = packed
    var sum = 0.0
    var rowStart = 0
    for row in 0..<size {
      var columnStart = 0
      for column in 0...row {
        var value = triangle[rowStart + column]
        for inner in 0..<column {
          value -= triangle[rowStart + inner] * triangle[columnStart + inner]
        }
        if row == column {
          guard value > 0, value.isFinite else { return nil }
          sum += logarithm(value)
          triangle[rowStart + column] = value.squareRoot()
        } else {
          triangle[rowStart + column] = value / triangle[columnStart + column]
        }
        columnStart += column + 1
      }
      rowStart += row + 1
    }
    return sum
  }
}
