import LinearAlgebra

// The bound has many local optima, and restarts from k-means land far below the best of them. This
// search is deterministic: it cuts the rows into a few dozen cells, assigns whole cells to
// components so that the bound of the hard assignment, which has a closed form, cannot be raised
// by moving one cell nor by giving a component up and growing it elsewhere, and runs EM from the
// best few assignments. The winner's components are cut into cells again, and so on until nothing
// gains. Random restarts perturb the winner's assignment and can only add to it.
//
// Following Ueda, Nakano, Ghahramani and Hinton, "SMEM algorithm for mixture models", Neural
// Computation 12 (2000), for giving up and growing; Heller and Ghahramani, "Bayesian hierarchical
// clustering", ICML (2005), for scores in closed form; Hartigan, *Clustering Algorithms* (1975),
// chapter 4, for moves of one element at a time.

/// Finds the start from which EM reaches the highest bound.
struct MixtureSearch: Sendable {
  let clustering: HardClustering
  /// Of the rows as EM sees them, all features.
  let moments: RowMoments
  let maximization: ExpectationMaximization<VariationalPosterior>
  let componentCount: Int

  private static let usualCellCount = 48
  /// Assignments from which EM is run.
  private static let finalistCount = 4
  /// Perturbations tried whatever the seed.
  private static let kickCount = 64
  private static let fixedSeed: UInt64 = 0x6b69_636b
  /// Groups of cells that a perturbation moves at most.
  private static let largestKick = 12
  /// Components given up at each round of an ascent, the cheapest first.
  private static let mergesPerRound = 6
  private static let maximumRoundCount = 20
  /// A gain below this is convergence noise.
  static let smallestGain = 1e-2

  typealias Result = ExpectationMaximization<VariationalPosterior>.Result

  private var cellCount: Int {
    max(componentCount, Self.usualCellCount)
  }

  private var scorer: MomentScores { clustering.scorer }

  /// The best result of the deterministic search, or nil when no start gave valid parameters.
  func best() -> Result? {
    let all = (0..<Int32(clustering.samples.rowCount)).map { $0 }
    let (cells, _) = clustering.cells(of: [all], count: cellCount)
    // The first cells are those of the most worthwhile cuts: as many as components, then grown.
    var starts = (1...componentCount).map { seedCount in
      assignment(cells, seededBy: seedCount)
    }
    starts.append(agglomerated(cells))
    let climbed = starts.map { start in
      var assignment = start
      assignment.climb(cells, by: scorer)
      return assignment
    }
    let candidates = Self.distinct(climbed, count: Self.finalistCount).map { ascended($0, cells) }
    var best: Result?
    for finalist in Self.distinct(candidates, count: Self.finalistCount) {
      best = better(best, run(finalist, cells))
    }
    guard var best = best.map(improved) else { return nil }
    // Hard and soft bounds rank differently at times: a few fixed kicks look beyond the finalists.
    for round in 0..<Self.maximumRoundCount {
      let kicked = perturbed(
        best, count: Self.kickCount, seed: Self.fixedSeed &+ UInt64(round), threadCount: 1)
      guard let next = kicked, next.objective > best.objective + Self.smallestGain else { break }
      best = improved(next)
    }
    return best
  }

  /// Cuts the components of `start` into cells and searches from there until nothing gains.
  private func improved(_ start: Result) -> Result {
    var best = start
    for _ in 0..<Self.maximumRoundCount {
      let (cells, components) = self.cells(of: best)
      let hard = CellAssignment(components, componentCount: componentCount, of: cells, by: scorer)
      var candidates = [ascended(hard, cells)]
      for (first, second) in hard.merges(by: scorer).prefix(Self.mergesPerRound) {
        var candidate = hard.merging(second, into: first, cells, by: scorer)
        candidate.climb(cells, by: scorer)
        candidates.append(candidate)
      }
      var next: Result?
      for candidate in Self.distinct(candidates, count: Self.finalistCount) {
        next = better(next, run(candidate, cells))
      }
      guard let next, next.objective > best.objective + Self.smallestGain else { break }
      best = next
    }
    return best
  }

