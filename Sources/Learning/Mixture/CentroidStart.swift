import LinearAlgebra

/// Component statistics of the clusters that k-means finds, to begin a mixture with.
struct CentroidStart: Sendable {
  let samples: DistinctSamples
  /// Rows on which k-means searches; all of them, or some of them.
  let searched: DistinctSamples
  let moments: RowMoments
  let componentCount: Int

  /// Random starts of k-means beside its deterministic one.
  private static let restartCount = 1

  /// Statistics of the clusters from given centroids, or from k-means' own search; nil where it has
  /// none to give.
  func statistics(from centroids: Matrix? = nil) -> [ComponentStatistics]? {
    var configuration = KMeans.Configuration()
    configuration.clusterCount = componentCount
    configuration.restartCount = Self.restartCount
    configuration.initialCentroids = centroids
    // Rows that k-means refuses have other starts.
    guard let estimator = try? KMeans(configuration),
      let model = try? estimator.fit(searched.rows, weights: searched.weights)
    else { return nil }
    var members = Array(repeating: [Int32](), count: componentCount)
    for (row, cluster) in model.nearestCentroids(of: samples.rows).clusters.enumerated() {
      members[cluster].append(Int32(row))
    }
    return members.map { moments.statistics(of: moments.sum(of: $0)) }
  }
}
