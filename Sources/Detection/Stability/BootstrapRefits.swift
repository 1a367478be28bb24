import Learning
import LinearAlgebra

/// Refits to addresses drawn with replacement, and what they have in common with the answer.
///
/// - SeeAlso: Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics and
///   Data Analysis 52 (2007).
struct BootstrapRefits {
  let samples: Matrix
  let weights: [Double]?
  let fit: ClusterFit
  let assignments: [Int]
  let flagging: Flagging
  let options: ScanOptions
  let threadCount: Int

  /// Addresses drawn for a refit at most; more would cost time and hardly move the shares.
  private static let largestDrawCount = 4_096

  /// What one refit says.
  private struct Vote {
    let isAnomalous: [Bool]
    /// Per cluster of the answer; nil when none of its addresses was drawn.
    let overlaps: [Double?]
  }

  var stability: Stability {
    let order = RowOrder.lexicographic(of: samples)
    let votes = concurrentMap(count: options.stabilityRefitCount, threadCount: threadCount) {
      vote(refit: $0, order)
    }
    let voteCount = Double(votes.count)
    return Stability(
      refitCount: votes.count,
      flaggedShares: samples.rowIndices.map { row in
        Double(votes.count { $0.isAnomalous[row] }) / voteCount
      },
      clusterOverlaps: fit.weights.indices.map { cluster in
        let overlaps = votes.compactMap { $0.overlaps[cluster] }
        return overlaps.isEmpty ? nil : overlaps.reduce(0, +) / Double(overlaps.count)
      })
  }

  /// - Parameter order: of the rows that are drawn, which is not that in which addresses were met.
  private func vote(refit: Int, _ order: [Int]) -> Vote {
    // Streams from here on belong to no restart.
    let firstStream: UInt64 = 1 << 32
    var generator = SeededGenerator(seed: options.seed, stream: firstStream + UInt64(refit))
    let rowCount = samples.rowCount
    var counts = Array(repeating: 0.0, count: rowCount)
    for _ in 0..<min(rowCount, Self.largestDrawCount) {
      counts[order[generator.nextIndex(below: rowCount)]] += 1
    }
    let drawn = order.filter { counts[$0] > 0 }
    let model = model(of: drawn, counts: counts)
    let (scores, refitted) = model.scores(of: samples, threadCount: 1)
    return Vote(
      isAnomalous: isAnomalous(refit: refit, counts: counts, scores: scores),
      overlaps: overlaps(refitted, drawn: drawn))
  }

  /// The fit to the drawn rows, scaled to weigh what all rows do.
  private func model(of drawn: [Int], counts: [Double]) -> FittedModel {
    var drawnWeights = drawn.map { counts[$0] * (weights?[$0] ?? 1) }
    let total = drawnWeights.reduce(0, +)
    if total > 0 {
      drawnWeights = drawnWeights.map { $0 * Double(samples.rowCount) / total }
    } else {
      drawnWeights = drawn.map { counts[$0] }
    }
    // Addresses differ, but what they do may not.
    let available = Set(zip(drawn, drawnWeights).filter { $1 > 0 }.map { samples.row($0.0) }).count
    var options = options
    options.restartCount = 0
    return ClusterFit.fit(
      samples.selecting(drawn), weights: drawnWeights, options: options, threadCount: 1,
      componentCount: min(fit.weights.count, available))
  }

  /// What the rule flags by the refit.
  private func isAnomalous(refit: Int, counts: [Double], scores: [Double]) -> [Bool] {
    guard let basis = flagging.threshold.calibration?.basis else {
      let threshold = Threshold(options.threshold, of: scores)
      return scores.map(threshold.isAnomalous)
    }
    let scale = Double(samples.rowCount) / counts.reduce(0, +)
    let pValues = flagging.refittedPValues(
      of: samples, weights: counts.map { $0 * scale }, stream: UInt64(refit), options: options)
    let border = CalibratedBorder(
      options.threshold, of: pValues, basis: basis)
    return pValues.map(border.isAnomalous)
  }

  /// Per cluster the largest |A ∩ B| / |A ∪ B| over the refit's clusters B, among drawn rows.
  private func overlaps(_ refitted: [Int], drawn: [Int]) -> [Double?] {
    let clusterCount = fit.weights.count
    var sizes = Array(repeating: 0, count: clusterCount)
    var refittedSizes = Array(repeating: 0, count: clusterCount)
    var shared = Array(repeating: 0, count: clusterCount * clusterCount)
    for row in drawn {
      sizes[assignments[row]] += 1
      refittedSizes[refitted[row]] += 1
      shared[assignments[row] * clusterCount + refitted[row]] += 1
    }
    return sizes.indices.map { cluster in
      guard sizes[cluster] > 0 else { return nil }
      return refittedSizes.indices.map { other in
        let both = shared[cluster * clusterCount + other]
        return Double(both) / Double(sizes[cluster] + refittedSizes[other] - both)
      }.max()
    }
  }
}
