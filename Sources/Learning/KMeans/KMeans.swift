import LinearAlgebra

// Goals: the lowest inertia that restarts are known to find, at any seed; then speed. Lloyd's
// iteration alone stops far above it, so every start goes through three stages until none of them
// lowers the inertia: Lloyd, single-point transfers, and moving a superfluous centroid to where a
// cluster is worth cutting.
//
// Lloyd, "Least squares quantization in PCM" (1982); Hartigan and Wong, "A k-means clustering
// algorithm", Applied Statistics 28 (1979), for the transfers; Arthur and Vassilvitskii,
// "k-means++" (2007), for the random starts.

/// Partitions rows into clusters of least squared distance to their centroids.
public struct KMeans: Estimator {
  public struct Configuration: Sendable, Equatable {
    public var clusterCount = 8
    /// Random starts beside the deterministic one.
    public var restartCount = 10
    /// Begins there instead of searching for a start: `[clusterCount × featureCount]`.
    public var initialCentroids: Matrix?
    public var maximumIterationCount = 300
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  public private(set) var configuration: Configuration

  /// Rows on which starts are searched; of a larger data set so many are chosen for the search.
  private static let searchRowCount = 4_096
  /// Distinct rows of which all are asked at last whether a centroid is better elsewhere: few that lie
  /// apart may not be among those of the search.
  private static let relocatedRowCount = 1 << 18
  /// Random starts, the best of all, whose centroids are relocated as well.
  private static let relocatedStartCount = 3

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "clusterCount", configuration.clusterCount, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "restartCount", configuration.restartCount, isAtLeast: 0)
    try InvalidHyperparameter.check(
      "maximumIterationCount", configuration.maximumIterationCount, isAtLeast: 1)
    if let start = configuration.initialCentroids {
      guard start.rowCount == configuration.clusterCount,
        start.elements.allSatisfy({ abs($0) <= 1e150 })
      else {
        throw InvalidHyperparameter(
          name: "initialCentroids", requirement: "\(configuration.clusterCount) finite rows",
          value: "\(start.rowCount) rows")
      }
    }
    self.configuration = configuration
  }

  /// Fits centroids to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Returns: a model of as many clusters as there are distinct rows where these are fewer than
  ///   `clusterCount`; its own count says so.
  /// - Throws: `FitError` when there are fewer rows than clusters, fewer distinct rows than initial
  ///   centroids, or unusable elements.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> KMeansModel {
    try checkSamples(samples, weights, requiredRowCount: configuration.clusterCount)
    if let start = configuration.initialCentroids, start.columnCount != samples.columnCount {
      throw .featureCount(expected: start.columnCount, found: samples.columnCount)
    }
    let distinct = DistinctSamples(samples, weights: weights)
    if distinct.rowCount < configuration.clusterCount {
      guard configuration.initialCentroids == nil else {
        throw .tooFewSamples(required: configuration.clusterCount, available: distinct.rowCount)
      }
      return withClusterCount(distinct.rowCount).fitted(distinct)
    }
    return fitted(distinct)
  }

  private func withClusterCount(_ clusterCount: Int) -> KMeans {
    var result = self
    result.configuration.clusterCount = clusterCount
    return result
  }

  private func fitted(_ distinct: DistinctSamples) -> KMeansModel {
    bestFit(distinct).model(restartCount: configuration.restartCount)
  }

  /// The best fit to all rows of the starts that the search found on some of them.
  private func bestFit(_ distinct: DistinctSamples) -> CentroidFit {
    var starts: [Matrix] = []
    if let start = configuration.initialCentroids {
      starts = [start]
    } else {
      let searched = distinct.sampled(to: max(Self.searchRowCount, 2 * clusterCount))
      let fits = searchResults(searched)
      if searched.rowCount == distinct.rowCount { return Self.best(of: fits) }
      starts = fits.map(\.centroids)
    }
    // Lloyd's iteration passes over blocks of rows, the more of them the nearer their rows.
    let near = distinct.inCells
    let rows = GridRows(near.rows)
    var best = Self.best(
      of: starts.map { start in
        var fit = CentroidFit(start, near, rows)
        fit.settle(
          maximumIterationCount: configuration.maximumIterationCount,
          threadCount: configuration.threadCount)
        return fit
      })
    if configuration.initialCentroids == nil, near.rowCount <= Self.relocatedRowCount {
      best.relocate(
        maximumIterationCount: configuration.maximumIterationCount,
        threadCount: configuration.threadCount)
    }
    return best
  }

  private static func best(of fits: [CentroidFit]) -> CentroidFit {
    fits.dropFirst().reduce(fits[0]) { $1.inertia < $0.inertia ? $1 : $0 }
  }

  /// The deterministic fit, then the best of `restartCount` random ones, each with its superfluous
  /// centroids moved.
  private func searchResults(_ samples: DistinctSamples) -> [CentroidFit] {
    let maximumIterationCount = configuration.maximumIterationCount
    let rows = GridRows(samples.rows)
    var divided = CentroidFit(self.divided(samples), samples, rows)
    divided.settle(maximumIterationCount: maximumIterationCount)
    if clusterCount == 1 { return [divided] }
    let seed = configuration.seed
    let restarts = concurrentMap(
      count: configuration.restartCount, threadCount: configuration.threadCount
    ) { restart in
      var generator = SeededGenerator(seed: seed, stream: UInt64(restart) + 1)
      let start = greedyStart(samples, clusterCount: clusterCount, using: &generator)
      var fit = CentroidFit(start, samples, rows)
      fit.settle(maximumIterationCount: maximumIterationCount)
      return fit
    }
    let best = restarts.enumerated()
      .sorted { ($0.element.inertia, $0.offset) < ($1.element.inertia, $1.offset) }
      .prefix(Self.relocatedStartCount).map(\.element)
    let starts = [divided] + best
    return concurrentMap(count: starts.count, threadCount: configuration.threadCount) { index in
      var fit = starts[index]
      fit.relocate(maximumIterationCount: maximumIterationCount)
      return fit
    }
  }

  private var clusterCount: Int { configuration.clusterCount }

  /// Centroids of the partition that repeatedly cuts where the inertia falls most.
  private func divided(_ samples: DistinctSamples) -> Matrix {
    var clusters = [Array(0..<samples.rowCount)]
    var cuts = clusters.map { InertiaCut.best(of: $0, in: samples) }
    while clusters.count < clusterCount {
      guard
        let index = cuts.indices
          .filter({ cuts[$0] != nil })
          .max(by: { (cuts[$0]?.gain ?? 0, $1) < (cuts[$1]?.gain ?? 0, $0) }),
        let cut = cuts[index]
      else { break }
      let members = clusters[index]
      clusters[index] = members.filter { samples.rows[$0, cut.feature] <= cut.value }
      clusters.append(members.filter { samples.rows[$0, cut.feature] > cut.value })
      cuts[index] = InertiaCut.best(of: clusters[index], in: samples)
      cuts.append(InertiaCut.best(of: clusters[clusters.count - 1], in: samples))
    }
    return Matrix(rows: clusters.map { InertiaCut.centroid(of: $0, in: samples) })
  }
}

