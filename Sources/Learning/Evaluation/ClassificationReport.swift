/// How well predictions find each class, and both together.
///
/// A ratio with nothing beneath it is 0, as in scikit-learn's `classification_report` with
/// `labels=[False, True]` and `zero_division=0`.
public struct ClassificationReport: Sendable, Equatable {
  /// Figures of one class, or a mean of both classes'.
  public struct Figures: Sendable, Equatable {
    /// Share of right ones among the rows that were said to be of the class.
    public let precision: Double
    /// Share of the class's rows that were found.
    public let recall: Double
    /// Harmonic mean of precision and recall.
    public let f1: Double
    /// Rows of the class.
    public let support: Int

    public init(precision: Double, recall: Double, f1: Double, support: Int) {
      self.precision = precision
      self.recall = recall
      self.f1 = f1
      self.support = support
    }

    fileprivate init(hitCount: Int, predictedCount: Int, support: Int) {
      self.init(
        precision: ratio(hitCount, predictedCount), recall: ratio(hitCount, support),
        f1: ratio(2 * hitCount, support + predictedCount), support: support)
    }

    /// The mean of two, weighted.
    fileprivate init(_ first: Figures, _ second: Figures, weights: (Double, Double)) {
      let total = weights.0 + weights.1
      func mean(_ figure: KeyPath<Figures, Double>) -> Double {
        guard total > 0 else { return 0 }
        return (first[keyPath: figure] * weights.0 + second[keyPath: figure] * weights.1) / total
      }
      self.init(
        precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1),
        support: first.support + second.support)
    }
  }

  public let negative: Figures
  public let positive: Figures
  /// Share of all rows that were called right.
  public let accuracy: Double
  /// The plain mean of both classes.
  public let macro: Figures
  /// The mean of both classes by their support.
  public let weighted: Figures

  public init(_ confusion: ConfusionMatrix) {
    negative = Figures(
      hitCount: confusion.trueNegativeCount,
      predictedCount: confusion.trueNegativeCount + confusion.falseNegativeCount,
      support: confusion.negativeCount)
    positive = Figures(
      hitCount: confusion.truePositiveCount,
      predictedCount: confusion.truePositiveCount + confusion.falsePositiveCount,
      support: confusion.positiveCount)
    accuracy = ratio(
      confusion.trueNegativeCount + confusion.truePositiveCount, confusion.sampleCount)
    macro = Figures(negative, positive, weights: (1, 1))
    weighted = Figures(
      negative, positive, weights: (Double(negative.support), Double(positive.support)))
  }
}

private func ratio(_ numerator: Int, _ denominator: Int) -> Double {
  denominator == 0 ? 0 : Double(numerator) / Double(denominator)
}
