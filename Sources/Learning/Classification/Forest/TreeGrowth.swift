import LinearAlgebra

/// Distinct rows with the rank of each element among the values of its feature.
struct RankedSamples: Sendable {
  let rowCount: Int
  let featureCount: Int
  /// `[featureCount × rowCount]`: ranks of one feature stand together.
  let ranks: [Int32]
  /// `[featureCount]`: the distinct values of each feature, rising.
  let values: [[Double]]

  init(_ samples: LabelledSamples) {
    rowCount = samples.rowCount
    featureCount = samples.featureCount
    var ranks: [Int32] = []
    var values: [[Double]] = []
    for f in 0..<samples.featureCount {
      let column = (0..<samples.rowCount).map { samples.rows[$0, f] }
      let order = RowOrder.lexicographic(Array(column.indices), of: column, columnCount: 1)
      var columnRanks = Array(repeating: Int32(0), count: column.count)
      var columnValues: [Double] = []
      for row in order {
        if columnValues.last != column[row] { columnValues.append(column[row]) }
        columnRanks[row] = Int32(columnValues.count - 1)
      }
      ranks += columnRanks
      values.append(columnValues)
    }
    self.ranks = ranks
    self.values = values
  }
}

/// Grows one tree until its leaves are pure or hold equal rows only.
struct TreeGrowth {
  private let samples: RankedSamples
  private let negativeWeights: [Double]
  private let positiveWeights: [Double]
  private let splitFeatureCount: Int
  private var generator: SeededGenerator
  /// Rows of all nodes; those of one stand together.
  private var rows: [Int]
  /// Weights by rank of the feature at hand, all 0 between uses.
  private var negativeByRank: [Double]
  private var positiveByRank: [Double]
  private var levels: [Level] = []
  private var features: [Int]

  /// Ranks to a row from which on sorting the rows is quicker than to look at all ranks.
  private static let widestRange = 8

  /// Weights of the rows of one rank.
  private struct Level {
    let rank: Int
    var negative: Double
    var positive: Double

    init(_ rank: Int, _ negative: Double, _ positive: Double) {
      self.rank = rank
      self.negative = negative
      self.positive = positive
    }
  }

  private struct Split {
    let feature: Int
    /// Rows of at most this rank go left.
    let rank: Int
    /// The next rank that a row of the node has.
    let nextRank: Int
    /// Σ (weight of class)² / weight of both sides: highest where Gini's impurity is lowest.
    let purity: Double
  }

  init(
    _ samples: RankedSamples, negativeWeights: [Double], positiveWeights: [Double],
    splitFeatureCount: Int, generator: SeededGenerator
  ) {
    self.samples = samples
    self.negativeWeights = negativeWeights
    self.positiveWeights = positiveWeights
    self.splitFeatureCount = splitFeatureCount
    self.generator = generator
    rows = negativeWeights.indices.filter { negativeWeights[$0] + positiveWeights[$0] > 0 }
    let rankCount = samples.values.reduce(0) { max($0, $1.count) }
    negativeByRank = Array(repeating: 0, count: rankCount)
    positiveByRank = negativeByRank
    features = Array(0..<samples.featureCount)
  }

  /// Splits node after node, each into two that are appended.
  mutating func tree() -> DecisionTree {
    var ranges = [0..<rows.count]
    var nodes: [DecisionTree.Node] = []
    while nodes.count < ranges.count {
      let range = ranges[nodes.count]
      let (negative, positive) = weights(of: range)
      let share = positive / (negative + positive)
      guard negative > 0, positive > 0, let split = bestSplit(of: range) else {
        nodes.append(
          DecisionTree.Node(feature: -1, threshold: 0, leftChild: 0, positiveShare: share))
        continue
      }
      let middle = partition(range, by: split)
      nodes.append(
        DecisionTree.Node(
          feature: split.feature, threshold: threshold(of: split), leftChild: ranges.count,
          positiveShare: share))
      ranges.append(range.lowerBound..<middle)
      ranges.append(middle..<range.upperBound)
    }
    return DecisionTree(nodes: nodes)
  }

