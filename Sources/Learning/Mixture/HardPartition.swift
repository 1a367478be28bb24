import LinearAlgebra

/// A hard assignment of all rows to at most as many clusters as there are components.
struct HardPartition: Sendable {
  let clusters: [HardCluster]
  /// The bound of the assignment in closed form; missing components are empty ones.
  let bound: Double

  init(_ clusters: [HardCluster], in clustering: HardClustering) {
    self.clusters = clusters
    let empty = clustering.bound.componentTerm(
      of: .empty(featureCount: clustering.samples.featureCount))
    let missing = max(0, clustering.bound.prior.componentCount - clusters.count)
    bound = clustering.bound.partitionBound(
      weights: clusters.map(\.statistics.weight) + Array(repeating: 0, count: missing),
      componentTerms: clusters.map(\.term) + Array(repeating: empty, count: missing))
  }

  /// Statistics of all components, empty ones last.
  func statistics(componentCount: Int, featureCount: Int) -> [ComponentStatistics] {
    clusters.map(\.statistics)
      + Array(
        repeating: .empty(featureCount: featureCount), count: componentCount - clusters.count)
  }

  /// The partition with its cheapest pairs merged until `count` clusters are left.
  func mergedDown(to count: Int, in clustering: HardClustering) -> HardPartition {
    var partition = self
    while partition.clusters.count > count {
      var best: (first: Int, second: Int, gain: Double)?
      for first in partition.clusters.indices {
        for second in partition.clusters.indices where first < second {
          let gain = clustering.mergeGain(partition.clusters[first], partition.clusters[second])
          if gain > best?.gain ?? -.infinity { best = (first, second, gain) }
        }
      }
      guard let best else { break }
      partition = partition.applying(.merge(best.first, best.second), in: clustering)
    }
    return partition
  }

  /// A change of the partition, scored without making it.
  enum Move: Sendable {
    case split(Int, AxisCut)
    case merge(Int, Int)
    /// Merges two clusters and cuts them elsewhere.
    case recut(Int, Int, AxisCut)
    /// Merges two clusters and spends the freed component on a cut of a third.
    case mergeAndSplit(Int, Int, Int, AxisCut)
  }

  /// All moves with their estimated gains, best first.
  func moves(in clustering: HardClustering) -> [(move: Move, gain: Double)] {
    var moves: [(move: Move, gain: Double)] = []
    let hasFreeComponent = clusters.count < clustering.bound.prior.componentCount
    let emptyTerm = clustering.bound.componentTerm(
      of: .empty(featureCount: clustering.samples.featureCount))
    if hasFreeComponent {
      for (index, cluster) in clusters.enumerated() {
        moves += cluster.cuts.map { (.split(index, $0), $0.gain - emptyTerm) }
      }
    }
    for first in clusters.indices {
      for second in clusters.indices where first < second {
        let merged = clustering.merge(clusters[first], clusters[second])
        let loss = clustering.mergeGain(clusters[first], clusters[second])
        moves.append((.merge(first, second), loss))
        moves += merged.cuts.map { (.recut(first, second, $0), loss + $0.gain - emptyTerm) }
        for third in clusters.indices where third != first && third != second {
          moves += clusters[third].cuts.map {
            (.mergeAndSplit(first, second, third, $0), loss + $0.gain - emptyTerm)
          }
        }
      }
    }
    let order = moves.indices.sorted { (moves[$0].gain, $1) > (moves[$1].gain, $0) }
    return order.map { moves[$0] }
  }

  /// The partition after `move`, scored exactly.
  func applying(_ move: Move, in clustering: HardClustering) -> HardPartition {
    var clusters = self.clusters
    func split(_ index: Int, at cut: AxisCut) {
      let (left, right) = clustering.split(clusters[index], at: cut)
      clusters[index] = left
      clusters.append(right)
    }
    func merge(_ first: Int, _ second: Int) {
      clusters[first] = clustering.merge(clusters[first], clusters[second])
      clusters.remove(at: second)
    }
    switch move {
    case .split(let index, let cut):
      split(index, at: cut)
    case .merge(let first, let second):
      merge(first, second)
    case .recut(let first, let second, let cut):
      merge(first, second)
      split(first, at: cut)
    case .mergeAndSplit(let first, let second, let third, let cut):
      // The split comes first: the merge removes an index.
      split(third, at: cut)
      merge(first, second)
    }
    return HardPartition(clusters, in: clustering)
  }
}