  /// The best result of `count` random perturbations of `start`, or nil when all climb back to it.
  ///
  /// Some groups of cells go to components drawn at random; the assignment then climbs.
  func perturbed(_ start: Result, count: Int, seed: UInt64, threadCount: Int) -> Result? {
    let (cells, components) = self.cells(of: start)
    var home = CellAssignment(components, componentCount: componentCount, of: cells, by: scorer)
    home.climb(cells, by: scorer)
    let climbed = concurrentMap(count: count, threadCount: threadCount) { restart in
      var generator = SeededGenerator(seed: seed, stream: UInt64(restart) + 1)
      var drawn = components
      for _ in 0..<1 + Int(generator.nextUniform() * Double(Self.largestKick)) {
        // Large groups come first: the square prefers them.
        let place = generator.nextUniform() * generator.nextUniform() * Double(cells.groups.count)
        let component = Int(generator.nextUniform() * Double(componentCount))
        for cell in cells.groups[Int(place)] { drawn[cell] = component }
      }
      var assignment = CellAssignment(
        drawn, componentCount: componentCount, of: cells, by: scorer)
      assignment.climb(cells, by: scorer)
      return assignment
    }
    let others = Self.distinct([home] + climbed, count: count).filter { !$0.isSame(as: home) }
    let results = concurrentMap(
      count: min(others.count, Self.finalistCount), threadCount: threadCount
    ) { run(others[$0], cells) }
    return results.reduce(nil, better)
  }

  /// Cells of the rows' most responsible components.
  private func cells(of result: Result) -> (cells: Cells, components: [Int]) {
    let scores = MixtureScores(result.parameters.densities, maximization.samples, threadCount: 1)
    var members = Array(repeating: [Int32](), count: componentCount)
    for (row, component) in scores.components.enumerated() {
      members[component].append(Int32(row))
    }
    let used = members.indices.filter { !members[$0].isEmpty }
    let (cells, parts) = clustering.cells(of: used.map { members[$0] }, count: cellCount)
    return (cells, parts.map { used[$0] })
  }

  /// The first `seedCount` cells as components of their own, the others where they fit best.
  private func assignment(_ cells: Cells, seededBy seedCount: Int) -> CellAssignment {
    let components = (0..<cells.count).map { $0 < seedCount ? $0 : 0 }
    return CellAssignment(components, componentCount: componentCount, of: cells, by: scorer)
  }

  /// Every cell on its own, then the cheapest pairs made one until there are as many as components.
  private func agglomerated(_ cells: Cells) -> CellAssignment {
    var single = CellAssignment(
      Array(0..<cells.count), componentCount: cells.count, of: cells, by: scorer)
    for _ in stride(from: cells.count, to: componentCount, by: -1) {
      guard let (first, second) = single.cheapestMerge(by: scorer) else { break }
      single = single.merging(second, into: first, cells, by: scorer)
    }
    let used = Array(Set(single.components)).sorted()
    let components = single.components.map { used.firstIndex(of: $0) ?? 0 }
    return CellAssignment(components, componentCount: componentCount, of: cells, by: scorer)
  }

  /// Climbs, then gives components up and climbs again as long as that gains.
  private func ascended(_ start: CellAssignment, _ cells: Cells) -> CellAssignment {
    var best = start
    best.climb(cells, by: scorer)
    for _ in 0..<Self.maximumRoundCount {
      var next: CellAssignment?
      for (first, second) in best.merges(by: scorer).prefix(Self.mergesPerRound) {
        var candidate = best.merging(second, into: first, cells, by: scorer)
        candidate.climb(cells, by: scorer)
        if candidate.score > next?.score ?? best.score + Self.smallestGain { next = candidate }
      }
      guard let next else { break }
      best = next
    }
    return best
  }

  /// The distinct assignments of highest score.
  private static func distinct(_ assignments: [CellAssignment], count: Int) -> [CellAssignment] {
    let order = assignments.indices.sorted {
      (assignments[$0].score, $1) > (assignments[$1].score, $0)
    }
    var result: [CellAssignment] = []
    for index in order where result.count < count {
      if !result.contains(where: assignments[index].isSame) { result.append(assignments[index]) }
    }
    return result
  }

  private func run(_ assignment: CellAssignment, _ cells: Cells) -> Result? {
    var members = Array(repeating: [Int32](), count: componentCount)
    for (cell, component) in assignment.components.enumerated() {
      members[component] += cells.members[cell]
    }
    // Components of equal weight stay in this order.
    members.sort { ($0.min() ?? .max) < ($1.min() ?? .max) }
    return maximization.run(
      from: members.map { moments.statistics(of: moments.sum(of: $0)) })
  }

  private func better(_ a: Result?, _ b: Result?) -> Result? {
    guard let a else { return b }
    guard let b else { return a }
    return b.objective > a.objective ? b : a
  }
}
