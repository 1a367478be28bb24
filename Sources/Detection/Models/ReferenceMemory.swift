/// What an ordinary member of a reference cluster scores, feature by feature.
public struct ReferenceBaseline: Sendable, Equatable {
  public let cluster: Int
  /// Mean φ of the cluster's unflagged members, `[featureCount]`, natural logarithms.
  public let contributions: [Double]
  /// Mean log density of the same members.
  public let logDensity: Double

  public init(cluster: Int, contributions: [Double], logDensity: Double) {
    self.cluster = cluster
    self.contributions = contributions
    self.logDensity = logDensity
  }
}

/// What reasons compare with, kept of the addresses that a model was fitted to.
public struct ReferenceMemory: Sendable, Equatable {
  /// Clusters that an address may be compared with, in their order; empty for k-means, which
  /// compares with the nearest.
  public let baselines: [ReferenceBaseline]
  /// Per cluster and feature, rising: every octet of the unflagged members that the cluster's name
  /// speaks of, or the least and the largest value of behaviour among all unflagged members, in its
  /// own unit; empty where nothing is known.
  public let memberValues: [[[Double]]]

  public init(baselines: [ReferenceBaseline], memberValues: [[[Double]]]) {
    self.baselines = baselines
    self.memberValues = memberValues
  }
}
