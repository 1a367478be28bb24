/// Precision and recall, threshold by threshold.
///
/// - SeeAlso: scikit-learn's `precision_recall_curve`, whose points these are.
public struct PrecisionRecallCurve: Sendable, Equatable {
  /// Distinct scores, rising.
  public let thresholds: [Double]
  /// Right ones among the rows called positive; one more than thresholds, the last is 1.
  public let precisions: [Double]
  /// Positive rows found; one more than thresholds, the last is 0. 1 when there are none to find.
  public let recalls: [Double]

  /// - Parameters:
  ///   - labels: `[sampleCount]`.
  ///   - scores: `[sampleCount]`, higher means more surely positive.
  /// - Precondition: every label has a score that is a number.
  public init(labels: [Bool], scores: [Double]) {
    let levels = ScoreLevels(labels: labels, scores: scores)
    let positiveCount = levels.truePositiveCounts.last ?? 0
    let pairs = zip(levels.truePositiveCounts, levels.falsePositiveCounts).reversed()
    thresholds = levels.thresholds.reversed()
    precisions = pairs.map { Double($0.0) / Double($0.0 + $0.1) } + [1]
    recalls =
      pairs.map { positiveCount == 0 ? 1 : Double($0.0) / Double(positiveCount) } + [0]
  }

  /// The mean of precisions by the recall that each threshold adds; 0 without positive rows.
  public var averagePrecision: Double {
    var sum = 0.0
    for index in thresholds.indices {
      sum += (recalls[index] - recalls[index + 1]) * precisions[index]
    }
    return sum
  }

  /// The area under straight lines between the points, which flatters: between two points
  /// precision is no line.
  ///
  /// - SeeAlso: Davis and Goadrich, "The relationship between precision-recall and ROC curves",
  ///   ICML (2006).
  public var trapezoidalArea: Double {
    Learning.trapezoidalArea(recalls.reversed(), precisions.reversed())
  }
}
