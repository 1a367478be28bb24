import Testing

@testable import Learning

@Suite struct EvaluationReferenceTests {
  private let figures = EvaluationFigures.all

  @Test func confusionAndReportAreScikitLearns() {
    for figure in figures.cases {
      let confusion = ConfusionMatrix(
        labels: figure.labels, scores: figure.scores, threshold: figure.threshold)
      #expect(
        [
          confusion.trueNegativeCount, confusion.falsePositiveCount, confusion.falseNegativeCount,
          confusion.truePositiveCount,
        ] == [figure.confusion.tn, figure.confusion.fp, figure.confusion.fn, figure.confusion.tp],
        "\(figure.name)")
      let report = ClassificationReport(confusion)
      expectClose([report.accuracy], [figure.report.accuracy], figure.name)
      for (found, expected) in [
        (report.negative, figure.report.negative), (report.positive, figure.report.positive),
        (report.macro, figure.report.macro), (report.weighted, figure.report.weighted),
      ] {
        expectClose(
          [found.precision, found.recall, found.f1],
          [expected.precision, expected.recall, expected.f1], figure.name)
        #expect(found.support == expected.support, "\(figure.name)")
      }
    }
  }

  @Test func kappaIsScikitLearns() {
    for figure in figures.cases {
      let predictions = figure.scores.map { $0 >= figure.threshold }
      let kappa = ConfusionMatrix(labels: figure.others, predictions: predictions).cohenKappa
      #expect((kappa == nil) == (figure.kappa == nil), "\(figure.name)")
      expectClose([kappa ?? 0], [figure.kappa ?? 0], figure.name)
    }
  }

  @Test func rocPointsAndAreasAreScikitLearns() {
    for figure in figures.cases {
      for (drops, expected) in [(false, figure.roc), (true, figure.rocDropped)] {
        let curve = ROCCurve(
          labels: figure.labels, scores: figure.scores, dropsIntermediatePoints: drops)
        #expect(curve.thresholds.first == .infinity, "\(figure.name)")
        #expect(
          Array(curve.thresholds.dropFirst()) == expected.thresholds.compactMap { $0 },
          "\(figure.name)")
        expectEqual(curve.falsePositiveRates, expected.falsePositiveRates, figure.name)
        expectEqual(curve.truePositiveRates, expected.truePositiveRates, figure.name)
        #expect((curve.area == nil) == (figure.rocArea == nil), "\(figure.name)")
        expectClose([curve.area ?? 0], [figure.rocArea ?? 0], figure.name)
      }
    }
  }

  @Test func precisionRecallPointsAndAreasAreScikitLearns() {
    for figure in figures.cases {
      let curve = PrecisionRecallCurve(labels: figure.labels, scores: figure.scores)
      #expect(curve.thresholds == figure.precisionRecall.thresholds, "\(figure.name)")
      expectClose(curve.precisions, figure.precisionRecall.precisions, figure.name)
      expectClose(curve.recalls, figure.precisionRecall.recalls, figure.name)
      expectClose([curve.averagePrecision], [figure.averagePrecision], figure.name)
      expectClose([curve.trapezoidalArea], [figure.trapezoidalArea], figure.name)
    }
  }

  @Test func thresholdsThatMeetDemandsAreScikitLearns() {
    for figure in figures.cases {
      let curve = PrecisionRecallCurve(labels: figure.labels, scores: figure.scores)
      for search in figure.searches {
        let found = ThresholdSearch(
          curve, minimumPrecision: search.minimumPrecision, minimumRecall: search.minimumRecall)
        #expect(found.thresholds == search.thresholds, "\(figure.name)")
        #expect(found.largest == search.thresholds.max(), "\(figure.name)")
      }
      let roc = ROCCurve(labels: figure.labels, scores: figure.scores)
      for search in figure.rocSearches {
        let found = ThresholdSearch(
          roc, maximumFalsePositiveRate: search.maximumFalsePositiveRate,
          minimumTruePositiveRate: search.minimumTruePositiveRate)
        #expect(found.thresholds == search.thresholds, "\(figure.name)")
      }
    }
  }

  private func expectEqual(_ rates: [Double]?, _ expected: [Double?], _ name: String) {
    // scikit-learn says NaN point by point where there is no rate at all.
    let known = expected.compactMap { $0 }
    #expect((rates == nil) == known.isEmpty, "\(name)")
    if let rates { expectClose(rates, known, name) }
  }

  private func expectClose(_ values: [Double], _ expected: [Double], _ name: String) {
    #expect(largestDifference(values, expected) <= figures.tolerance, "\(name)")
  }
}
