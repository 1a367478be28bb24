/// How the border between usual and unusual is chosen.
public enum ThresholdRule: Sendable, Equatable {
  /// Addresses strictly below this percentile of the scores, 0 ... 100, are unusual.
  case percentile(Double)
  /// Addresses of a score strictly below this are unusual: a log density, or minus a distance.
  case density(Double)
  /// Addresses with this p-value or a lower one are unusual.
  case pValue(Double)
  /// As many addresses are unusual as keep the expected share of false findings at this rate.
  case falseDiscoveryRate(Double)

  /// Whether it needs p-values, and so a density.
  public var isCalibrated: Bool {
    switch self {
    case .percentile, .density: false
    case .pValue, .falseDiscoveryRate: true
    }
  }
}

/// The border a rule gave on one population: a score, or a p-value where the rule is calibrated.
public struct Threshold: Sendable, Equatable {
  public let rule: ThresholdRule
  /// Log density for mixtures, minus the distance to the nearest centroid for k-means; lower scores
  /// are unusual.
  public let score: Double?
  public let calibration: CalibratedBorder?

  public init(rule: ThresholdRule, score: Double) {
    self.rule = rule
    self.score = score
    calibration = nil
  }

  public init(rule: ThresholdRule, calibration: CalibratedBorder) {
    self.rule = rule
    score = nil
    self.calibration = calibration
  }

  /// Applies a rule without calibration to the scores of a population, every address counting once.
  ///
  /// - Precondition: there is at least one score.
  public init(_ rule: ThresholdRule, of scores: [Double]) {
    switch rule {
    case .percentile(let percentile):
      self.init(rule: rule, score: Self.percentile(percentile, of: scores))
    case .density(let score):
      self.init(rule: rule, score: score)
    case .pValue, .falseDiscoveryRate:
      preconditionFailure("calibrated rules look at p-values")
    }
  }

  /// The same border where higher means stranger.
  public var anomalyScore: Double? { score.map { 0 - $0 } }

  /// Whether an address of this score lies beyond the border; ties at it are usual.
  ///
  /// - Precondition: the rule is not calibrated.
  public func isAnomalous(_ score: Double) -> Bool {
    guard let border = self.score else {
      preconditionFailure("calibrated rules look at p-values")
    }
    return score < border
  }

  /// The percentile by linear interpolation at rank P (n − 1) / 100, as in NumPy.
  ///
  /// - SeeAlso: Hyndman and Fan, "Sample quantiles in statistical packages" (1996), definition 7.
  static func percentile(_ percentile: Double, of values: [Double]) -> Double {
    precondition(!values.isEmpty, "a percentile is taken of at least one value")
    precondition(percentile >= 0 && percentile <= 100, "a percentile lies in 0 ... 100")
    let sorted = values.sorted()
    let rank = percentile * Double(sorted.count - 1) / 100
    let lower = Int(rank)
    let upper = min(lower + 1, sorted.count - 1)
    let below = sorted[lower]
    let above = sorted[upper]
    // Equal neighbours stay unchanged: interpolating would move them by a rounding error.
    if below == above { return below }
    let fraction = rank - Double(lower)
    // From the nearer end, as NumPy does, so that results agree to the last bit.
    return fraction < 0.5
      ? below + (above - below) * fraction : above - (above - below) * (1 - fraction)
  }
}
