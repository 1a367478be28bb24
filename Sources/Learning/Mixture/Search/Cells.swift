import LinearAlgebra

/// Small sets of rows, cut out along the features' axes, that a search moves as wholes.
struct Cells: Sendable {
  /// Rows of each cell, none empty.
  let members: [[Int32]]
  /// The cells that came of one set in the course of cutting, for every such set: what is far
  /// apart was cut first, so groups are networks, parts of networks, and single cells.
  let groups: [[Int]]
  /// Sums of the cells' `RowMoments`, `[count × partCount]`.
  let moments: [Lanes]
  /// The same of the groups, `[groups.count × partCount]`.
  let groupMoments: [Lanes]

  var count: Int { members.count }

  init(members: [[Int32]], groups: [[Int]], moments rows: RowMoments) {
    self.members = members
    self.groups = groups
    let moments = members.flatMap(rows.sum)
    self.moments = moments
    let partCount = rows.partCount
    groupMoments = groups.flatMap { cells in
      (0..<partCount).map { part in
        cells.reduce(Lanes(repeating: 0)) { $0 + moments[$1 * partCount + part] }
      }
    }
  }
}

/// An assignment of cells to components, scored in closed form, that can climb.
///
/// The score is that of a hard assignment: the sum of the components' `MomentScores`.
struct CellAssignment: Sendable {
  /// Component of each cell.
  private(set) var components: [Int]
  let componentCount: Int
  /// Sums of the components' moments, `[componentCount × partCount]`.
  private var moments: [Lanes]
  private var scores: [Double]

  /// A gain below this is rounding.
  private static let smallestGain = 1e-9

  init(_ components: [Int], componentCount: Int, of cells: Cells, by scorer: MomentScores) {
    self.components = components
    self.componentCount = componentCount
    let partCount = scorer.partCount
    var moments = Array(repeating: Lanes(repeating: 0), count: componentCount * partCount)
    for (cell, component) in components.enumerated() {
      for part in 0..<partCount {
        moments[component * partCount + part] += cells.moments[cell * partCount + part]
      }
    }
    self.moments = moments
    scores = scorer.scores(of: moments, setCount: componentCount)
  }

  var score: Double { scores.reduce(0, +) }

  /// Whether this is the same assignment by another path: equal scores to the last bit but one.
  func isSame(as other: CellAssignment) -> Bool {
    abs(score - other.score) < 1e-9 * abs(score)
  }

  /// Moves groups of cells, the one that gains most first, until none gains.
  mutating func climb(_ cells: Cells, by scorer: MomentScores) {
    var gains = GroupScores(groupCount: cells.groups.count, componentCount: componentCount)
    var changed = Array(0..<componentCount)
    // Every move raises the score, so this ends; the bound is against rounding.
    for _ in 0..<16 * cells.count {
      refresh(&gains, changed, cells, scorer)
      var best: (group: Int, component: Int, gain: Double)?
      for group in cells.groups.indices {
        guard let old = gains.homes[group] else { continue }
        let loss = gains.without[group] - scores[old]
        for component in 0..<componentCount where component != old {
          let gain = loss + gains.with[group * componentCount + component] - scores[component]
          if gain > best?.gain ?? Self.smallestGain { best = (group, component, gain) }
        }
      }
      guard let best, let old = gains.homes[best.group] else { return }
      changed = [old, best.component]
      move(best.group, from: old, to: best.component, cells, scorer)
    }
  }

  /// What each group of cells would change.
  private struct GroupScores {
    /// The component that all cells of a group are in; nil when they are in several.
    var homes: [Int?]
    /// Score of the home without the group.
    var without: [Double]
    /// Score of each other component with the group: `[groupCount × componentCount]`.
    var with: [Double]

    init(groupCount: Int, componentCount: Int) {
      homes = Array(repeating: nil, count: groupCount)
      without = Array(repeating: 0, count: groupCount)
      with = Array(repeating: 0, count: groupCount * componentCount)
    }
  }