/// Greedy k-means++: each next centroid is the best of several drawn by squared distance.
///
/// - SeeAlso: Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding" (2007);
///   2 + ⌊log K⌋ candidates as in scikit-learn.
private func greedyStart(
  _ samples: DistinctSamples, clusterCount: Int, using generator: inout SeededGenerator
) -> Matrix {
  let candidateCount = 2 + Int(logarithm(Double(clusterCount)))
  let first = generator.nextIndex(weights: samples.weights)
  var chosen = [first]
  var costs = samples.squaredDistances(to: first).enumerated().map {
    samples.weights[$0.offset] * $0.element
  }
  while chosen.count < clusterCount {
    // Distances so small that their squares vanish leave nothing to draw by.
    guard costs.contains(where: { $0 > 0 }) else {
      chosen += (0..<samples.rowCount).filter { !chosen.contains($0) }
        .prefix(clusterCount - chosen.count)
      break
    }
    var best: (row: Int, costs: [Double], total: Double)?
    for _ in 0..<candidateCount {
      let row = generator.nextIndex(weights: costs)
      var candidateCosts = samples.squaredDistances(to: row)
      var total = 0.0
      for index in candidateCosts.indices {
        candidateCosts[index] = min(costs[index], samples.weights[index] * candidateCosts[index])
        total += candidateCosts[index]
      }
      if total < best?.total ?? .infinity { best = (row, candidateCosts, total) }
    }
    guard let best else { break }
    chosen.append(best.row)
    costs = best.costs
  }
  return Matrix(rows: chosen.map(samples.rows.row))
}

extension DistinctSamples {
  /// ‖x − x_row‖² of every row.
  fileprivate func squaredDistances(to row: Int) -> [Double] {
    (0..<rowCount).map { other in
      var sum = 0.0
      for column in 0..<featureCount {
        let difference = rows[other, column] - rows[row, column]
        sum += difference * difference
      }
      return sum
    }
  }
}
