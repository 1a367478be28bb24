import LinearAlgebra

extension KMeansModel: AnomalyModel {
  /// Distance of each row to the nearest centroid, units of the features.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    nearestCentroids(of: samples).distances
  }

  /// Nearest centroid of each row, the first among equals, and the Euclidean distance to it.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  /// - Returns: `[sampleCount]` each; distances in units of the features.
  public func nearestCentroids(
    of samples: Matrix
  ) -> (clusters: [Int], distances: [Double]) {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    var clusters: [Int] = []
    var distances: [Double] = []
    for row in 0..<samples.rowCount {
      var best = 0
      var least = Double.infinity
      for cluster in 0..<clusterCount {
        var sum = 0.0
        for column in 0..<featureCount {
          let difference = samples[row, column] - centroids[cluster, column]
          sum += difference * difference
        }
        if sum < least {
          least = sum
          best = cluster
        }
      }
      clusters.append(best)
      distances.append(least.squareRoot())
    }
    return (clusters, distances)
  }
}
