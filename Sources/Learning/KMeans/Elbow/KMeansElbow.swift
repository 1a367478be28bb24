import LinearAlgebra

/// k-means with several numbers of clusters side by side, to choose one of them.
public struct KMeansElbow: Sendable {
  public struct Configuration: Sendable, Equatable {
    public var clusterCounts = 1...10
    /// Random starts of each fit.
    public var restartCount = 10
    /// Sets of evenly spread rows that the gap statistic compares with; 0 for no such statistic.
    public var referenceSetCount = 10
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  /// Distinct rows whose silhouettes are taken; of more, evenly chosen ones.
  public static let largestSilhouetteRowCount = 8_192
  /// Distinct rows that the gap statistic looks at; of more, evenly chosen ones.
  public static let largestGapRowCount = 1_024

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "clusterCounts", configuration.clusterCounts.lowerBound, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "restartCount", configuration.restartCount, isAtLeast: 0)
    try InvalidHyperparameter.check(
      "referenceSetCount", configuration.referenceSetCount, isAtLeast: 0)
    self.configuration = configuration
  }

  /// Fits every number of clusters that the distinct rows allow.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` when even the smallest number is above that of the distinct rows, or for
  ///   unusable elements.
  public func fit(
    _ samples: Matrix, weights: [Double]? = nil
  ) throws(FitError) -> ElbowTable {
    let least = configuration.clusterCounts.lowerBound
    try checkSamples(samples, weights, requiredRowCount: least)
    let distinct = DistinctSamples(samples, weights: weights)
    guard distinct.rowCount >= least else {
      throw .tooFewSamples(required: least, available: distinct.rowCount)
    }
    let counts = least...min(configuration.clusterCounts.upperBound, distinct.rowCount)
    var models: [KMeansModel] = []
    for count in counts { models.append(try model(distinct, clusterCount: count)) }
    let examined = distinct.thinned(to: Self.largestSilhouetteRowCount)
    let silhouettes = SilhouetteSums(
      rows: examined.rows, weights: examined.weights,
      labellings: models.map { $0.nearestCentroids(of: examined.rows).clusters }
    ).means(threadCount: configuration.threadCount)
    let gaps = GapReference(
      samples: distinct.thinned(to: Self.largestGapRowCount),
      setCount: configuration.referenceSetCount, seed: configuration.seed,
      threadCount: configuration.threadCount
    ).gaps(of: counts)
    return ElbowTable(
      rows: models.indices.map { index in
        ElbowTable.Row(
          model: models[index], silhouette: silhouettes[index], gap: gaps[index],
          totalWeight: distinct.totalWeight)
      },
      distinctRowCount: distinct.rowCount)
  }

  private func model(
    _ distinct: DistinctSamples, clusterCount: Int
  ) throws(FitError) -> KMeansModel {
    var kMeans = KMeans.Configuration()
    kMeans.clusterCount = clusterCount
    kMeans.restartCount = configuration.restartCount
    kMeans.seed = configuration.seed
    kMeans.threadCount = configuration.threadCount
    do {
      return try KMeans(kMeans).fit(distinct.rows, weights: distinct.weights)
    } catch let error as FitError {
      throw error
    } catch {
      preconditionFailure("the numbers of this configuration were checked, yet: \(error)")
    }
  }
}
