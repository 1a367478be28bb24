import Features
import Learning
import LinearAlgebra

// An address that calls, and is called from then on, has changed its kind, although none of its counts
// need have changed more than those of others do. So the addresses of both times are put into clusters
// by the logarithms of their counts, as those of a scan are by their behaviour, and whoever is well
// within another cluster than before has moved. How improbable that is, the way tells that it went
// through all measures at once, beside the ways of others: where counts swing, many go far.

/// Which addresses of both times went from one cluster of behaviour to another.
struct ClusterMoves {
  typealias Pair = BehaviourShifts.Pair

  struct Finding {
    let pair: Pair
    /// In bits.
    let surprise: Double
    let from: Change.Cluster
    let to: Change.Cluster
  }

  private(set) var findings: [Finding] = []

  /// Fewer counts tell how much there is of an address, and not what it does.
  private static let smallestMeasureCount = 6
  private static let smallestPairCount = 24
  /// Addresses among which clusters are looked for; of more, evenly chosen ones.
  private static let largestLearnedCount = KMeansElbow.largestSilhouetteRowCount / 2
  private static let clusterCounts = 2...8
  /// A mean silhouette above which clusters are a reasonable structure, and not a cut through one
  /// (Kaufman and Rousseeuw, *Finding Groups in Data*, 1990, table 4).
  private static let smallestSilhouette = 0.5
  /// Well within a cluster is an address which any other is so many times as far from.
  private static let clearRatio = 2.0
  /// Of ways, in standard deviations of the addresses.
  private static let smallestDecay = 0.25

  /// - Parameter pairs: addresses that were heard both times.
  init(_ pairs: [Pair]) {
    guard pairs.count >= Self.smallestPairCount, let levels = HostLevels(pairs),
      levels.measures.count >= Self.smallestMeasureCount
    else { return }
    let learnedCount = min(pairs.count, Self.largestLearnedCount)
    let learned = (0..<learnedCount).map { pairs[$0 * pairs.count / learnedCount] }
    guard
      let model = Self.clusters(
        of: Matrix(rows: learned.flatMap { [levels.before($0), levels.after($0)] }))
    else { return }
    let moves = pairs.map { Move(levels.before($0), levels.after($0), model) }
    var counts = Array(repeating: (before: 0, after: 0, moved: 0), count: model.clusterCount)
    for move in moves {
      counts[move.from].before += 1
      counts[move.to].after += 1
      if move.isClear { counts[move.from].moved += 1 }
    }
    let traits = model.centroids.rows.map(levels.traits)
    let ways = OrdinaryTail(moves.map(\.way), smallestDecay: Self.smallestDecay)
    for (pair, move) in zip(pairs, moves) where move.isClear {
      // To behave as others do takes others, before and after.
      guard counts[move.from].before > 1, counts[move.to].after > 1 else { continue }
      let surprise = ways.surprise(of: move.way)
      guard surprise >= BehaviourShifts.requiredBits(addressCount: pairs.count) else { continue }
      findings.append(
        Finding(
          pair: pair, surprise: surprise,
          from: Change.Cluster(
            otherCount: counts[move.from].before - 1, alikeCount: counts[move.from].moved - 1,
            traits: traits[move.from]),
          to: Change.Cluster(
            otherCount: counts[move.to].after - 1, alikeCount: nil, traits: traits[move.to])))
    }
  }

  /// As many clusters as have the highest silhouette; nil where there are none to speak of.
  private static func clusters(of rows: Matrix) -> KMeansModel? {
    var choice = KMeansElbow.Configuration()
    choice.clusterCounts = clusterCounts
    choice.referenceSetCount = 0
    guard let table = try? KMeansElbow(choice).fit(rows),
      let count = table.countOfHighestSilhouette,
      let silhouette = table.rows.first(where: { $0.clusterCount == count })?.silhouette,
      silhouette > smallestSilhouette
    else { return nil }
    var configuration = KMeans.Configuration()
    configuration.clusterCount = count
    return try? KMeans(configuration).fit(rows, weights: nil)
  }

