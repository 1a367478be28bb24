import Features
import Learning
import LinearAlgebra
import Records

/// Reasons for the scores of one population, in numbers and in words.
struct Explanations {
  let encoded: EncodedAddresses
  let fit: ClusterFit
  let scores: [Double]
  let assignments: [Int]
  let isAnomalous: [Bool]
  let clusters: [ClusterDescription]
  /// Per cluster the indices of the unflagged members that its name speaks of.
  let namedMembers: [[Int]]
  let side: Side
  let family: AddressFamily
  let seed: UInt64
  let threadCount: Int

  private var samples: Matrix { encoded.samples }

  /// Explains the records of `indices`.
  func of(_ indices: [Int]) -> [Int: Explanation] {
    guard !indices.isEmpty else { return [:] }
    let references = ReferenceClusters(
      clusterCount: clusters.count, assignments: assignments, isAnomalous: isAnomalous)
    let words = Words(self)
    let shares: [Shares]
    switch fit.model {
    case .mixture(let model):
      shares = MixtureExplanations(
        samples: samples, model: model, logDensities: scores, references: references,
        attribution: DensityAttribution(model, seed: seed), threadCount: threadCount
      ).shares(of: indices)
    case .kMeans(let model):
      shares = indices.map { distanceShares(of: $0, model) }
    }
    return Dictionary(
      uniqueKeysWithValues: zip(indices, shares).map { ($0, words.explanation(of: $0, $1)) })
  }

  /// φⱼ = −(xⱼ − cⱼ)² / ‖x − c‖: they sum to minus the distance.
  private func distanceShares(of index: Int, _ model: KMeansModel) -> Shares {
    let cluster = assignments[index]
    let distance = -scores[index]
    let contributions = (0..<samples.columnCount).map { feature in
      let difference = samples[index, feature] - model.centroids[cluster, feature]
      return distance > 0 ? -(difference * difference) / distance : 0
    }
    return Shares(
      referenceCluster: cluster, referenceLogDensity: nil, contributions: contributions)
  }

  /// One record's features with their shares, before they are put in words.
  struct Shares {
    let referenceCluster: Int
    let referenceLogDensity: Double?
    /// `[featureCount]`
    let contributions: [Double]
  }

  /// Values and means of the reference clusters, gathered once.
  private struct Words {
    private let encoded: EncodedAddresses
    private let means: Matrix
    private let clusters: [ClusterDescription]
    private let side: Side
    private let family: AddressFamily
    /// Per cluster and feature.
    private let values: [[Values]]
    private let isUnflaggedMember: (_ index: Int, _ cluster: Int) -> Bool

    init(_ explanations: Explanations) {
      let encoded = explanations.encoded
      self.encoded = encoded
      side = explanations.side
      means = explanations.fit.means
      clusters = explanations.clusters
      family = explanations.family
      isUnflaggedMember = { index, cluster in
        !explanations.isAnomalous[index] && explanations.assignments[index] == cluster
      }
      let unflagged = ReferenceClusters(
        clusterCount: clusters.count, assignments: explanations.assignments,
        isAnomalous: explanations.isAnomalous
      ).unflaggedMembers
      values = zip(explanations.namedMembers, unflagged).map { members in
        encoded.columns.indices.map { feature in
          Values(of: members.0, members.1, feature, encoded)
        }
      }
    }

    func explanation(of index: Int, _ shares: Shares) -> Explanation {
      let cluster = shares.referenceCluster
      let order = shares.contributions.indices.sorted {
        (shares.contributions[$0], $0) < (shares.contributions[$1], $1)
      }
      let reasons = order.map { feature in
        Reason(
          featureIndex: feature, value: encoded.value(index, feature),
          expected: encoded.original(means[cluster, feature], feature),
          contribution: shares.contributions[feature],
          text: text(
            of: index, feature, cluster,
            isStrange: shares.contributions[feature] < 0 && !isUnflaggedMember(index, cluster)))
      }
      return Explanation(
        referenceCluster: cluster, referenceLogDensity: shares.referenceLogDensity,
        reasons: reasons)
    }

    private func text(
      of index: Int, _ feature: Int, _ cluster: Int, isStrange: Bool
    ) -> String {
      let value = encoded.value(index, feature)
      let expected = values[cluster][feature]
      switch encoded.columns[feature] {
      case .octet(let octet):
        return ReasonText(family: family, cluster: clusters[cluster]).text(
          feature: octet, value: value ?? 0, expected: expected.runs, isStrange: isStrange)
      case .behaviour(let behaviour):
        return BehaviourText(side: side, cluster: clusters[cluster]).text(
          behaviour, value: value, isEstimated: encoded.isEstimated(index, feature),
          expected: expected.range, isStrange: isStrange)
      }
    }
  }

  /// What members of a cluster have in one feature, in its own unit; nothing where none is known.
  private struct Values {
    /// Octets of the members that the cluster's networks hold.
    private(set) var runs: ValueRuns?
    /// Behaviour of all members that are not flagged.
    private(set) var range: ClosedRange<Double>?

    init(
      of namedMembers: [Int], _ unflaggedMembers: [Int], _ feature: Int,
      _ encoded: EncodedAddresses
    ) {
      switch encoded.columns[feature] {
      case .octet:
        guard !namedMembers.isEmpty else { return }
        runs = ValueRuns(namedMembers.lazy.compactMap { encoded.value($0, feature) })
      case .behaviour:
        let values = unflaggedMembers.lazy.compactMap { encoded.value($0, feature) }
        if let low = values.min(), let high = values.max() { range = low...high }
      }
    }
  }
}
