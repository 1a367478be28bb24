import LinearAlgebra

/// Grows isolation trees from distinct rows with multiplicities.
struct IsolationTreeGrower: Sendable {
  private let rowCount: Int
  private let featureCount: Int
  /// `[featureCount × rowCount]`.
  private let columns: [Double]
  /// Total weight up to and with each row, `[rowCount]`.
  private let cumulativeWeights: [Double]
  private let drawnCount: Int
  /// ⌈log₂ drawnCount⌉ cuts: those who are separated later are no outliers.
  private let maximumDepth: Int
  /// `[drawnCount + 1]`.
  private let usualPathLengths: [Double]

  /// - Precondition: `drawnCount` is at least 1, and at most the total weight where that exceeds 1.
  init(_ distinct: DistinctSamples, drawnCount: Int) {
    rowCount = distinct.rowCount
    featureCount = distinct.featureCount
    var columns: [Double] = []
    columns.reserveCapacity(rowCount * featureCount)
    for feature in 0..<featureCount {
      for row in 0..<rowCount { columns.append(distinct.rows[row, feature]) }
    }
    self.columns = columns
    var total = 0.0
    cumulativeWeights = distinct.weights.map { weight in
      total += weight
      return total
    }
    self.drawnCount = drawnCount
    maximumDepth = drawnCount <= 2 ? 1 : Int.bitWidth - (drawnCount - 1).leadingZeroBitCount
    usualPathLengths = (0...drawnCount).map(usualPathLength)
  }

  /// A tree of rows drawn anew.
  func tree(using generator: inout SeededGenerator) -> IsolationTree {
    let counts = drawnCounts(using: &generator)
    var growth = Growth(
      members: counts.indices.filter { counts[$0] > 0 }, features: Array(0..<featureCount))
    grow(
      &growth, 0..<growth.members.count, counts, candidateCount: featureCount, depth: 0, &generator)
    return IsolationTree(growth.cutFeatures, growth.values, growth.rightChildren)
  }

  /// How often each distinct row is drawn, without replacement, `[rowCount]`.
  ///
  /// A point of the total weight is drawn; whole numbers divide it into units that stand for row
  /// indices, and a unit that was drawn before is drawn again.
  private func drawnCounts(using generator: inout SeededGenerator) -> [Int] {
    var counts = Array(repeating: 0, count: rowCount)
    let total = cumulativeWeights[rowCount - 1]
    if Double(drawnCount) == total, total == total.rounded(.down) {
      var last = 0.0
      for row in 0..<rowCount {
        // The number of units that begin within the row.
        counts[row] = Int(cumulativeWeights[row].rounded(.up) - last.rounded(.up))
        last = cumulativeWeights[row]
      }
      return counts
    }
    var drawn = UnitSet(capacity: drawnCount)
    var left = drawnCount
    while left > 0 {
      let point = generator.nextUniform() * total
      guard point < total, drawn.insert(point.rounded(.down)) else { continue }
      counts[row(at: point)] += 1
      left -= 1
    }
    return counts
  }

  /// The row whose share of the total weight holds `point`.
  private func row(at point: Double) -> Int {
    var low = 0
    var high = rowCount - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulativeWeights[middle] > point { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The nodes so far, and what is permuted in place while they are made.
  private struct Growth {
    var members: [Int]
    /// Those that may vary stand first.
    var features: [Int]
    var cutFeatures: [Int] = []
    var values: [Double] = []
    var rightChildren: [Int] = []

    mutating func append(_ feature: Int, _ value: Double) -> Int {
      cutFeatures.append(feature)
      values.append(value)
      rightChildren.append(-1)
      return cutFeatures.count - 1
    }
  }

  /// Appends the subtree of the members in `range`.
  ///
  /// The first `candidateCount` features may vary among them; the others are known not to.
  private func grow(
    _ growth: inout Growth, _ range: Range<Int>, _ counts: [Int], candidateCount: Int, depth: Int,
    _ generator: inout SeededGenerator
  ) {
    var candidateCount = candidateCount
    guard depth < maximumDepth, range.count > 1,
      let cut = randomCut(&growth, range, &candidateCount, &generator)
    else {
      let count = range.reduce(0) { $0 + counts[growth.members[$1]] }
      _ = growth.append(-1, Double(depth) + usualPathLengths[count])
      return
    }
    var middle = range.lowerBound
    for place in range where columns[cut.feature * rowCount + growth.members[place]] <= cut.value {
      growth.members.swapAt(place, middle)
      middle += 1
    }
    let node = growth.append(cut.feature, cut.value)
    grow(
      &growth, range.lowerBound..<middle, counts, candidateCount: candidateCount,
      depth: depth + 1, &generator)
    growth.rightChildren[node] = growth.cutFeatures.count
    grow(
      &growth, middle..<range.upperBound, counts, candidateCount: candidateCount,
      depth: depth + 1, &generator)
  }

  /// A feature drawn among those that vary, and a value drawn between its extremes.
  private func randomCut(
    _ growth: inout Growth, _ range: Range<Int>, _ candidateCount: inout Int,
    _ generator: inout SeededGenerator
  ) -> (feature: Int, value: Double)? {
    while candidateCount > 0 {
      let place = generator.nextIndex(below: candidateCount)
      let feature = growth.features[place]
      var least = columns[feature * rowCount + growth.members[range.lowerBound]]
      var greatest = least
      for member in growth.members[range] {
        let value = columns[feature * rowCount + member]
        least = value < least ? value : least
        greatest = value > greatest ? value : greatest
      }
      if greatest > least {
        let value = least + generator.nextUniform() * (greatest - least)
        // Rounding up to the greatest would leave no row on the right.
        return (feature, value < greatest ? value : least)
      }
      candidateCount -= 1
      growth.features.swapAt(place, candidateCount)
    }
    return nil
  }
}

/// Whole numbers that were drawn, in open addressing.
private struct UnitSet {
  private var slots: [Double]

  init(capacity: Int) {
    var slotCount = 4
    while slotCount < 2 * capacity { slotCount *= 2 }
    slots = Array(repeating: -1, count: slotCount)
  }

  /// - Returns: whether the unit was not there.
  mutating func insert(_ unit: Double) -> Bool {
    let mixed = (unit.bitPattern ^ unit.bitPattern >> 32) &* 0x9e37_79b9_7f4a_7c15
    var slot = Int(truncatingIfNeeded: mixed >> 32) & (slots.count - 1)
    while slots[slot] >= 0 {
      if slots[slot] == unit { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = unit
    return true
  }
}
