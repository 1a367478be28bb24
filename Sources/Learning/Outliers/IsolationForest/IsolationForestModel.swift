import LinearAlgebra

/// Random trees, and how long a path through them is usual.
public struct IsolationForestModel: OutlierModel {
  public let featureCount: Int
  public let trees: [IsolationTree]
  /// Rows that each tree was grown from.
  public let drawnCount: Int
  public let threshold: Double

  /// - Parameter threshold: one half where no share of outliers is asked for.
  /// - Precondition: there is a tree, and every tree is one of `featureCount` features.
  public init(
    featureCount: Int, trees: [IsolationTree], drawnCount: Int, threshold: Double = 0.5
  ) {
    precondition(!trees.isEmpty && drawnCount > 0, "a forest has trees, and a tree has rows")
    precondition(
      trees.allSatisfy { $0.requiredFeatureCount <= featureCount },
      "trees cut features of the model")
    self.featureCount = featureCount
    self.trees = trees
    self.drawnCount = drawnCount
    self.threshold = threshold
  }

  /// 2 to the power of minus the mean path length in units of the usual one, 0 … 1.
  ///
  /// Above one half paths are shorter than usual. A row with an element that is no finite number
  /// scores +∞.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    return RowGroups.scores(of: samples, by: distinctScores)
  }

  func distinctScores(_ samples: Matrix) -> [Double] {
    var sums = Array(repeating: 0.0, count: samples.rowCount)
    for tree in trees { tree.addPathLengths(of: samples, to: &sums) }
    // Of a single row no path is usual; scikit-learn's score is one half then.
    let usual = usualPathLength(count: drawnCount)
    let logOfTwo = 0x1.62e42fefa39efp-1
    return sums.map { sum in
      usual > 0 ? exponential(-logOfTwo * (sum / Double(trees.count) / usual)) : 0.5
    }
  }
}

/// Mean length of an unsuccessful search in a binary search tree of `count` rows.
///
///     c(n) = 2 H(n − 1) − 2 (n − 1) / n,  H(i) = ln i + γ;  c(2) = 1,  c(1) = 0
///
/// - SeeAlso: Liu, Ting and Zhou (2008), eq. 1.
func usualPathLength(count: Int) -> Double {
  if count <= 1 { return 0 }
  if count == 2 { return 1 }
  let eulerConstant = 0.5772156649015329
  let others = Double(count - 1)
  return 2 * (logarithm(others) + eulerConstant) - 2 * others / Double(count)
}
