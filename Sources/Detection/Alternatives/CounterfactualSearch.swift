import LinearAlgebra

// Goals, in order: a change that makes the row usual when it is applied; no more features changed
// than needed; the least sum of changes; speed.
//
// Subsets of features of growing size are searched. Ellipsoids that hold the level set tell, mostly
// without trying a value, that no change of a subset reaches it; within a subset values are tried
// by branch and bound, nearest first, and only what lies in an ellipsoid is evaluated.

/// Finds the smallest change of whole-numbered features that brings a row into a level set.
struct CounterfactualSearch: Sendable {
  private let levelSet: LevelSet
  private let grids: [ClosedRange<Int>?]
  /// By size, from 1 on; a size is missing when its forms cannot be factored.
  private let subsets: [[FeatureSubset]]
  private let stepLimit: Int

  /// Every subset is searched up to this size: all of an IPv4 address, three octets of IPv6.
  private static let exhaustiveFeatureCount = 4
  private static let exhaustiveSizeBeyond = 3

  /// What the search found for one row.
  struct Result: Equatable {
    /// The row with the change applied.
    let row: [Double]
    /// Whether no other change has fewer features or a smaller sum.
    let isExact: Bool
  }

  /// - Parameters:
  ///   - grids: per feature the whole numbers it may take; nil for one that cannot be chosen.
  ///   - stepLimit: values tried after which the search for one row is given up.
  init(_ levelSet: LevelSet, grids: [ClosedRange<Int>?], stepLimit: Int) {
    self.stepLimit = stepLimit
    self.levelSet = levelSet
    self.grids = grids
    let free = grids.indices.filter { grids[$0] != nil }
    let largestSize =
      free.count <= Self.exhaustiveFeatureCount ? free.count : Self.exhaustiveSizeBeyond
    var subsets: [[FeatureSubset]] = []
    for size in 1..<max(largestSize + 1, 1) {
      let all = Self.combinations(of: free, size: size).map {
        FeatureSubset($0, of: levelSet.ellipsoids)
      }
      let factored = all.compactMap(\.self)
      guard factored.count == all.count else { break }
      subsets.append(factored)
    }
    self.subsets = subsets
  }

  /// The smallest change of `row`, or nil when none was found.
  ///
  /// - Parameter known: a row of the level set that bounds the search; may differ from `row` in
  ///   features that cannot be chosen, and is then of no use.
  func nearest(to row: [Double], known: [Double]?) -> Result? {
    let known = known.flatMap {
      reachable($0, from: row) && isInside($0) ? reduced($0, towards: row) : nil
    }
    let knownSize = known.map { Self.changedCount(row, $0) }
    var walk = Walk(row, levelSet, grids, stepLimit: stepLimit)
    for (index, subsets) in subsets.enumerated() {
      let size = index + 1
      if size == knownSize { walk.best = known }
      for subset in subsets { walk.search(subset) }
      if walk.isExhausted {
        return (walk.best ?? known).map { Result(row: $0, isExact: false) }
      }
      if let best = walk.best { return Result(row: best, isExact: true) }
    }
    return known.map { Result(row: $0, isExact: false) }
  }

  /// `inside` with features put back to those of `row`, largest changes last, and the others moved
  /// towards it, as long as it stays in the level set.
  private func reduced(_ inside: [Double], towards row: [Double]) -> [Double] {
    var result = inside
    let order = row.indices.filter { row[$0] != inside[$0] }.sorted {
      (abs(row[$0] - inside[$0]), $0) < (abs(row[$1] - inside[$1]), $1)
    }
    for feature in order {
      var trial = result
      trial[feature] = row[feature]
      if isInside(trial) { result = trial }
    }
    for feature in order where result[feature] != row[feature] {
      let step: Double = row[feature] > result[feature] ? 1 : -1
      var trial = result
      trial[feature] += step
      while trial[feature] != row[feature], isInside(trial) {
        result = trial
        trial[feature] += step
      }
    }
    return result
  }

  private func reachable(_ known: [Double], from row: [Double]) -> Bool {
    row.indices.allSatisfy { grids[$0] != nil || row[$0] == known[$0] }
  }

