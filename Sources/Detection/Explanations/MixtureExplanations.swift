import Learning
import LinearAlgebra

/// Exact reasons for log densities of a mixture.
///
/// `contribution` = φⱼ(x) − mean φⱼ of the reference cluster's unflagged members, so contributions
/// sum to logDensity − referenceLogDensity.
struct MixtureExplanations {
  let samples: Matrix
  let model: BayesianGaussianMixtureModel
  let logDensities: [Double]
  let references: ReferenceClusters
  let attribution: DensityAttribution
  let threadCount: Int
  /// Of a saved model, in place of what `references` say; nil for none.
  var known: [ReferenceBaseline]?

  /// What every cluster has that an address may be compared with.
  var baselines: [ReferenceBaseline] { known ?? references.eligible.map(baseline) }

  private var eligible: [Int] { known?.map(\.cluster) ?? references.eligible }

  /// Shares of the rows of `indices`, in their order.
  func shares(of indices: [Int]) -> [Explanations.Shares] {
    let chosen = references(of: indices)
    let needed = Set(chosen)
    var baselines: [Int: ReferenceBaseline] = [:]
    for (position, cluster) in eligible.enumerated() where needed.contains(cluster) {
      baselines[cluster] = known?[position] ?? baseline(of: cluster)
    }
    let contributions = attribution.contributions(
      of: samples.selecting(indices), threadCount: threadCount)
    return indices.indices.map { position in
      guard let baseline = baselines[chosen[position]] else {
        preconditionFailure("every chosen reference has a baseline")
      }
      return Explanations.Shares(
        referenceCluster: chosen[position], referenceLogDensity: baseline.logDensity,
        contributions: zip(contributions.row(position), baseline.contributions).map { $0 - $1 })
    }
  }

  /// The eligible cluster of highest cₖ N(x; mₖ, Σₖ) for each row, the first among equals.
  private func references(of indices: [Int]) -> [Int] {
    let joints = model.logJoints(of: samples.selecting(indices))
    let eligible = eligible
    return indices.indices.map { position in
      eligible.max {
        (joints[position, $0], $1) < (joints[position, $1], $0)
      } ?? 0
    }
  }

  private func baseline(of cluster: Int) -> ReferenceBaseline {
    // In lexicographic order, so that the sums do not depend on that in which addresses were met.
    let members = RowOrder.lexicographic(
      references.unflaggedMembers[cluster], of: samples.elements,
      columnCount: samples.columnCount)
    let contributions = attribution.contributions(
      of: samples.selecting(members), threadCount: threadCount)
    let count = Double(max(members.count, 1))
    var sums = Array(repeating: 0.0, count: samples.columnCount)
    var logDensity = 0.0
    for (position, member) in members.enumerated() {
      for feature in sums.indices { sums[feature] += contributions[position, feature] }
      logDensity += logDensities[member]
    }
    return ReferenceBaseline(
      cluster: cluster, contributions: sums.map { $0 / count }, logDensity: logDensity / count)
  }
}
