import LinearAlgebra

// Goals: the distribution of scikit-learn's scores, path lengths without approximation, the same
// forest whatever the order of rows and the number of threads; then speed, from distinct rows.
//
// Liu, Ting and Zhou, "Isolation forest", ICDM (2008). As in scikit-learn, a node draws among the
// features that vary within it, and cuts uniformly between their extremes.

/// Finds rows that random cuts soon separate from the rest.
///
/// Rows are drawn by index without replacement, so a row that stands many times is drawn as often.
/// Weights are such counts; with weights that are no integers, a row is drawn with a probability
/// in proportion to its weight, and at most as often as its weight rounded up, and once more.
public struct IsolationForest: Estimator {
  public struct Configuration: Sendable, Equatable {
    public var treeCount = 100
    /// Rows drawn for each tree, all where there are fewer.
    public var sampleCount = 256
    /// Share of outliers among the rows of the fit; nil for those of a score above one half.
    public var contamination: Double?
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  /// Checks `configuration`.
  public init(_ configuration: Configuration = Configuration()) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check("treeCount", configuration.treeCount, isAtLeast: 1)
    try InvalidHyperparameter.check("sampleCount", configuration.sampleCount, isAtLeast: 1)
    try checkContamination(configuration.contamination)
    self.configuration = configuration
  }

  /// Fits a forest to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` when no row has a weight, or elements are unusable.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> IsolationForestModel {
    let distinct = try DistinctSamples.checked(GroupedSamples(samples), weights: weights)
    let drawnCount = Int(
      min(Double(configuration.sampleCount), max(distinct.totalWeight.rounded(.down), 1)))
    let grower = IsolationTreeGrower(distinct, drawnCount: drawnCount)
    let seed = configuration.seed
    let trees = concurrentMap(
      count: configuration.treeCount, threadCount: configuration.threadCount
    ) { tree in
      var generator = SeededGenerator(seed: seed, stream: UInt64(tree) + 1)
      return grower.tree(using: &generator)
    }
    let model = IsolationForestModel(
      featureCount: samples.columnCount, trees: trees, drawnCount: drawnCount)
    guard let contamination = configuration.contamination else { return model }
    let threshold = contaminationThreshold(
      of: model.distinctScores(distinct.rows), weights: distinct.weights,
      contamination: contamination)
    return IsolationForestModel(
      featureCount: samples.columnCount, trees: trees, drawnCount: drawnCount,
      threshold: threshold)
  }
}
