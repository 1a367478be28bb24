import LinearAlgebra

/// Centroids found by k-means, in order of falling weight.
public struct KMeansModel: Sendable, Equatable {
  /// `[clusterCount × featureCount]`.
  public let centroids: Matrix
  /// Share of the sample weight in each cluster; sums to 1.
  public let weights: [Double]
  /// Σ w ‖x − c‖² over all rows, squared units of the features.
  public let inertia: Double
  /// Mean Euclidean distance to the nearest centroid, units of the features.
  public let tightness: Double
  public let iterationCount: Int
  public let didConverge: Bool
  public let restartCount: Int

  public init(
    centroids: Matrix, weights: [Double], inertia: Double, tightness: Double,
    iterationCount: Int, didConverge: Bool, restartCount: Int
  ) {
    self.centroids = centroids
    self.weights = weights
    self.inertia = inertia
    self.tightness = tightness
    self.iterationCount = iterationCount
    self.didConverge = didConverge
    self.restartCount = restartCount
  }

  public var clusterCount: Int { weights.count }
  public var featureCount: Int { centroids.columnCount }
}
