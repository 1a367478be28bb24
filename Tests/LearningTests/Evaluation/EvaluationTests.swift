import Testing

@testable import Learning

@Suite struct EvaluationTests {
  @Test func scoresAtTheThresholdAreCalledPositive() {
    let confusion = ConfusionMatrix(
      labels: [true, true, false, false], scores: [0.5, 0.4, 0.5, 0.6], threshold: 0.5)
    #expect(
      confusion
        == ConfusionMatrix(
          trueNegativeCount: 0, falsePositiveCount: 2, falseNegativeCount: 1, truePositiveCount: 1))
  }

  @Test func nothingToCountGivesZeros() {
    let confusion = ConfusionMatrix(labels: [], predictions: [])
    let report = ClassificationReport(confusion)
    #expect(report.accuracy == 0 && report.macro.f1 == 0 && report.weighted.recall == 0)
    #expect(confusion.cohenKappa == nil)
    let curve = PrecisionRecallCurve(labels: [], scores: [])
    #expect(curve.thresholds.isEmpty && curve.precisions == [1] && curve.recalls == [0])
    #expect(ROCCurve(labels: [], scores: []).area == nil)
  }

  @Test func zerosOfBothSignsAreOneThreshold() {
    let curve = PrecisionRecallCurve(labels: [true, false], scores: [0.0, -0.0])
    #expect(curve.thresholds.count == 1)
  }

  @Test func droppedPointsLeaveTheArea() {
    let scores = (0..<40).map { Double($0 * 7 % 40) }
    let labels = (0..<40).map { $0 * 7 % 40 > 17 || $0 % 5 == 0 }
    let all = ROCCurve(labels: labels, scores: scores)
    let few = ROCCurve(labels: labels, scores: scores, dropsIntermediatePoints: true)
    #expect(few.thresholds.count < all.thresholds.count)
    #expect(isClose(few.area ?? 0, all.area ?? 1, tolerance: 1e-14))
  }
}
