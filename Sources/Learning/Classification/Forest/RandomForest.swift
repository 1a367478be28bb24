import LinearAlgebra

// Goals: the forest of scikit-learn's RandomForestClassifier in all but its random numbers, the same
// at any thread count; then speed on tables with few distinct rows.

/// Averages trees that are grown on random draws of the rows and of the features.
///
/// - SeeAlso: Breiman, "Random forests", Machine Learning 45 (2001); Breiman et al.,
///   *Classification and Regression Trees* (1984), for the trees.
public struct RandomForest: Classifier {
  public struct Configuration: Sendable, Equatable {
    public var treeCount = 100
    /// Features that are looked at for each split; nil for the root of their number.
    public var splitFeatureCount: Int?
    /// Grows each tree on as many rows as there are, drawn with replacement; else on all.
    public var drawsRows = true
    public var classWeighting = ClassWeighting.none
    public var seed: UInt64 = 0
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check("treeCount", configuration.treeCount, isAtLeast: 1)
    if let count = configuration.splitFeatureCount {
      try InvalidHyperparameter.check("splitFeatureCount", count, isAtLeast: 1)
    }
    try configuration.classWeighting.check()
    self.configuration = configuration
  }

  /// Grows all trees.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> RandomForestModel {
    let labelled = try LabelledSamples(samples, labels: labels, weights: weights)
    let ranked = RankedSamples(labelled)
    let factors = configuration.classWeighting.factors(labelled)
    let draws = configuration.drawsRows ? RowDraws(labelled) : nil
    let splitFeatureCount =
      configuration.splitFeatureCount
      ?? max(1, Int(Double(samples.columnCount).squareRoot()))
    let seed = configuration.seed
    let trees = concurrentMap(
      count: configuration.treeCount, threadCount: configuration.threadCount
    ) { tree in
      var generator = SeededGenerator(seed: seed, stream: UInt64(tree))
      var negative = labelled.negativeWeights
      var positive = labelled.positiveWeights
      if let draws { (negative, positive) = draws.next(using: &generator) }
      var growth = TreeGrowth(
        ranked, negativeWeights: negative.map { $0 * factors.negative },
        positiveWeights: positive.map { $0 * factors.positive },
        splitFeatureCount: splitFeatureCount, generator: generator)
      return growth.tree()
    }
    return RandomForestModel(trees: trees, featureCount: samples.columnCount)
  }
}

/// The mean of trees.
public struct RandomForestModel: ClassifierModel {
  public let trees: [DecisionTree]
  public let featureCount: Int

  /// - Precondition: there is a tree, and none asks about a feature that is not there.
  public init(trees: [DecisionTree], featureCount: Int) {
    precondition(!trees.isEmpty, "a forest has a tree")
    precondition(
      trees.allSatisfy { $0.nodes.allSatisfy { $0.feature < featureCount } },
      "every question is about a feature")
    self.trees = trees
    self.featureCount = featureCount
  }

  public var defaultThreshold: Double { 0.5 }

  /// Mean share of the positive class in the leaves of all trees.
  public func scores(of samples: Matrix) -> [Double] {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    // Equal rows end at the same leaves, and to find them costs less than one tree.
    let groups = RowGroups(samples)
    var sums = Array(repeating: 0.0, count: groups.groupCount)
    samples.elements.withUnsafeBufferPointer { elements in
      for tree in trees {
        for (group, row) in groups.firstRows.enumerated() {
          sums[group] += tree.positiveShare(elements, offset: row * featureCount)
        }
      }
    }
    let treeCount = Double(trees.count)
    return groups.groups.map { sums[$0] / treeCount }
  }
}
