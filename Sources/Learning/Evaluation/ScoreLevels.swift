import LinearAlgebra

/// Rows of each class with at least each score that occurs.
struct ScoreLevels: Sendable, Equatable {
  /// Distinct scores, falling.
  let thresholds: [Double]
  /// Negative rows of at least the threshold.
  let falsePositiveCounts: [Int]
  /// Positive rows of at least the threshold.
  let truePositiveCounts: [Int]

  /// - Precondition: every label has a score that is a number.
  init(labels: [Bool], scores: [Double]) {
    precondition(labels.count == scores.count, "every label has a score")
    precondition(!scores.contains { $0.isNaN }, "scores are numbers")
    var thresholds: [Double] = []
    var falsePositiveCounts: [Int] = []
    var truePositiveCounts: [Int] = []
    var falsePositiveCount = 0
    var truePositiveCount = 0
    let order = RowOrder.lexicographic(
      Array(scores.indices), of: scores, columnCount: 1)
    for (place, row) in order.enumerated().reversed() {
      if labels[row] { truePositiveCount += 1 } else { falsePositiveCount += 1 }
      if place > 0, scores[order[place - 1]] == scores[row] { continue }
      thresholds.append(scores[row])
      falsePositiveCounts.append(falsePositiveCount)
      truePositiveCounts.append(truePositiveCount)
    }
    self.thresholds = thresholds
    self.falsePositiveCounts = falsePositiveCounts
    self.truePositiveCounts = truePositiveCounts
  }
}

/// The area under the lines between points whose x never falls.
func trapezoidalArea(_ x: [Double], _ y: [Double]) -> Double {
  var area = 0.0
  for index in x.indices.dropFirst() {
    area += (x[index] - x[index - 1]) * (y[index] + y[index - 1]) / 2
  }
  return area
}