  private mutating func move(
    _ group: Int, from old: Int, to component: Int, _ cells: Cells, _ scorer: MomentScores
  ) {
    let partCount = scorer.partCount
    for cell in cells.groups[group] { components[cell] = component }
    let isLast = !components.contains(old)
    for part in 0..<partCount {
      let moved = cells.groupMoments[group * partCount + part]
      moments[old * partCount + part] =
        isLast ? Lanes(repeating: 0) : moments[old * partCount + part] - moved
      moments[component * partCount + part] += moved
    }
    for index in [old, component] {
      let sum = Array(moments[index * partCount..<(index + 1) * partCount])
      scores[index] = scorer.scores(of: sum, setCount: 1)[0]
    }
  }

  /// Scores anew what the components in `changed` have to do with.
  private func refresh(
    _ gains: inout GroupScores, _ changed: [Int], _ cells: Cells, _ scorer: MomentScores
  ) {
    let partCount = scorer.partCount
    let all = Array(0..<componentCount)
    var asked: [(group: Int, component: Int)] = []
    var sums: [Lanes] = []
    for (group, members) in cells.groups.enumerated() {
      let home = components[members[0]]
      guard members.allSatisfy({ components[$0] == home }) else {
        gains.homes[group] = nil
        continue
      }
      // Of a group that was in several components nothing is known.
      let isKnown = gains.homes[group] != nil
      gains.homes[group] = home
      for component in isKnown ? changed : all {
        asked.append((group, component))
        for part in 0..<partCount {
          let whole = moments[component * partCount + part]
          let moved = cells.groupMoments[group * partCount + part]
          sums.append(component == home ? whole - moved : whole + moved)
        }
      }
    }
    let results = scorer.scores(of: sums, setCount: asked.count)
    for (place, (group, component)) in asked.enumerated() {
      if component == gains.homes[group] {
        gains.without[group] = results[place]
      } else {
        gains.with[group * componentCount + component] = results[place]
      }
    }
  }

  /// Pairs of components that hold cells, the pair that loses least by becoming one first.
  func merges(by scorer: MomentScores) -> [(first: Int, second: Int)] {
    mergeGains(by: scorer).enumerated()
      .sorted { ($0.element.gain, $1.offset) > ($1.element.gain, $0.offset) }
      .map { ($0.element.first, $0.element.second) }
  }

  /// The first of `merges`.
  func cheapestMerge(by scorer: MomentScores) -> (first: Int, second: Int)? {
    let candidates = mergeGains(by: scorer)
    guard var best = candidates.first else { return nil }
    for candidate in candidates where candidate.gain > best.gain { best = candidate }
    return (best.first, best.second)
  }

  private func mergeGains(
    by scorer: MomentScores
  ) -> [(first: Int, second: Int, gain: Double)] {
    let partCount = scorer.partCount
    let used = (0..<componentCount).filter { components.contains($0) }
    var pairs: [(first: Int, second: Int, gain: Double)] = []
    var sums: [Lanes] = []
    for (place, first) in used.enumerated() {
      for second in used[(place + 1)...] {
        pairs.append((first, second, -scores[first] - scores[second]))
        for part in 0..<partCount {
          sums.append(moments[first * partCount + part] + moments[second * partCount + part])
        }
      }
    }
    guard !pairs.isEmpty else { return [] }
    for (index, score) in scorer.scores(of: sums, setCount: pairs.count).enumerated() {
      pairs[index].gain += score
    }
    return pairs
  }

  /// The assignment with one component given up to another.
  func merging(
    _ second: Int, into first: Int, _ cells: Cells, by scorer: MomentScores
  ) -> CellAssignment {
    CellAssignment(
      components.map { $0 == second ? first : $0 }, componentCount: componentCount, of: cells,
      by: scorer)
  }
}
