import Learning
import LinearAlgebra
import Records

/// Reasons for the scores of one population, in numbers and in words.
struct Explanations {
  let samples: Matrix
  let fit: ClusterFit
  let scores: [Double]
  let assignments: [Int]
  let isAnomalous: [Bool]
  let clusters: [ClusterDescription]
  /// Per cluster the indices of the unflagged members that its name speaks of.
  let namedMembers: [[Int]]
  let family: AddressFamily
  let seed: UInt64
  let threadCount: Int
  /// What a saved model compares with, in place of these addresses.
  var known: ReferenceMemory?

  /// What these addresses teach for the reasons of others.
  var memory: ReferenceMemory {
    var baselines: [ReferenceBaseline] = []
    if case .mixture(let model) = fit.model { baselines = mixtureExplanations(model).baselines }
    return ReferenceMemory(
      baselines: baselines,
      memberValues: namedMembers.map { members in
        (0..<samples.columnCount).map { feature in
          Set(members.map { samples[$0, feature] }).sorted()
        }
      })
  }

  private func mixtureExplanations(
    _ model: BayesianGaussianMixtureModel
  ) -> MixtureExplanations {
    MixtureExplanations(
      samples: samples, model: model, logDensities: scores,
      references: ReferenceClusters(
        clusterCount: clusters.count, assignments: assignments, isAnomalous: isAnomalous),
      attribution: DensityAttribution(model, seed: seed), threadCount: threadCount,
      known: known?.baselines)
  }

  /// Explains the records of `indices`.
  func of(_ indices: [Int]) -> [Int: Explanation] {
    guard !indices.isEmpty else { return [:] }
    let words = Words(self)
    let shares: [Shares]
    switch fit.model {
    case .mixture(let model):
      shares = mixtureExplanations(model).shares(of: indices)
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
    private let samples: Matrix
    private let means: Matrix
    private let clusters: [ClusterDescription]
    private let family: AddressFamily
    /// Per cluster and feature, of the members that its name speaks of; nil when there are none.
    private let values: [[ValueRuns?]]
    private let isUnflaggedMember: (_ index: Int, _ cluster: Int) -> Bool

    init(_ explanations: Explanations) {
      let samples = explanations.samples
      self.samples = samples
      means = explanations.fit.means
      clusters = explanations.clusters
      family = explanations.family
      isUnflaggedMember = { index, cluster in
        !explanations.isAnomalous[index] && explanations.assignments[index] == cluster
      }
      if let known = explanations.known {
        values = known.memberValues.map { features in
          features.map { $0.isEmpty ? nil : ValueRuns($0) }
        }
        return
      }
      values = explanations.namedMembers.map { members in
        (0..<samples.columnCount).map { feature in
          members.isEmpty ? nil : ValueRuns(members.lazy.map { samples[$0, feature] })
        }
      }
    }

    func explanation(of index: Int, _ shares: Shares) -> Explanation {
      let cluster = shares.referenceCluster
      let words = ReasonText(family: family, cluster: clusters[cluster])
      let order = shares.contributions.indices.sorted {
        (shares.contributions[$0], $0) < (shares.contributions[$1], $1)
      }
      let reasons = order.map { feature in
        Reason(
          featureIndex: feature, value: samples[index, feature], expected: means[cluster, feature],
          contribution: shares.contributions[feature],
          text: words.text(
            feature: feature, value: samples[index, feature], expected: values[cluster][feature],
            isStrange: shares.contributions[feature] < 0 && !isUnflaggedMember(index, cluster)))
      }
      return Explanation(
        referenceCluster: cluster, referenceLogDensity: shares.referenceLogDensity,
        reasons: reasons)
    }
  }
}
