/// How much the rows of each class weigh in a fit, beside their own weights.
public enum ClassWeighting: Sendable, Equatable {
  /// Every row as much as it weighs.
  case none
  /// Both classes the same in sum: the total weight divided by twice that of the class.
  case balanced
  case given(negative: Double, positive: Double)

  /// Checks that given weights are usable.
  func check() throws(InvalidHyperparameter) {
    guard case .given(let negative, let positive) = self else { return }
    for weight in [negative, positive] where !(weight > 0 && weight <= 1e150) {
      throw InvalidHyperparameter(
        name: "classWeights", requirement: "positive and at most 1e150", value: "\(weight)")
    }
  }

  /// What the weights of rows are multiplied by.
  func factors(
    negativeWeight: Double, positiveWeight: Double
  ) -> (negative: Double, positive: Double) {
    switch self {
    case .none: (1, 1)
    case .balanced:
      (
        (negativeWeight + positiveWeight) / (2 * negativeWeight),
        (negativeWeight + positiveWeight) / (2 * positiveWeight)
      )
    case .given(let negative, let positive): (negative, positive)
    }
  }

  func factors(labels: [Bool], weights: [Double]?) -> (negative: Double, positive: Double) {
    var negative = 0.0
    var positive = 0.0
    for (row, isPositive) in labels.enumerated() {
      if isPositive { positive += weights?[row] ?? 1 } else { negative += weights?[row] ?? 1 }
    }
    return factors(negativeWeight: negative, positiveWeight: positive)
  }

  func factors(_ samples: LabelledSamples) -> (negative: Double, positive: Double) {
    factors(
      negativeWeight: samples.totalNegativeWeight, positiveWeight: samples.totalPositiveWeight)
  }
}
