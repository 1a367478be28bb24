/// How often each class was predicted for rows of each class.
public struct ConfusionMatrix: Sendable, Equatable {
  public let trueNegativeCount: Int
  public let falsePositiveCount: Int
  public let falseNegativeCount: Int
  public let truePositiveCount: Int

  public init(
    trueNegativeCount: Int, falsePositiveCount: Int, falseNegativeCount: Int,
    truePositiveCount: Int
  ) {
    self.trueNegativeCount = trueNegativeCount
    self.falsePositiveCount = falsePositiveCount
    self.falseNegativeCount = falseNegativeCount
    self.truePositiveCount = truePositiveCount
  }

  /// Counts pairs of what is and what was said.
  ///
  /// - Precondition: every label has a prediction.
  public init(labels: [Bool], predictions: [Bool]) {
    precondition(labels.count == predictions.count, "every label has a prediction")
    var truePositiveCount = 0
    var falsePositiveCount = 0
    var positiveCount = 0
    for (label, prediction) in zip(labels, predictions) {
      if label { positiveCount += 1 }
      guard prediction else { continue }
      if label { truePositiveCount += 1 } else { falsePositiveCount += 1 }
    }
    self.init(
      trueNegativeCount: labels.count - positiveCount - falsePositiveCount,
      falsePositiveCount: falsePositiveCount,
      falseNegativeCount: positiveCount - truePositiveCount, truePositiveCount: truePositiveCount)
  }

  /// Counts what is said when every score of at least `threshold` is called positive.
  ///
  /// - Precondition: every label has a score.
  public init(labels: [Bool], scores: [Double], threshold: Double) {
    self.init(labels: labels, predictions: scores.map { $0 >= threshold })
  }

  public var negativeCount: Int { trueNegativeCount + falsePositiveCount }
  public var positiveCount: Int { falseNegativeCount + truePositiveCount }
  public var sampleCount: Int { negativeCount + positiveCount }

  /// Agreement beyond what the shares of both classes give by chance: 1 is perfect, 0 is chance.
  ///
  ///     κ = 1 − Σ observed disagreement / Σ expected disagreement
  ///
  /// - Returns: nil where no disagreement can be expected, because both sides say one thing only.
  /// - SeeAlso: Cohen, "A coefficient of agreement for nominal scales", Educational and
  ///   Psychological Measurement 20 (1960).
  public var cohenKappa: Double? {
    let predictedPositive = Double(falsePositiveCount + truePositiveCount)
    let predictedNegative = Double(trueNegativeCount + falseNegativeCount)
    let expected =
      (Double(negativeCount) * predictedPositive + Double(positiveCount) * predictedNegative)
      / Double(sampleCount)
    guard expected > 0 else { return nil }
    return 1 - Double(falsePositiveCount + falseNegativeCount) / expected
  }
}
