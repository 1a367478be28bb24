/// How the border between usual and unusual is chosen.
public enum ThresholdRule: Sendable, Equatable {
  /// Addresses strictly below this percentile of the densities, 0 ... 100, are unusual.
  case percentile(Double)
}

/// The border a rule gave on one population; addresses of a lower score are unusual.
public struct Threshold: Sendable, Equatable {
  public let rule: ThresholdRule
  /// Log density for mixtures; minus the distance to the nearest centroid for k-means.
  public let score: Double

  public init(rule: ThresholdRule, score: Double) {
    self.rule = rule
    self.score = score
  }

  /// The same border where higher means stranger.
  public var anomalyScore: Double { -score }
}
