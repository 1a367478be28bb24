import Learning
import LinearAlgebra

/// Two clusters of standardized rows, as the field's exercise has them; strange is what is far from
/// the centroid of its own.
struct LoginClustering: Sendable {
  /// Attacks and the rest, were it that easy.
  static let clusterCount = 2
  /// Standard deviations of the distance above its mean from which a row is an outlier, where no
  /// share of outliers is asked for: the rule of thumb for what is far.
  private static let farDeviationCount = 3.0

  private let kMeans: KMeans
  private let contamination: Double?

  init(contamination: Double?, seed: UInt64, threadCount: Int) throws(InvalidHyperparameter) {
    var configuration = KMeans.Configuration()
    configuration.clusterCount = Self.clusterCount
    configuration.seed = seed
    configuration.threadCount = threadCount
    kMeans = try KMeans(configuration)
    if let contamination, !(contamination > 0 && contamination <= 0.5) {
      throw InvalidHyperparameter(
        name: "contamination", requirement: "above 0 and at most 0.5", value: "\(contamination)")
    }
    self.contamination = contamination
  }

  func detect(
    _ samples: LoginSamples, _ configuration: LoginDetector.Configuration
  ) throws(FitError) -> LoginDetection {
    let weights = samples.multiplicities
    let scaler = try StandardScaler().fit(samples.distinctRows, weights: weights)
    let rows = scaler.transformed(samples.distinctRows)
    let model = try kMeans.fit(rows, weights: weights)
    let (assignments, distances) = model.nearestCentroids(of: rows)
    return LoginDetection(
      configuration: configuration, samples: samples, distinctScores: distances,
      threshold: threshold(distances, weights),
      clusters: LoginClusters(
        samples: samples, distinctAssignments: assignments, inertia: model.inertia,
        clusterCount: model.clusterCount))
  }

  private func threshold(_ distances: [Double], _ weights: [Double]) -> Double {
    if let contamination {
      return contaminationThreshold(
        of: distances, weights: weights, contamination: contamination)
    }
    let total = weights.reduce(0, +)
    var mean = 0.0
    for (distance, weight) in zip(distances, weights) { mean += weight / total * distance }
    var variance = 0.0
    for (distance, weight) in zip(distances, weights) {
      variance += weight / total * (distance - mean) * (distance - mean)
    }
    return mean + Self.farDeviationCount * variance.squareRoot()
  }
}

/// Clusters of the rows of a log.
public struct LoginClusters: Sendable, Equatable {
  /// Rows in each cluster.
  public let sizes: [Int]
  /// Σ of squared distances to centroids.
  public let inertia: Double
  /// How alike the clusters and the labels are, 0 to 1; nil where no labels are known.
  public let fowlkesMallows: Double?

  init(
    samples: LoginSamples, distinctAssignments: [Int], inertia: Double, clusterCount: Int
  ) {
    var sizes = [Int](repeating: 0, count: clusterCount)
    var attacks = sizes
    for (row, index) in samples.indices.enumerated() {
      sizes[distinctAssignments[index]] += 1
      if samples.labels?[row] == true { attacks[distinctAssignments[index]] += 1 }
    }
    self.sizes = sizes
    self.inertia = inertia
    guard samples.labels != nil else {
      fowlkesMallows = nil
      return
    }
    // The rows of a cluster and class are one row of their number's weight.
    let clusters = Array(sizes.indices)
    fowlkesMallows = fowlkesMallowsIndex(
      clusters + clusters, clusters.map { _ in 0 } + clusters.map { _ in 1 },
      weights: zip(sizes, attacks).map { Double($0 - $1) } + attacks.map(Double.init))
  }
}
