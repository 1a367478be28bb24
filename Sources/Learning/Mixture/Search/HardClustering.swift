import LinearAlgebra

/// Cuts the rows of one data set into cells and scores cuts in closed form.
struct HardClustering: Sendable {
  let samples: DistinctSamples
  let moments: RowMoments
  let scorer: MomentScores
  /// Rank of each row's value among those of its feature: `[featureCount][rowCount]`.
  private let ranks: [[UInt16]]
  /// 1 / variance of each feature where its first moment stands in `RowMoments`, else 0.
  private let inverseVariances: [Lanes]

  /// Ranks per feature at most: every value of an octet, quantiles of wider features.
  private static let largestRankCount = 1_024

  init(samples: DistinctSamples, bound: ComponentBound) {
    self.samples = samples
    moments = RowMoments(samples)
    scorer = MomentScores(bound, moments)
    var inverseVariances = Array(repeating: Lanes(repeating: 0), count: moments.partCount)
    let covariance = samples.covariance(about: moments.center)
    for f in 0..<samples.featureCount where covariance[f, f] > 0 {
      inverseVariances[(1 + f) / Lanes.scalarCount][(1 + f) % Lanes.scalarCount] =
        1 / covariance[f, f]
    }
    self.inverseVariances = inverseVariances
    ranks = (0..<samples.featureCount).map { Self.ranks(of: samples, feature: $0) }
  }

  /// A cut of some rows at a value of one feature.
  private struct Cut {
    let feature: Int
    /// Rows whose value has at most this rank go left.
    let rank: UInt16
    /// What Σ w ‖x − mean‖² loses, features in standard deviations of the data.
    let gain: Double
  }

  /// Cuts the sets of `parts` further, where the sum of squares falls most, until there are `count`
  /// cells or nothing is left to cut.
  ///
  /// The score would cut off single rows: its prior is worth as many rows as there are features.
  ///
  /// - Returns: the cells, and the index of the part that each comes from.
  func cells(of parts: [[Int32]], count: Int) -> (cells: Cells, parts: [Int]) {
    var cells: [CutCell] = parts.indices.map { part in
      CutCell(members: parts[part], node: part, part: part, cut: bestCut(of: parts[part]))
    }
    var parents: [Int?] = parts.map { _ in nil }
    while cells.count < count {
      var best: (index: Int, cut: Cut)?
      for (index, cell) in cells.enumerated() {
        if let cut = cell.cut, cut.gain > best?.cut.gain ?? -.infinity { best = (index, cut) }
      }
      guard let (index, cut) = best else { break }
      let cell = cells[index]
      let ranks = ranks[cut.feature]
      let left = cell.members.filter { ranks[Int($0)] <= cut.rank }
      let right = cell.members.filter { ranks[Int($0)] > cut.rank }
      parents += [cell.node, cell.node]
      cells[index] = CutCell(
        members: left, node: parents.count - 2, part: cell.part, cut: bestCut(of: left))
      cells.append(
        CutCell(
          members: right, node: parents.count - 1, part: cell.part, cut: bestCut(of: right)))
    }
    var groups = parents.map { _ in [Int]() }
    for (index, cell) in cells.enumerated() {
      var node: Int? = cell.node
      while let here = node {
        groups[here].append(index)
        node = parents[here]
      }
    }
    return (
      Cells(members: cells.map(\.members), groups: groups, moments: moments), cells.map(\.part)
    )
  }

  /// A cell while it may still be cut.
  private struct CutCell {
    let members: [Int32]
    /// In the tree of cuts.
    let node: Int
    /// Index of the set of rows that it comes from.
    let part: Int
    let cut: Cut?
  }

  /// The cut of `members` that gains most; nil when all are alike.
  private func bestCut(of members: [Int32]) -> Cut? {
    guard members.count > 1 else { return nil }
    let sum = moments.sum(of: members)
    var best: Cut?
    for feature in 0..<samples.featureCount {
      if let cut = bestCut(of: members, sum: sum, along: feature),
        cut.gain > best?.gain ?? -.infinity
      {
        best = cut
      }
    }
    return best
  }

  private func bestCut(of members: [Int32], sum total: [Lanes], along feature: Int) -> Cut? {
    let ranks = ranks[feature]
    var lowest = UInt16.max
    var highest = UInt16.min
    for row in members {
      let rank = ranks[Int(row)]
      lowest = min(lowest, rank)
      highest = max(highest, rank)
    }
    guard lowest < highest else { return nil }
    // Weight and first moments come first among a row's moments.
    let partCount = moments.partCount
    let usedPartCount = (samples.featureCount + Lanes.scalarCount) / Lanes.scalarCount
    let zero = Lanes(repeating: 0)
    var buckets = Array(repeating: zero, count: (Int(highest - lowest) + 1) * usedPartCount)
    // Rows are those of the data set and ranks lie between the two just found.
    moments.parts.withUnsafeBufferPointer { parts in
      buckets.withUnsafeMutableBufferPointer { buckets in
        for row in members {
          let source = Int(row) * partCount
          let target = Int(ranks[Int(row)] - lowest) * usedPartCount
          for part in 0..<usedPartCount { buckets[target + part] += parts[source + part] }
        }
      }
    }
    let totalWeight = total[0][0]
    var below = Array(repeating: zero, count: usedPartCount)
    var best: Cut?
    for rank in lowest..<highest {
      let start = Int(rank - lowest) * usedPartCount
      guard buckets[start][0] > 0 else { continue }
      for part in 0..<usedPartCount { below[part] += buckets[start + part] }
      let weight = below[0][0]
      // N_l N_r / N ‖x̄_l − x̄_r‖² with x̄_l − x̄_r = N / N_r (x̄_l − x̄).
      var gain = 0.0
      for part in 0..<usedPartCount {
        let difference = below[part] - total[part] * (weight / totalWeight)
        gain += (difference * difference * inverseVariances[part]).treeSum
      }
      gain *= totalWeight / (weight * (totalWeight - weight))
      if gain > best?.gain ?? -.infinity { best = Cut(feature: feature, rank: rank, gain: gain) }
    }
    return best
  }

  /// Ranks of one feature's values: of the distinct values, or of quantiles of many.
  private static func ranks(of samples: DistinctSamples, feature: Int) -> [UInt16] {
    let order = (0..<samples.rowCount).sorted {
      (samples.rows[$0, feature], $0) < (samples.rows[$1, feature], $1)
    }
    var dense = Array(repeating: 0, count: samples.rowCount)
    var last = 0
    for (place, row) in order.enumerated() {
      if place > 0, samples.rows[order[place - 1], feature] < samples.rows[row, feature] {
        last += 1
      }
      dense[row] = last
    }
    let count = last + 1
    guard count > largestRankCount else { return dense.map { UInt16($0) } }
    return dense.map { UInt16($0 * largestRankCount / count) }
  }
}
