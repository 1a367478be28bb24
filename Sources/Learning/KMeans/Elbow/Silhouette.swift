import LinearAlgebra

// Silhouettes compare every row with every other, so several labellings of the same rows share one
// pass over all distances.

/// The mean silhouette of labelled rows: how much nearer rows are to their own cluster than to the
/// next.
///
///     s(x) = (b − a) / max(a, b)
///
/// with a the mean distance of x to the others of its cluster and b the least mean distance to
/// another cluster; 0 for a row alone in its cluster. A row of weight 2 is two rows, at distance 0.
///
/// - Parameters:
///   - samples: `[sampleCount × featureCount]`, finite.
///   - labels: `[sampleCount]`.
///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
/// - Returns: −1 … 1, higher is better; nil with fewer than two clusters.
/// - Complexity: O(n² (featureCount + 1)) for n distinct rows.
/// - SeeAlso: Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of
///   cluster analysis", Journal of Computational and Applied Mathematics 20 (1987).
public func meanSilhouette(
  _ samples: Matrix, labels: [Int], weights: [Double]? = nil, threadCount: Int = 1
) -> Double? {
  precondition(labels.count == samples.rowCount, "every row has a label")
  // A label is one more column, so that equal rows are merged where their clusters are the same.
  let labelled = Matrix(
    rows: samples.rows.enumerated().map { $0.element + [Double(labels[$0.offset])] })
  let distinct = DistinctSamples(labelled, weights: weights)
  let d = samples.columnCount
  return SilhouetteSums(
    rows: Matrix(rows: distinct.rows.rows.map { Array($0[..<d]) }), weights: distinct.weights,
    labellings: [(0..<distinct.rowCount).map { Int(distinct.rows[$0, d]) }]
  ).means(threadCount: threadCount)[0]
}

/// The distances of all rows to the clusters of several labellings.
struct SilhouetteSums: Sendable {
  private let samples: SampleBlocks
  private let weights: [Double]
  /// Clusters by number from 0, per labelling and row.
  private let labellings: [[Int]]
  /// Σ w of each cluster, per labelling.
  private let clusterWeights: [[Double]]

  /// Rows whose sums are one task; fixed, so that the result does not depend on the thread count.
  private static let rowsPerTask = 64

  /// - Precondition: `weights` are positive.
  init(rows: Matrix, weights: [Double], labellings: [[Int]]) {
    samples = SampleBlocks(rows)
    self.weights = weights
    let numbered = labellings.map { labels in
      let used = Set(labels).sorted()
      let numbers = Dictionary(uniqueKeysWithValues: zip(used, used.indices))
      return labels.map { numbers[$0] ?? 0 }
    }
    self.labellings = numbered
    clusterWeights = numbered.map { labels in
      var sums = Array(repeating: 0.0, count: (labels.max() ?? -1) + 1)
      for (row, label) in labels.enumerated() { sums[label] += weights[row] }
      return sums
    }
  }

  /// The mean silhouette of each labelling; nil with fewer than two clusters.
  func means(threadCount: Int) -> [Double?] {
    let taskCount = (weights.count + Self.rowsPerTask - 1) / Self.rowsPerTask
    let parts = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      let first = task * Self.rowsPerTask
      return weightedSums(of: first..<min(first + Self.rowsPerTask, weights.count))
    }
    let totalWeight = weights.reduce(0, +)
    return labellings.indices.map { labelling in
      guard clusterWeights[labelling].count > 1 else { return nil }
      return parts.reduce(0) { $0 + $1[labelling] } / totalWeight
    }
  }

  /// Σ w s of some rows, per labelling.
  private func weightedSums(of rows: Range<Int>) -> [Double] {
    var result = labellings.map { _ in 0.0 }
    var sums = clusterWeights.map { $0.map { _ in 0.0 } }
    for row in rows {
      for labelling in labellings.indices {
        for cluster in sums[labelling].indices { sums[labelling][cluster] = 0 }
      }
      addDistances(of: row, to: &sums)
      for labelling in labellings.indices {
        let silhouette = silhouette(of: row, labelling, sums[labelling])
        result[labelling] += weights[row] * silhouette
      }
    }
    return result
  }

  /// Adds w ‖x − y‖ of every row y to the sum of its cluster.
  private func addDistances(of row: Int, to sums: inout [[Double]]) {
    let d = samples.featureCount
    let laneCount = SampleBlocks.laneCount
    for block in 0..<samples.blockCount {
      var square = Lanes(repeating: 0)
      for feature in 0..<d {
        let own = samples.values[row / laneCount * d + feature][row % laneCount]
        let difference = samples.values[block * d + feature] - own
        square += difference * difference
      }
      let distance = square.squareRoot()
      for lane in 0..<min(laneCount, weights.count - block * laneCount) {
        let other = block * laneCount + lane
        let weighted = weights[other] * distance[lane]
        for labelling in labellings.indices {
          sums[labelling][labellings[labelling][other]] += weighted
        }
      }
    }
  }

  private func silhouette(of row: Int, _ labelling: Int, _ sums: [Double]) -> Double {
    let own = labellings[labelling][row]
    let weights = clusterWeights[labelling]
    guard weights[own] > 1 else { return 0 }
    let within = sums[own] / (weights[own] - 1)
    var nearest = Double.infinity
    for cluster in sums.indices where cluster != own {
      let mean = sums[cluster] / weights[cluster]
      if mean < nearest { nearest = mean }
    }
    let largest = within > nearest ? within : nearest
    return largest > 0 && largest.isFinite ? (nearest - within) / largest : 0
  }
}