  /// From which cluster to which an address went.
  private struct Move {
    let from: Int
    let to: Int
    /// Whether it went from well within one to well within another.
    let isClear: Bool
    /// How far it went, in standard deviations of the addresses.
    let way: Double

    init(_ before: [Double], _ after: [Double], _ model: KMeansModel) {
      let (old, new) = (
        Self.squaredDistances(before, model), Self.squaredDistances(after, model)
      )
      from = old.indices.min { old[$0] < old[$1] } ?? 0
      to = new.indices.min { new[$0] < new[$1] } ?? 0
      isClear = from != to && Self.isWithin(from, old) && Self.isWithin(to, new)
      way = Self.squaredDistance(before, after).squareRoot()
    }

    private static func isWithin(_ cluster: Int, _ squares: [Double]) -> Bool {
      squares.indices.allSatisfy {
        $0 == cluster || squares[$0] >= clearRatio * clearRatio * squares[cluster]
      }
    }

    private static func squaredDistances(_ row: [Double], _ model: KMeansModel) -> [Double] {
      model.centroids.rows.map { squaredDistance(row, $0) }
    }

    private static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
  }
}

/// The logarithms of counts, standardised over both times, without what differs between these for all.
private struct HostLevels {
  /// Those that are known of all addresses at both times.
  let measures: [HostMeasure]
  /// By measure: the median change, which is that of the length of the capture.
  private let shifts: [Double]
  private let means: [Double]
  private let deviations: [Double]

  /// No spread counts as smaller, in doublings: of a few, counts differ that much by chance.
  private static let smallestDeviation = 0.25
  /// Two measures name a cluster, if they are so many deviations from the mean.
  private static let traitCount = 2
  private static let smallestTrait = 0.5

  /// Nil where no measure is known of all.
  init?(_ pairs: [BehaviourShifts.Pair]) {
    measures = HostMeasure.allCases.filter { measure in
      pairs.allSatisfy { $0.before[measure] != nil && $0.after[measure] != nil }
    }
    guard !measures.isEmpty, !pairs.isEmpty else { return nil }
    var (shifts, means, deviations) = ([Double](), [Double](), [Double]())
    for measure in measures {
      let old = pairs.map { measure.level($0.before[measure] ?? 0) }
      let new = pairs.map { measure.level($0.after[measure] ?? 0) }
      let shift = zip(new, old).map { $0 - $1 }.sorted().quantile(0.5)
      let levels = old + new.map { $0 - shift }
      let mean = levels.reduce(0, +) / Double(levels.count)
      let variance = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(levels.count)
      shifts.append(shift)
      means.append(mean)
      deviations.append(max(variance.squareRoot(), Self.smallestDeviation))
    }
    (self.shifts, self.means, self.deviations) = (shifts, means, deviations)
  }

  func before(_ pair: BehaviourShifts.Pair) -> [Double] {
    measures.indices.map { standardised(pair.before, $0, shift: 0) }
  }

  func after(_ pair: BehaviourShifts.Pair) -> [Double] {
    measures.indices.map { standardised(pair.after, $0, shift: shifts[$0]) }
  }

  private func standardised(_ host: Host, _ index: Int, shift: Double) -> Double {
    (measures[index].level(host[measures[index]] ?? 0) - shift - means[index])
      / deviations[index]
  }

  /// What tells a cluster from all, the most telling first.
  func traits(_ centroid: [Double]) -> [Change.Trait] {
    centroid.indices
      .filter { abs(centroid[$0]) >= Self.smallestTrait }
      .sorted { (abs(centroid[$1]), $0) < (abs(centroid[$0]), $1) }
      .prefix(Self.traitCount)
      .map { Change.Trait(measure: measures[$0], isMany: centroid[$0] > 0) }
  }
}
