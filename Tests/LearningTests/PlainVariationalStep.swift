import Foundation
import Learning

// The variational mixture written out plainly, with the C library's functions and arrays of arrays:
// it shares no line with the engine, and so can judge what the engine says.
//
// Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.2; Blei and Jordan,
// "Variational inference for Dirichlet process mixtures" (2006), for the sticks; scikit-learn's
// `_compute_lower_bound` for the constants that are left out.

/// One expectation and one maximization step from a posterior over given rows.
struct PlainVariationalStep {
  private struct Component {
    let mean: [Double]
    /// Lower Cholesky factor of the expected covariance.
    let factor: [[Double]]
    /// All of log cₖ N(x; mₖ, Σₖ) that does not depend on x.
    let constant: Double
  }

  private let components: [Component]

  /// scikit-learn's `reg_covar`.
  private static let regularization = 1e-6

  /// Nil when a covariance is not positive definite.
  init?(_ model: BayesianGaussianMixtureModel) {
    let d = model.featureCount
    var stick = 0.0
    var components: [Component] = []
    for k in 0..<model.componentCount {
      let (a, b) = (model.weightConcentrations[k][0], model.weightConcentrations[k][1])
      let logWeight = Self.digamma(a) - Self.digamma(a + b) + stick
      stick += Self.digamma(b) - Self.digamma(a + b)
      guard let factor = Self.cholesky(model.covariances[k].rows) else { return nil }
      let degreesOfFreedom = model.degreesOfFreedom[k]
      let logPrecisionFactor = -(0..<d).reduce(0) { $0 + log(factor[$1][$1]) }
      let digammas = (0..<d).reduce(0) { $0 + Self.digamma((degreesOfFreedom - Double($1)) / 2) }
      let logPrecision = Double(d) * log(2) + digammas
      let meanPrecision = model.meanPrecisions[k]
      components.append(
        Component(
          mean: model.means.row(k), factor: factor,
          constant: logWeight - Double(d) / 2 * log(2 * .pi) + logPrecisionFactor
            - Double(d) / 2 * log(degreesOfFreedom) + (logPrecision - Double(d) / meanPrecision) / 2
        ))
    }
    self.components = components
  }

  /// log Σₖ cₖ N(x; mₖ, Σₖ).
  func logDensity(of row: [Double]) -> Double { Self.logSumExp(logJoints(of: row)) }

  /// The evidence lower bound of the posterior that one step over `rows` leads to.
  func lowerBound(after rows: [[Double]]) -> Double? {
    let responsibilities = rows.map { row in
      let joints = logJoints(of: row)
      let total = Self.logSumExp(joints)
      return joints.map { exp($0 - total) }
    }
    var bound = 0.0
    for shares in responsibilities {
      for share in shares where share > 0 { bound -= share * log(share) }
    }
    let counts = components.indices.map { k in
      responsibilities.reduce(10 * Double.ulpOfOne) { $0 + $1[k] }
    }
    let prior = Self.moments(of: rows, shares: Array(repeating: 1, count: rows.count))
    let scale = Double(rows.count) / Double(rows.count - 1)
    let priorCovariance = prior.covariance.map { $0.map { $0 * scale } }
    for k in components.indices {
      let own = Self.moments(of: rows, shares: responsibilities.map { $0[k] })
      guard
        let term = Self.componentTerm(
          count: counts[k], own, priorMean: prior.mean, priorCovariance: priorCovariance)
      else { return nil }
      let a = 1 + counts[k]
      let b = 1 / Double(components.count) + counts[(k + 1)...].reduce(0, +)
      bound += term + lgamma(a) + lgamma(b) - lgamma(a + b)
    }
    return bound
  }

  /// −log of the Wishart normalizer and −½ d log β of one component.
  private static func componentTerm(
    count: Double, _ own: (mean: [Double], covariance: [[Double]]), priorMean: [Double],
    priorCovariance: [[Double]]
  ) -> Double? {
    let d = priorMean.count
    let (meanPrecision, degreesOfFreedom) = (1 + count, Double(d) + count)
    var expected = priorCovariance
    for i in 0..<d {
      for j in 0..<d {
        let pull =
          count / meanPrecision * (own.mean[i] - priorMean[i]) * (own.mean[j] - priorMean[j])
        let empirical = own.covariance[i][j] + (i == j ? regularization : 0)
        expected[i][j] = (priorCovariance[i][j] + count * empirical + pull) / degreesOfFreedom
      }
    }
    guard let factor = cholesky(expected) else { return nil }
    let logPrecisionFactor =
      -(0..<d).reduce(0) { $0 + log(factor[$1][$1]) } - Double(d) / 2 * log(degreesOfFreedom)
    let gammas = (0..<d).reduce(0) { $0 + lgamma((degreesOfFreedom - Double($1)) / 2) }
    return degreesOfFreedom * (logPrecisionFactor + Double(d) / 2 * log(2)) + gammas
      - Double(d) / 2 * log(meanPrecision)
  }

  private func logJoints(of row: [Double]) -> [Double] {
    components.map { component in
      var z: [Double] = []
      for i in row.indices {
        let known = (0..<i).reduce(0) { $0 + component.factor[i][$1] * z[$1] }
        z.append((row[i] - component.mean[i] - known) / component.factor[i][i])
      }
      return component.constant - z.reduce(0) { $0 + $1 * $1 } / 2
    }
  }

  /// Mean and covariance (divided by Σ shares) of weighted rows.
  private static func moments(
    of rows: [[Double]], shares: [Double]
  ) -> (mean: [Double], covariance: [[Double]]) {
    let total = shares.reduce(10 * Double.ulpOfOne, +)
    let columns = rows[0].indices
    let mean = columns.map { i in
      zip(rows, shares).reduce(0) { $0 + $1.1 * $1.0[i] } / total
    }
    let covariance = columns.map { i in
      columns.map { j in
        zip(rows, shares).reduce(0) {
          $0 + $1.1 * ($1.0[i] - mean[i]) * ($1.0[j] - mean[j])
        } / total
      }
    }
    return (mean, covariance)
  }

  private static func logSumExp(_ values: [Double]) -> Double {
    let top = values.reduce(-.infinity, max)
    return top + log(values.reduce(0) { $0 + exp($1 - top) })
  }

  private static func cholesky(_ matrix: [[Double]]) -> [[Double]]? {
    var factor = matrix.map { $0.map { _ in 0.0 } }
    for i in matrix.indices {
      for j in 0...i {
        let rest = matrix[i][j] - (0..<j).reduce(0) { $0 + factor[i][$1] * factor[j][$1] }
        if i == j, rest <= 0 { return nil }
        factor[i][j] = i == j ? rest.squareRoot() : rest / factor[j][j]
      }
    }
    return factor
  }

  /// By recurrence up to 8, then the asymptotic series, whose next term is below 1e-13 there.
  ///
  /// - SeeAlso: Abramowitz and Stegun, *Handbook of Mathematical Functions* (1964), 6.3.5, 6.3.18.
  private static func digamma(_ argument: Double) -> Double {
    var (x, sum) = (argument, 0.0)
    while x < 8 {
      sum -= 1 / x
      x += 1
    }
    let f = 1 / (x * x)
    let series = 1.0 / 12 - f * (1.0 / 120 - f * (1.0 / 252 - f * (1.0 / 240 - f * 5 / 660)))
    return sum + log(x) - 0.5 / x - f * series
  }
}
