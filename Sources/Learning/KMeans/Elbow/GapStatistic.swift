import LinearAlgebra

/// How much better rows fall into clusters than rows without any would.
public struct GapStatistic: Sendable, Equatable {
  /// Mean of log W over the reference sets, less log W of the rows; W is the inertia.
  public let value: Double
  /// Standard error of the simulation.
  public let standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

/// Inertias of rows spread evenly over the box that the rows fill: what clusters of nothing give.
///
/// - SeeAlso: Tibshirani, Walther and Hastie, "Estimating the number of clusters in a data set via
///   the gap statistic", Journal of the Royal Statistical Society B 63 (2001), with reference
///   distribution (a).
struct GapReference: Sendable {
  let samples: DistinctSamples
  let setCount: Int
  let seed: UInt64
  let threadCount: Int

  /// Random starts of each fit.
  private static let restartCount = 2

  /// The statistic of each cluster count; nil where an inertia is 0 and has no logarithm.
  func gaps(of clusterCounts: ClosedRange<Int>) -> [GapStatistic?] {
    guard setCount > 0 else { return clusterCounts.map { _ in nil } }
    let own = logInertias(of: samples, clusterCounts)
    let references = concurrentMap(count: setCount, threadCount: threadCount) { set in
      logInertias(of: drawn(set: set), clusterCounts)
    }
    return own.indices.map { index in
      guard let logInertia = own[index] else { return nil }
      let logs = references.compactMap { $0[index] }
      guard logs.count == setCount else { return nil }
      let mean = logs.reduce(0, +) / Double(setCount)
      let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(setCount)
      return GapStatistic(
        value: mean - logInertia,
        standardError: (variance * (1 + 1 / Double(setCount))).squareRoot())
    }
  }

  private func logInertias(
    of samples: DistinctSamples, _ clusterCounts: ClosedRange<Int>
  ) -> [Double?] {
    clusterCounts.map { count in
      var configuration = KMeans.Configuration()
      configuration.clusterCount = count
      configuration.restartCount = Self.restartCount
      configuration.seed = seed
      // A count above that of the rows has no inertia to speak of.
      guard let estimator = try? KMeans(configuration),
        let model = try? estimator.fit(samples.rows, weights: samples.weights),
        model.inertia > 0
      else { return nil }
      return logarithm(model.inertia)
    }
  }

  /// As many rows of the same weights, each feature uniform between its extremes.
  private func drawn(set: Int) -> DistinctSamples {
    var generator = SeededGenerator(seed: seed, stream: UInt64(set) + 1)
    let ranges = (0..<samples.featureCount).map { feature in
      var (least, greatest) = (Double.infinity, -Double.infinity)
      for row in 0..<samples.rowCount {
        let value = samples.rows[row, feature]
        least = value < least ? value : least
        greatest = value > greatest ? value : greatest
      }
      return (least, greatest)
    }
    var rows = samples.rows
    for row in 0..<rows.rowCount {
      for (feature, (least, greatest)) in ranges.enumerated() {
        rows[row, feature] = least + generator.nextUniform() * (greatest - least)
      }
    }
    return DistinctSamples(rows: rows, weights: samples.weights)
  }
}
