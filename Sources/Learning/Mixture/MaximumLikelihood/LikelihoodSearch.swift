import LinearAlgebra

/// Raises the likelihood of a fit by giving one component up and dividing another in two.
///
/// Every such exchange is looked at by a few iterations of EM, the best are carried to the end, and
/// so on until none gains.
///
/// - SeeAlso: Ueda, Nakano, Ghahramani and Hinton, "SMEM algorithm for mixture models", Neural
///   Computation 12 (2000); here a component is given up rather than two merged, because EM shares
///   its rows out among all that are left.
struct LikelihoodSearch: Sendable {
  typealias Result = GaussianMixture.Maximization.Result

  let samples: DistinctSamples
  let blocks: SampleBlocks
  let moments: RowMoments
  /// Runs to the end.
  let maximization: GaussianMixture.Maximization
  let threadCount: Int

  /// Iterations by which an exchange is judged.
  private static let glanceIterationCount = 4
  /// Exchanges that are carried to the end in each round.
  private static let finalistCount = 6
  private static let maximumRoundCount = 20
  /// Of each component, the ways to divide it that are tried.
  private static let cutCount = 12
  /// Components that are given up in each round, the lightest first.
  private static let givenUpCount = 8

  /// The fit that no exchange improves.
  func improved(_ start: Result) -> Result {
    var best = start
    let glance = maximization.limited(to: Self.glanceIterationCount)
    for _ in 0..<Self.maximumRoundCount {
      let exchanges = exchanges(in: best.parameters)
      let glances = concurrentMap(count: exchanges.count, threadCount: threadCount) {
        glance.run(from: exchanges[$0])
      }
      let finalists = glances.compactMap(\.self).enumerated()
        .sorted { ($0.element.objective, $1.offset) > ($1.element.objective, $0.offset) }
        .prefix(Self.finalistCount).map(\.element.parameters)
      let results = concurrentMap(count: finalists.count, threadCount: threadCount) {
        maximization.run(from: finalists[$0])
      }
      guard let next = results.compactMap(\.self).max(by: { $0.objective < $1.objective }),
        next.objective > best.objective + MixtureSearch.smallestGain
      else { break }
      best = next
    }
    return best
  }

  /// Statistics of all components but one, with another in two parts.
  private func exchanges(in parameters: LikelihoodParameters) -> [[ComponentStatistics]] {
    let densities = parameters.densities
    guard densities.count > 1 else { return [] }
    let statistics = ExpectationStep(densities, blocks, threadCount: threadCount).statistics
    let assigned = MixtureScores(densities, blocks, threadCount: threadCount).components
    var members = Array(repeating: [Int](), count: densities.count)
    for (row, component) in assigned.enumerated() { members[component].append(row) }
    let lightest = statistics.indices
      .sorted { (statistics[$0].weight, $0) < (statistics[$1].weight, $1) }
      .prefix(Self.givenUpCount)
    return members.indices.flatMap { divided in
      cuts(of: members[divided]).flatMap { halves in
        lightest.filter { $0 != divided }.map { givenUp in
          statistics.indices.filter { $0 != divided && $0 != givenUp }.map { statistics[$0] }
            + halves
        }
      }
    }
  }

  /// Both parts of some rows, by cuts along an axis: where the sum of squares falls most, and where a
  /// quarter of the rows is cut off, for each feature.
  private func cuts(of members: [Int]) -> [[ComponentStatistics]] {
    let cuts = (0..<samples.featureCount).flatMap { self.cuts(of: members, along: $0) }
    return cuts.enumerated()
      .sorted { ($0.element.gain, $1.offset) > ($1.element.gain, $0.offset) }
      .prefix(Self.cutCount)
      .map { _, cut in
        let left = members.filter { samples.rows[$0, cut.feature] <= cut.value }
        let right = members.filter { samples.rows[$0, cut.feature] > cut.value }
        return [left, right].map { half in
          moments.statistics(of: moments.sum(of: half.map { Int32($0) }))
        }
      }
  }

  private struct Cut {
    let feature: Int
    /// Rows of at most this go left.
    let value: Double
    /// Share of the sum of squares along the feature that the cut takes away.
    let gain: Double
  }

  private func cuts(of members: [Int], along feature: Int) -> [Cut] {
    let order = members.sorted {
      (samples.rows[$0, feature], $0) < (samples.rows[$1, feature], $1)
    }
    var (weight, sum, squares) = (0.0, 0.0, 0.0)
    let center = moments.center[feature]
    for row in members {
      let value = samples.rows[row, feature] - center
      weight += samples.weights[row]
      sum += samples.weights[row] * value
      squares += samples.weights[row] * value * value
    }
    let scatter = squares - sum * sum / weight
    guard scatter > 0 else { return [] }
    var (below, sumBelow) = (0.0, 0.0)
    var best: Cut?
    var quarters: [Cut] = []
    for (row, next) in zip(order, order.dropFirst()) {
      below += samples.weights[row]
      sumBelow += samples.weights[row] * (samples.rows[row, feature] - center)
      guard samples.rows[row, feature] < samples.rows[next, feature] else { continue }
      let difference = sumBelow / below - (sum - sumBelow) / (weight - below)
      let gain = below * (weight - below) / weight * difference * difference / scatter
      let cut = Cut(feature: feature, value: samples.rows[row, feature], gain: gain)
      if gain > best?.gain ?? 0 { best = cut }
      if quarters.isEmpty, below >= weight / 4 { quarters.append(cut) }
      if quarters.count == 1, below >= weight * 3 / 4 { quarters.append(cut) }
    }
    let others = quarters.filter { $0.value != best?.value }
    return [best].compactMap(\.self) + others
  }
}

extension ExpectationMaximization {
  /// The same with another number of iterations at most.
  fileprivate func limited(to count: Int) -> ExpectationMaximization {
    ExpectationMaximization(
      samples: samples, tolerance: tolerance, maximumIterationCount: count, threadCount: 1,
      maximize: maximize)
  }
}
