import Learning

/// How well scores tell the periods of attacks from the others.
public struct LoginEvaluation: Sendable, Equatable {
  public let labels: [Bool]
  /// Periods of a score of at least this are called attacks.
  public let threshold: Double
  public let confusion: ConfusionMatrix
  public let report: ClassificationReport
  public let precisionRecall: PrecisionRecallCurve
  public let roc: ROCCurve

  /// - Parameters:
  ///   - labels: `[rowCount]`, whether each period was attacked.
  ///   - scores: `[rowCount]`, higher means more surely an attack.
  public init(labels: [Bool], scores: [Double], threshold: Double) {
    self.labels = labels
    self.threshold = threshold
    confusion = ConfusionMatrix(labels: labels, scores: scores, threshold: threshold)
    report = ClassificationReport(confusion)
    precisionRecall = PrecisionRecallCurve(labels: labels, scores: scores)
    roc = ROCCurve(labels: labels, scores: scores)
  }
}
