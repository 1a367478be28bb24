import LinearAlgebra

// The bound has many local optima, and restarts from k-means land far below the best of them. This
// search is deterministic: it builds hard partitions by axis cuts scored in closed form, keeps a
// few of the best at every size, runs EM from them, and then improves the winner by split-and-merge
// moves, again scored in closed form before EM is spent on them. Random restarts perturb the winner
// and can only add to it.
//
// Following Ueda, Nakano, Ghahramani and Hinton, "SMEM algorithm for mixture models", Neural
// Computation 12 (2000), with the closed-form scores of Heller and Ghahramani, "Bayesian
// hierarchical clustering", ICML (2005), in place of their heuristics.

/// Finds the start from which EM reaches the highest bound.
struct MixtureSearch: Sendable {
  let clustering: HardClustering
  let maximization: ExpectationMaximization
  let componentCount: Int

  /// Partitions kept at every size of the divisive stage.
  private static let beamWidth = 4
  /// Cuts beyond the component count before merging.
  private static let surplusCutCount = 3
  /// Hard partitions from which EM is run.
  private static let finalistCount = 4
  /// Moves on which EM is spent in one round of split and merge.
  private static let movesPerRound = 6
  private static let maximumRoundCount = 20
  /// A gain below this is convergence noise.
  private static let smallestGain = 1e-2

  typealias Result = ExpectationMaximization.Result

  /// The best result of the deterministic search, or nil when no start gave a valid posterior.
  func best() -> Result? {
    if componentCount == 1 { return run(HardPartition([clustering.whole], in: clustering)) }
    var best: Result?
    for partition in finalists() {
      best = better(best, run(partition))
    }
    return best.map(improved)
  }

  /// The result of one random perturbation of `start`.
  func perturbed(_ start: Result, using generator: inout SeededGenerator) -> Result? {
    var partition = hardened(start)
    let moveCount = 1 + Int(generator.next() % 3)
    for _ in 0..<moveCount {
      let moves = partition.moves(in: clustering)
      guard !moves.isEmpty else { break }
      let index = Int(generator.nextUniform() * generator.nextUniform() * Double(moves.count))
      partition = partition.applying(moves[index].move, in: clustering)
    }
    return run(partition)
  }

  /// Split and merge until no move of a round raises the bound.
  func improved(_ start: Result) -> Result {
    var best = start
    for _ in 0..<Self.maximumRoundCount {
      let partition = hardened(best)
      let moved = partition.moves(in: clustering).prefix(Self.movesPerRound).map {
        partition.applying($0.move, in: clustering)
      }
      let candidates = moved + Self.best(recombined([partition]), count: Self.finalistCount)
      var next: Result?
      for candidate in candidates { next = better(next, run(candidate)) }
      guard let next, next.lowerBound > best.lowerBound + Self.smallestGain else { break }
      best = next
    }
    return best
  }

  /// The best hard partitions that repeated axis cuts lead to.
  private func finalists() -> [HardPartition] {
    var beam = [HardPartition([clustering.whole], in: clustering)]
    var found = beam
    for _ in 1..<max(componentCount, 1) {
      let next = children(of: beam)
      if next.isEmpty { break }
      beam = next
      found += beam
    }
    return Self.best(found + recombined(beam), count: Self.finalistCount)
  }

  /// Cuts more often than there are components and merges what then fits together.
  ///
  /// That finds clusters no single cut separates, such as a band in the middle of another.
  private func recombined(_ start: [HardPartition]) -> [HardPartition] {
    var beam = start
    var found: [HardPartition] = []
    for _ in 0..<Self.surplusCutCount {
      beam = children(of: beam)
      found += beam.map { $0.mergedDown(to: componentCount, in: clustering) }
    }
    return found
  }

  /// The best partitions one cut away from those given.
  private func children(of beam: [HardPartition]) -> [HardPartition] {
    var candidates: [(parent: Int, cluster: Int, cut: AxisCut)] = []
    for (parent, partition) in beam.enumerated() {
      for (index, cluster) in partition.clusters.enumerated() {
        candidates += cluster.cuts.map { (parent, index, $0) }
      }
    }
    candidates.sort { beam[$0.parent].bound + $0.cut.gain > beam[$1.parent].bound + $1.cut.gain }
    let children = candidates.prefix(2 * Self.beamWidth).map {
      beam[$0.parent].applying(.split($0.cluster, $0.cut), in: clustering)
    }
    return Self.best(children, count: Self.beamWidth)
  }

  /// The distinct partitions of highest bound.
  private static func best(_ partitions: [HardPartition], count: Int) -> [HardPartition] {
    let order = partitions.indices.sorted {
      (partitions[$0].bound, $1) > (partitions[$1].bound, $0)
    }
    var result: [HardPartition] = []
    for index in order where result.count < count {
      // Equal bounds to the last bit but one are the same partition by another path.
      let isKnown = result.contains {
        abs($0.bound - partitions[index].bound) < 1e-9 * abs($0.bound)
      }
      if !isKnown { result.append(partitions[index]) }
    }
    return result
  }

  private func run(_ partition: HardPartition) -> Result? {
    maximization.run(
      from: partition.statistics(
        componentCount: componentCount, featureCount: clustering.samples.featureCount))
  }

  private func better(_ a: Result?, _ b: Result?) -> Result? {
    guard let a else { return b }
    guard let b else { return a }
    return b.lowerBound > a.lowerBound ? b : a
  }

  /// Every row with the component of highest responsibility; components without rows are dropped.
  private func hardened(_ result: Result) -> HardPartition {
    let scores = MixtureScores(result.posterior.densities, maximization.samples, threadCount: 1)
    var members = Array(repeating: [Int32](), count: componentCount)
    for (row, component) in scores.components.enumerated() {
      members[component].append(Int32(row))
    }
    return HardPartition(
      members.filter { !$0.isEmpty }.map(clustering.cluster), in: clustering)
  }
}
