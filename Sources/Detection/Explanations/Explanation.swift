/// One feature's exact share in the distance of an address from its reference.
public struct Reason: Sendable, Equatable {
  /// Index into the schema's features.
  public let featureIndex: Int
  /// In the feature's own unit; nil where it is not known.
  public let value: Double?
  /// The reference cluster's mean in this feature, in its own unit.
  public let expected: Double
  /// Negative when the feature makes the address stranger; in natural logarithms for mixtures.
  public let contribution: Double
  /// The finding in words.
  public let text: String

  public init(
    featureIndex: Int, value: Double?, expected: Double, contribution: Double, text: String
  ) {
    self.featureIndex = featureIndex
    self.value = value
    self.expected = expected
    self.contribution = contribution
    self.text = text
  }
}

/// Why one address scores as it does; contributions sum to its score minus the reference's.
public struct Explanation: Sendable, Equatable {
  /// Index of the cluster the address is compared with.
  public let referenceCluster: Int
  /// Mean score of the reference cluster's unflagged members; absent for k-means.
  public let referenceLogDensity: Double?
  /// Most telling first.
  public let reasons: [Reason]

  public init(referenceCluster: Int, referenceLogDensity: Double?, reasons: [Reason]) {
    self.referenceCluster = referenceCluster
    self.referenceLogDensity = referenceLogDensity
    self.reasons = reasons
  }
}
