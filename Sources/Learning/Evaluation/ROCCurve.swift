/// Shares of negative and of positive rows called positive, threshold by threshold.
///
/// - SeeAlso: scikit-learn's `roc_curve`, whose points these are.
public struct ROCCurve: Sendable, Equatable {
  /// Falling; the first is +∞, at which nothing is called positive.
  public let thresholds: [Double]
  /// Negative rows called positive, of all negative rows; nil when there are none.
  public let falsePositiveRates: [Double]?
  /// Positive rows called positive, of all positive rows; nil when there are none.
  public let truePositiveRates: [Double]?

  /// - Parameters:
  ///   - labels: `[sampleCount]`.
  ///   - scores: `[sampleCount]`, higher means more surely positive.
  ///   - dropsIntermediatePoints: leaves out points on a line between their neighbours, which
  ///     changes no area, but a search for thresholds needs them.
  /// - Precondition: every label has a score that is a number.
  public init(labels: [Bool], scores: [Double], dropsIntermediatePoints: Bool = false) {
    let levels = ScoreLevels(labels: labels, scores: scores)
    let falsePositives = levels.falsePositiveCounts
    let truePositives = levels.truePositiveCounts
    let kept = levels.thresholds.indices.filter { index in
      guard dropsIntermediatePoints, index > 0, index < levels.thresholds.count - 1 else {
        return true
      }
      // scikit-learn's test: a point goes when both counts rise as much after it as before.
      return Self.bends(falsePositives, at: index) || Self.bends(truePositives, at: index)
    }
    thresholds = [.infinity] + kept.map { levels.thresholds[$0] }
    falsePositiveRates = Self.rates(kept.map { falsePositives[$0] })
    truePositiveRates = Self.rates(kept.map { truePositives[$0] })
  }

  /// The chance that a positive row scores higher than a negative one, ties counting half.
  ///
  /// - Returns: nil when all rows are of one class.
  public var area: Double? {
    guard let falsePositiveRates, let truePositiveRates else { return nil }
    return trapezoidalArea(falsePositiveRates, truePositiveRates)
  }

  private static func bends(_ counts: [Int], at index: Int) -> Bool {
    counts[index + 1] - counts[index] != counts[index] - counts[index - 1]
  }

  private static func rates(_ counts: [Int]) -> [Double]? {
    guard let total = counts.last, total > 0 else { return nil }
    return [0] + counts.map { Double($0) / Double(total) }
  }
}