  private func weights(of range: Range<Int>) -> (negative: Double, positive: Double) {
    var negative = 0.0
    var positive = 0.0
    for place in range {
      negative += negativeWeights[rows[place]]
      positive += positiveWeights[rows[place]]
    }
    return (negative, positive)
  }

  /// The best split of some features drawn at random; constant ones count among those drawn, but
  /// draws go on until one is not.
  private mutating func bestSplit(of range: Range<Int>) -> Split? {
    var best: Split?
    for drawn in features.indices {
      if drawn >= splitFeatureCount, best != nil { break }
      features.swapAt(drawn, drawn + generator.nextIndex(below: features.count - drawn))
      guard let split = bestSplit(of: range, feature: features[drawn]) else { continue }
      if split.purity > best?.purity ?? -.infinity { best = split }
    }
    return best
  }

  /// The best split by one feature; nil when all rows have the same value.
  private mutating func bestSplit(of range: Range<Int>, feature: Int) -> Split? {
    gatherLevels(of: range, feature: feature)
    guard levels.count > 1 else { return nil }
    var negative = 0.0
    var positive = 0.0
    for level in levels {
      negative += level.negative
      positive += level.positive
    }
    var best: Split?
    var left = (negative: levels[0].negative, positive: levels[0].positive)
    for index in 1..<levels.count {
      let right = (negative: negative - left.negative, positive: positive - left.positive)
      let purity =
        (left.negative * left.negative + left.positive * left.positive)
        / (left.negative + left.positive)
        + (right.negative * right.negative + right.positive * right.positive)
        / (right.negative + right.positive)
      if purity > best?.purity ?? -.infinity {
        best = Split(
          feature: feature, rank: levels[index - 1].rank, nextRank: levels[index].rank,
          purity: purity)
      }
      left.negative += levels[index].negative
      left.positive += levels[index].positive
    }
    return best
  }

  /// Sums the weights of a node's rows at each rank that it has, rising.
  private mutating func gatherLevels(of range: Range<Int>, feature: Int) {
    let offset = feature * samples.rowCount
    levels.removeAll(keepingCapacity: true)
    var least = Int.max
    var greatest = -1
    for place in range {
      let rank = Int(samples.ranks[offset + rows[place]])
      least = min(least, rank)
      greatest = max(greatest, rank)
    }
    guard least < greatest else { return }
    if greatest - least > Self.widestRange * range.count {
      gatherSparseLevels(of: range, offset: offset)
      return
    }
    for place in range {
      let row = rows[place]
      let rank = Int(samples.ranks[offset + row])
      negativeByRank[rank] += negativeWeights[row]
      positiveByRank[rank] += positiveWeights[row]
    }
    for rank in least...greatest where negativeByRank[rank] + positiveByRank[rank] > 0 {
      levels.append(Level(rank, negativeByRank[rank], positiveByRank[rank]))
      negativeByRank[rank] = 0
      positiveByRank[rank] = 0
    }
  }

  /// As above by sorting, for few rows among many ranks.
  private mutating func gatherSparseLevels(of range: Range<Int>, offset: Int) {
    let sorted = range.map { (rank: Int(samples.ranks[offset + rows[$0]]), row: rows[$0]) }
      .sorted { $0 < $1 }
    for (rank, row) in sorted {
      if levels.last?.rank != rank { levels.append(Level(rank, 0, 0)) }
      levels[levels.count - 1].negative += negativeWeights[row]
      levels[levels.count - 1].positive += positiveWeights[row]
    }
  }

  /// Moves the rows of at most the split's rank to the front, and says where the others begin.
  private mutating func partition(_ range: Range<Int>, by split: Split) -> Int {
    let offset = split.feature * samples.rowCount
    let ofNode = Array(rows[range])
    let left = ofNode.filter { samples.ranks[offset + $0] <= split.rank }
    rows.replaceSubrange(
      range, with: left + ofNode.filter { samples.ranks[offset + $0] > split.rank })
    return range.lowerBound + left.count
  }

  /// Half-way between the values of both sides, or the lower where rounding gave the upper one.
  private func threshold(of split: Split) -> Double {
    let lower = samples.values[split.feature][split.rank]
    let upper = samples.values[split.feature][split.nextRank]
    let middle = 0.5 * lower + 0.5 * upper
    return middle >= upper || middle < lower ? lower : middle
  }
}