  private func isInside(_ row: [Double]) -> Bool {
    levelSet.contains(Matrix(rows: [row])) == [true]
  }

  static func changedCount(_ left: [Double], _ right: [Double]) -> Int {
    zip(left, right).count { $0 != $1 }
  }

  private static func combinations(of features: [Int], size: Int) -> [[Int]] {
    if size == 0 { return [[]] }
    return features.indices.flatMap { index in
      combinations(of: Array(features[(index + 1)...]), size: size - 1).map {
        [features[index]] + $0
      }
    }
  }
}

/// Branch and bound over the changes of one row.
private struct Walk {
  let row: [Double]
  let levelSet: LevelSet
  let grids: [ClosedRange<Int>?]
  /// P (x − m) and Q(x), per ellipsoid.
  private let gradients: [[Double]]
  private let squares: [Double]
  /// The best row so far of the size that is searched.
  var best: [Double]? {
    didSet { bestSum = best.map(sum) ?? .infinity }
  }
  private var bestSum = Double.infinity
  private var stepsLeft: Int

  /// Beyond this share of its terms a form's value may be rounding.
  private static let rounding = 1e-9

  var isExhausted: Bool { stepsLeft <= 0 }

  init(_ row: [Double], _ levelSet: LevelSet, _ grids: [ClosedRange<Int>?], stepLimit: Int) {
    self.row = row
    self.levelSet = levelSet
    self.grids = grids
    stepsLeft = stepLimit
    let differences = levelSet.ellipsoids.map { ellipsoid in
      zip(row, ellipsoid.center).map { $0 - $1 }
    }
    let gradients = zip(levelSet.ellipsoids, differences).map { ellipsoid, difference in
      row.indices.map { i in
        row.indices.reduce(0.0) { $0 + ellipsoid.precision[i, $1] * difference[$1] }
      }
    }
    squares = zip(gradients, differences).map { zip($0, $1).reduce(0.0) { $0 + $1.0 * $1.1 } }
    self.gradients = gradients
  }

  private func sum(_ other: [Double]) -> Double {
    zip(row, other).reduce(0) { $0 + abs($1.0 - $1.1) }
  }

  /// An ellipsoid that changes of the subset can reach.
  private struct Candidate {
    let form: FeatureSubset.Form
    let h: [Double]
    /// What the squares of all changes may sum to.
    let slack: Double
    /// The least that the changes from each place on can sum to.
    let leastSums: [Double]
  }

  /// Replaces `best` by a row that differs from `row` in the features of `subset`, if one has a
  /// smaller sum of changes.
  mutating func search(_ subset: FeatureSubset) {
    guard !isExhausted else { return }
    let candidates = levelSet.ellipsoids.indices.compactMap { candidate($0, subset) }
    let reachable = candidates.filter { $0.leastSums[0] < bestSum }
    guard !reachable.isEmpty else { return }
    var changes = Array(repeating: 0.0, count: subset.features.count)
    descend(
      subset, place: 0, sum: 0, reachable, slacks: reachable.map(\.slack), &changes)
  }

  private func candidate(_ index: Int, _ subset: FeatureSubset) -> Candidate? {
    let form = subset.forms[index]
    let h = form.projected(subset.features.map { gradients[index][$0] })
    let square = h.reduce(0) { $0 + $1 * $1 }
    let limit = levelSet.ellipsoids[index].limit
    let slack =
      limit - squares[index] + square
      + Self.rounding * (abs(limit) + squares[index] + square)
    guard slack >= 0 else { return nil }
    let radius = slack.squareRoot()
    var leastSums = Array(repeating: 0.0, count: subset.features.count + 1)
    for (place, center) in form.best(h).enumerated().reversed() {
      let halfWidth = radius * form.halfWidths[place] * (1 + Self.rounding)
      let range = changeRange(
        subset.features[place], center - halfWidth, center + halfWidth)
      guard let least = Self.leastMagnitude(range) else { return nil }
      leastSums[place] = leastSums[place + 1] + least
    }
    return Candidate(form: form, h: h, slack: slack, leastSums: leastSums)
  }

