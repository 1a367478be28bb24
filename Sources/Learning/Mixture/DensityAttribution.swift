import LinearAlgebra

// A mixture density has exact marginals, so the share of each feature in a log density needs no
// sampling and no background data: feature by feature, the log density of what is known so far
// changes by an amount that is that feature's in this order, and the mean over orders is its own.
//
// Shapley, "A value for n-person games" (1953); Štrumbelj and Kononenko, "Explaining prediction
// models and individual predictions with feature contributions", KAIS 41 (2014), for orders in
// antithetic pairs.

/// Attributes log densities of a mixture to features: φⱼ(x) with Σⱼ φⱼ = v(all) − v(none).
///
///     v(S) = log Σₖ cₖ N(x_S; mₖ_S, Σₖ_SS)
public struct DensityAttribution: Sendable {
  private let logConstants: [Double]
  private let orders: [FeatureOrder]
  private let model: BayesianGaussianMixtureModel
  private let featureCount: Int
  /// v(none) = log Σ cₖ.
  private let logDensityOfNothing: Double
  /// Whether every order was taken; else seeded ones and their reverses.
  public let isExhaustive: Bool

  /// All orders are taken up to this many features.
  private static let exhaustiveFeatureCount = 4
  /// Beyond: this many seeded orders, each with its reverse.
  private static let sampledOrderCount = 32

  public init(_ model: BayesianGaussianMixtureModel, seed: UInt64) {
    self.model = model
    featureCount = model.featureCount
    logConstants = model.logConstants
    isExhaustive = featureCount <= Self.exhaustiveFeatureCount
    let orders =
      isExhaustive
      ? Self.permutations(of: featureCount)
      : Self.sampledOrders(featureCount: featureCount, seed: seed)
    self.orders = orders.map { FeatureOrder($0, model) }
    logDensityOfNothing = Self.logSumExp(logConstants.map { Lanes(repeating: $0) })[0]
  }

  /// φ of each row and feature, natural logarithms: `[sampleCount × featureCount]`.
  public func contributions(of samples: Matrix, threadCount: Int = 1) -> Matrix {
    guard samples.rowCount > 0 else { return samples }
    let blocks = SampleBlocks(samples)
    let perTask = 64
    let taskCount = (blocks.blockCount + perTask - 1) / perTask
    let tasks = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      (task * perTask..<min((task + 1) * perTask, blocks.blockCount)).map {
        contributions(of: blocks, block: $0)
      }
    }
    let logDensities = model.scores(of: samples, threadCount: threadCount).logDensities
    var result = Matrix(rowCount: samples.rowCount, columnCount: featureCount)
    for (block, values) in tasks.joined().enumerated() {
      let first = block * SampleBlocks.laneCount
      for row in first..<min(first + SampleBlocks.laneCount, samples.rowCount) {
        let exact = exact(values.map { $0[row - first] }, logDensity: logDensities[row])
        for feature in 0..<featureCount { result[row, feature] = exact[feature] }
      }
    }
    return result
  }

  private func contributions(of samples: SampleBlocks, block: Int) -> [Lanes] {
    var sums = Array(repeating: Lanes(repeating: 0), count: featureCount)
    let none = Lanes(repeating: logDensityOfNothing)
    for order in orders {
      var before = none
      var joint = logConstants.map { Lanes(repeating: $0) }
      var z = Array(repeating: Lanes(repeating: 0), count: logConstants.count * featureCount)
      for (position, feature) in order.features.enumerated() {
        for component in joint.indices {
          joint[component] += order.conditional(
            samples, block: block, component: component, position: position, &z)
        }
        let after = Self.logSumExp(joint)
        sums[feature] += after - before
        before = after
      }
    }
    let count = Double(orders.count)
    return sums.map { $0 / count }
  }

  /// Contributions that sum to v(all) − v(none) to rounding.
  ///
  /// Covariances near singularity, as of a network whose octets hardly vary, are factored a little
  /// differently in every order. What that leaves goes to the largest contribution, which it
  /// changes least.
  private func exact(_ contributions: [Double], logDensity: Double) -> [Double] {
    var result = contributions
    var rest = logDensity - logDensityOfNothing
    for contribution in contributions { rest -= contribution }
    let largest = result.indices.max { abs(result[$0]) < abs(result[$1]) } ?? 0
    result[largest] += rest
    return result
  }

  private static func logSumExp(_ values: [Lanes]) -> Lanes {
    var top = values[0]
    for value in values.dropFirst() { top.replace(with: value, where: value .> top) }
    var sum = Lanes(repeating: 0)
    for value in values { sum += exponential(value - top) }
    return top + logarithm(sum)
  }

  private static func permutations(of count: Int) -> [[Int]] {
    var result: [[Int]] = [[]]
    for feature in 0..<count {
      result = result.flatMap { order in
        (0...order.count).map { position in
          var longer = order
          longer.insert(feature, at: position)
          return longer
        }
      }
    }
    return result
  }

  private static func sampledOrders(featureCount: Int, seed: UInt64) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, stream: 0)
    return (0..<sampledOrderCount).flatMap { _ in
      let order = generator.shuffled(Array(0..<featureCount))
      return [order, order.reversed()]
    }
  }
}

/// A mixture's covariances factored in one order of the features.
///
/// Leading rows of a Cholesky factor belong to leading features alone, so one factor per component
/// gives the marginals of every prefix of the order.
private struct FeatureOrder: Sendable {
  let features: [Int]
  private let means: [[Double]]
  private let factors: [Matrix]
  /// −½ log 2π − log Lᵢᵢ, `[componentCount][featureCount]`.
  private let logScales: [[Double]]

  init(_ features: [Int], _ model: BayesianGaussianMixtureModel) {
    self.features = features
    means = (0..<model.componentCount).map { component in
      features.map { model.means[component, $0] }
    }
    factors = model.covariances.map { covariance in
      let permuted = Matrix(rows: features.map { row in features.map { covariance[row, $0] } })
      guard let factor = Cholesky(permuted) else {
        preconditionFailure("a permuted positive definite matrix is positive definite")
      }
      return factor.lower
    }
    let halfLogTwoPi = 0.918938533204672741780329736406
    logScales = factors.map { factor in
      features.indices.map { -halfLogTwoPi - logarithm(factor[$0, $0]) }
    }
  }

  /// log N(x_position | the features before it) for one component; `z` keeps L⁻¹(x − m) so far.
  func conditional(
    _ samples: SampleBlocks, block: Int, component: Int, position: Int, _ z: inout [Lanes]
  ) -> Lanes {
    let d = features.count
    let factor = factors[component]
    var sum = samples.values[block * d + features[position]] - means[component][position]
    for earlier in 0..<position { sum -= factor[position, earlier] * z[component * d + earlier] }
    let value = sum / factor[position, position]
    z[component * d + position] = value
    return logScales[component][position] - 0.5 * value * value
  }
}
