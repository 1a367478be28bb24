import Learning
import LinearAlgebra
import Records

/// What would be usual in the place of the flagged addresses of one population.
struct Alternatives {
  let samples: Matrix
  let scores: [Double]
  let model: FittedModel
  let flagging: Flagging
  /// Per feature the whole numbers it may take; nil for one that cannot be chosen.
  let grids: [ClosedRange<Int>?]
  let family: AddressFamily
  let threadCount: Int

  /// Flagged addresses that are looked at, the strangest first.
  private static let largestFindingCount = 1_000
  /// Comparisons of a flagged with an unflagged address: some hundredths of a second.
  private static let largestComparisonCount = 5_000_000
  /// Steps of all searches together: about a second when all of them are needed, which no capture
  /// of ours does. An IPv4 address takes up to 50 000, most of them some tens.
  private static let stepLimit = 10_000_000
  private static let largestStepLimit = 100_000

  /// By index of the record.
  var byRecord: [Int: Alternative] {
    let isAnomalous = flagging.isAnomalous
    // In lexicographic order, so that ties do not go by the order in which addresses were met.
    let order = RowOrder.lexicographic(of: samples)
    let normal = order.filter { !isAnomalous[$0] }
    let findings = order.filter { isAnomalous[$0] }.enumerated()
      .sorted { (scores[$0.element], $0.offset) < (scores[$1.element], $1.offset) }
      .prefix(min(Self.largestFindingCount, Self.largestComparisonCount / max(normal.count, 1)))
      .map(\.element)
    guard !findings.isEmpty else { return [:] }
    let searches = searches(
      stepLimit: min(Self.largestStepLimit, Self.stepLimit / findings.count))
    let alternatives = concurrentMap(count: findings.count, threadCount: threadCount) { rank in
      alternative(of: findings[rank], normal: normal, searches)
    }
    return Dictionary(uniqueKeysWithValues: zip(findings, alternatives))
  }

  /// One search, or one per fold of a calibration; nil where there is no border.
  ///
  /// A calibrated rule judges an address by the fit without its fold, in which p-values rise with
  /// the density: what is at least as dense as the least dense unflagged address is not flagged.
  private func searches(stepLimit: Int) -> [CounterfactualSearch?] {
    func search(_ set: LevelSet) -> CounterfactualSearch {
      CounterfactualSearch(set, grids: grids, stepLimit: stepLimit)
    }
    guard let calibration = flagging.calibration else {
      guard let border = flagging.threshold.score else { return [nil] }
      switch model {
      case .mixture(let mixture):
        return [search(LevelSet(mixture, atLeast: border))]
      case .kMeans(let kMeans):
        return [search(LevelSet(kMeans, within: 0 - border))]
      }
    }
    return calibration.densities.enumerated().map { fold, density in
      let usual = calibration.folds.indices.lazy.filter {
        calibration.folds[$0] == fold && !flagging.isAnomalous[$0]
      }
      guard let border = usual.map({ calibration.logDensities[$0] }).min() else { return nil }
      return search(LevelSet(density, atLeast: border))
    }
  }

  private func alternative(
    of index: Int, normal: [Int], _ searches: [CounterfactualSearch?]
  ) -> Alternative {
    let row = samples.row(index)
    let nearest = nearestNormal(to: index, among: normal)
    var counterfactual: Counterfactual?
    let search = searches[flagging.calibration?.folds[index] ?? 0]
    if let found = search?.nearest(to: row, known: nearest.map(samples.row)) {
      let changes = FeatureChange.changes(from: row, to: found.row)
      counterfactual = Counterfactual(
        changes: changes, score: score(of: found.row), isExact: found.isExact,
        text: OctetText(family: family).counterfactual(changes, row: found.row))
    }
    return Alternative(
      nearestNormal: nearest.map {
        NearestNormal(index: $0, changes: FeatureChange.changes(from: row, to: samples.row($0)))
      },
      counterfactual: counterfactual)
  }

  /// The row with the fewest differing features, then the smallest sum of changes; the first of
  /// `normal` among equals.
  private func nearestNormal(to index: Int, among normal: [Int]) -> Int? {
    let width = samples.columnCount
    let start = index * width
    var best: (index: Int, count: Int, sum: Double)?
    for other in normal {
      var count = 0
      var sum = 0.0
      for feature in 0..<width {
        let difference =
          samples.elements[other * width + feature] - samples.elements[start + feature]
        if difference != 0 { count += 1 }
        sum += abs(difference)
      }
      guard let known = best, (known.count, known.sum) <= (count, sum) else {
        best = (other, count, sum)
        continue
      }
    }
    return best?.index
  }

  private func score(of row: [Double]) -> Double {
    let samples = Matrix(rows: [row])
    switch model {
    case .mixture(let mixture): return mixture.scores(of: samples).logDensities[0]
    case .kMeans(let kMeans): return 0 - kMeans.nearestCentroids(of: samples).distances[0]
    }
  }
}