  /// Whole changes of a feature from `low` to `high` that stay on its grid, widened by rounding.
  private func changeRange(
    _ feature: Int, _ low: Double, _ high: Double
  ) -> (low: Double, high: Double) {
    guard let grid = grids[feature] else { return (1, 0) }
    let margin = Self.rounding * (abs(low) + abs(high) + 1)
    return (
      max((low - margin).rounded(.up), Double(grid.lowerBound) - row[feature]),
      min((high + margin).rounded(.down), Double(grid.upperBound) - row[feature])
    )
  }

  /// The least magnitude of a change that is one; nil when there is none.
  private static func leastMagnitude(_ range: (low: Double, high: Double)) -> Double? {
    guard range.low <= range.high else { return nil }
    if range.low > 0 { return range.low }
    if range.high < 0 { return -range.high }
    return range.low < 0 || range.high > 0 ? 1 : nil
  }

  private mutating func descend(
    _ subset: FeatureSubset, place: Int, sum: Double, _ candidates: [Candidate],
    slacks: [Double], _ changes: inout [Double]
  ) {
    let feature = subset.features[place]
    let isLast = place + 1 == subset.features.count
    var offsets: [Double] = []
    var ranges: [(low: Double, high: Double)] = []
    var low = Double.infinity
    var high = -Double.infinity
    var leastRest = Double.infinity
    for (candidate, slack) in zip(candidates, slacks) {
      let start = place * (place + 1) / 2
      var offset = candidate.h[place]
      for earlier in 0..<place {
        offset += candidate.form.factor[start + earlier] * changes[earlier]
      }
      let pivot = candidate.form.factor[start + place]
      let radius = max(slack, 0).squareRoot()
      // A candidate that the changes so far have left has a negative slack, and no range.
      var range = (low: 1.0, high: 0.0)
      if slack >= 0 {
        range = changeRange(feature, (-offset - radius) / pivot, (-offset + radius) / pivot)
      }
      offsets.append(offset)
      ranges.append(range)
      guard range.low <= range.high else { continue }
      low = min(low, range.low)
      high = max(high, range.high)
      leastRest = min(leastRest, candidate.leastSums[place + 1])
    }
    guard var magnitude = Self.leastMagnitude((low, high)) else { return }
    var trials: [Double] = []
    while sum + magnitude + leastRest < bestSum, magnitude <= max(-low, high) {
      for change in [-magnitude, magnitude] where low <= change && change <= high {
        var isReached = false
        var nextSlacks = slacks
        for index in candidates.indices {
          let isHere =
            ranges[index].low <= change && change <= ranges[index].high
            && sum + magnitude + candidates[index].leastSums[place + 1] < bestSum
          isReached = isReached || isHere
          let pivot = candidates[index].form.factor[place * (place + 1) / 2 + place]
          let part = pivot * change + offsets[index]
          nextSlacks[index] = isHere ? max(slacks[index] - part * part, 0) : -1
        }
        guard isReached else { continue }
        stepsLeft -= 1
        guard !isExhausted else { return }
        if isLast {
          trials.append(change)
          if trials.count == Lanes.scalarCount, evaluate(&trials, of: subset, changes) { return }
        } else {
          changes[place] = change
          descend(
            subset, place: place + 1, sum: sum + magnitude, candidates, slacks: nextSlacks,
            &changes)
          guard !isExhausted else { return }
        }
      }
      magnitude += 1
    }
    _ = evaluate(&trials, of: subset, changes)
  }

  /// Takes the first of `trials`, changes of the subset's last feature, that the level set contains.
  private mutating func evaluate(
    _ trials: inout [Double], of subset: FeatureSubset, _ changes: [Double]
  ) -> Bool {
    guard let last = subset.features.last, !trials.isEmpty else { return false }
    let rows = trials.map { trial in
      var changed = row
      for (feature, change) in zip(subset.features, changes) { changed[feature] += change }
      changed[last] = row[last] + trial
      return changed
    }
    trials.removeAll(keepingCapacity: true)
    guard let first = levelSet.contains(Matrix(rows: rows)).firstIndex(of: true) else {
      return false
    }
    best = rows[first]
    return true
  }
}
