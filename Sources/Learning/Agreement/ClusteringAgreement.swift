// How far two clusterings of the same rows agree, whatever they call their clusters. All of them
// count pairs of rows; a row of weight 2 is two rows.

/// The share of pairs of rows on which two clusterings agree, beyond what chance gives.
///
///     (Σ C(nᵢⱼ, 2) − E) / (½ (Σ C(aᵢ, 2) + Σ C(bⱼ, 2)) − E),  E = Σ C(aᵢ, 2) Σ C(bⱼ, 2) / C(n, 2)
///
/// - Returns: 1 for equal clusterings, about 0 for independent ones, negative for less than chance.
/// - SeeAlso: Hubert and Arabie, "Comparing partitions", Journal of Classification 2 (1985).
public func adjustedRandIndex(
  _ first: [Int], _ second: [Int], weights: [Double]? = nil
) -> Double {
  let table = ContingencyTable(first, second, weights: weights)
  let together = ContingencyTable.pairCount(table.pairWeights)
  let inFirst = ContingencyTable.pairCount(table.firstWeights)
  let inSecond = ContingencyTable.pairCount(table.secondWeights)
  let all = ContingencyTable.pairCount([table.totalWeight])
  // Fewer than two rows have no pairs to disagree on.
  guard all > 0 else { return 1 }
  let expected = inFirst * inSecond / all
  let most = 0.5 * (inFirst + inSecond)
  // Both have one cluster only, or clusters of one row only.
  guard most != expected else { return 1 }
  return (together - expected) / (most - expected)
}

/// The geometric mean of the shares of pairs of one clustering that are together in the other.
///
///     Σ C(nᵢⱼ, 2) / √(Σ C(aᵢ, 2) Σ C(bⱼ, 2))
///
/// - Returns: 0 … 1; 0 when a clustering has no two rows together, as in scikit-learn.
/// - SeeAlso: Fowlkes and Mallows, "A method for comparing two hierarchical clusterings", Journal of
///   the American Statistical Association 78 (1983).
public func fowlkesMallowsIndex(
  _ first: [Int], _ second: [Int], weights: [Double]? = nil
) -> Double {
  let table = ContingencyTable(first, second, weights: weights)
  let together = ContingencyTable.pairCount(table.pairWeights)
  guard together > 0 else { return 0 }
  return (together / ContingencyTable.pairCount(table.firstWeights)).squareRoot()
    * (together / ContingencyTable.pairCount(table.secondWeights)).squareRoot()
}

/// How far several methods agree on the same rows, pair by pair.
public struct MethodAgreement: Sendable, Equatable {
  /// Names of the methods.
  public let names: [String]
  /// Adjusted Rand index of each pair, `[methodCount][methodCount]`, 1 on the diagonal.
  public let adjustedRand: [[Double]]
  /// Fowlkes-Mallows index of each pair, in the same shape.
  public let fowlkesMallows: [[Double]]

  /// - Parameter clusterings: the labels of the same rows by each method.
  public init(_ clusterings: [(name: String, labels: [Int])], weights: [Double]? = nil) {
    names = clusterings.map(\.name)
    adjustedRand = clusterings.map { first in
      clusterings.map { adjustedRandIndex(first.labels, $0.labels, weights: weights) }
    }
    fowlkesMallows = clusterings.map { first in
      clusterings.map { fowlkesMallowsIndex(first.labels, $0.labels, weights: weights) }
    }
  }
}
