/// Thresholds that meet what was asked of them.
public struct ThresholdSearch: Sendable, Equatable {
  /// Scores that occur, rising.
  public let thresholds: [Double]

  /// The one that calls the fewest rows positive.
  public var largest: Double? { thresholds.last }

  /// Finds the scores at which precision and recall are at least the given ones.
  public init(
    _ curve: PrecisionRecallCurve, minimumPrecision: Double, minimumRecall: Double
  ) {
    thresholds = curve.thresholds.indices
      .filter {
        curve.precisions[$0] >= minimumPrecision && curve.recalls[$0] >= minimumRecall
      }
      .map { curve.thresholds[$0] }
  }

  /// Finds the scores at which not too many negative and enough positive rows are called positive.
  ///
  /// +∞ is no score, so it is not among them even where nothing need be found. Without negative or
  /// without positive rows there are none.
  /// - Precondition: `curve` has all its points.
  public init(
    _ curve: ROCCurve, maximumFalsePositiveRate: Double, minimumTruePositiveRate: Double
  ) {
    guard let falsePositiveRates = curve.falsePositiveRates,
      let truePositiveRates = curve.truePositiveRates
    else {
      thresholds = []
      return
    }
    thresholds = curve.thresholds.indices.dropFirst().reversed()
      .filter {
        falsePositiveRates[$0] <= maximumFalsePositiveRate
          && truePositiveRates[$0] >= minimumTruePositiveRate
      }
      .map { curve.thresholds[$0] }
  }
}
