/// How often each cluster of one clustering meets each cluster of another, by weight.
///
/// Everything that compares clusterings is computed from here, so that the names of clusters and the
/// order of rows do not matter.
struct ContingencyTable {
  /// Σ w of the rows of each pair of clusters that meet.
  let pairWeights: [Double]
  /// Σ w of the rows of each cluster of the first clustering.
  let firstWeights: [Double]
  let secondWeights: [Double]
  let totalWeight: Double

  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  /// - Precondition: both clusterings label the same rows, and each row has a weight.
  init(_ first: [Int], _ second: [Int], weights: [Double]? = nil) {
    precondition(
      first.count == second.count && weights?.count ?? first.count == first.count,
      "both clusterings are of the same rows")
    var pairs: [Pair: Double] = [:]
    for row in first.indices {
      pairs[Pair(first: first[row], second: second[row]), default: 0] += weights?[row] ?? 1
    }
    // In a fixed order, because the order of a dictionary would show in the last digits of a sum.
    let order = pairs.sorted {
      ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second)
    }.filter { $0.value > 0 }
    pairWeights = order.map(\.value)
    firstWeights = Self.sums(order.map { ($0.key.first, $0.value) })
    secondWeights = Self.sums(order.map { ($0.key.second, $0.value) })
    totalWeight = pairWeights.reduce(0, +)
  }

  private static func sums(_ labelled: [(label: Int, weight: Double)]) -> [Double] {
    var sums: [Int: Double] = [:]
    for (label, weight) in labelled { sums[label, default: 0] += weight }
    return sums.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Σ w (w − 1) / 2: pairs of rows within the sets of these weights.
  static func pairCount(_ weights: [Double]) -> Double {
    weights.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
  }
}
