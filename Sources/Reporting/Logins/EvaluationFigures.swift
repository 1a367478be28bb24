import Detection
import Learning

/// Members and tables of evaluations that several commands write.
enum EvaluationFigures {
  static func write(_ confusion: ConfusionMatrix, to json: inout JSONWriter) {
    json.object("support", .compact) { json in
      json.member("false", confusion.negativeCount)
      json.member("true", confusion.positiveCount)
    }
    json.object("confusion", .compact) { json in
      json.member("tn", confusion.trueNegativeCount)
      json.member("fp", confusion.falsePositiveCount)
      json.member("fn", confusion.falseNegativeCount)
      json.member("tp", confusion.truePositiveCount)
    }
  }

  static func write(_ report: ClassificationReport, to json: inout JSONWriter) {
    json.object("report") { json in
      write(report.negative, "false", to: &json)
      write(report.positive, "true", to: &json)
      json.member("accuracy", report.accuracy)
      write(report.macro, "macro", to: &json)
      write(report.weighted, "weighted", to: &json)
    }
  }

  private static func write(
    _ figures: ClassificationReport.Figures, _ key: StaticString, to json: inout JSONWriter
  ) {
    json.object(key, .compact) { json in
      json.member("precision", figures.precision)
      json.member("recall", figures.recall)
      json.member("f1", figures.f1)
      json.member("support", figures.support)
    }
  }

  // MARK: Text

  /// What was said against what is.
  static func table(_ confusion: ConfusionMatrix) -> TextTable {
    TextTable(
      [
        ["", "called quiet", "called attack"],
        [
          "quiet", confusion.trueNegativeCount.grouped, confusion.falsePositiveCount.grouped,
        ],
        [
          "attack", confusion.falseNegativeCount.grouped, confusion.truePositiveCount.grouped,
        ],
      ])
  }

  static func table(_ report: ClassificationReport) -> TextTable {
    let rows = [
      ("quiet", report.negative), ("attack", report.positive), ("macro mean", report.macro),
      ("weighted mean", report.weighted),
    ]
    return TextTable(
      [["", "precision", "recall", "F1", "minutes"]]
        + rows.map { name, figures in
          [
            name, figures.precision.rounded(digitCount: 4), figures.recall.rounded(digitCount: 4),
            figures.f1.rounded(digitCount: 4), figures.support.grouped,
          ]
        })
  }

  // MARK: Curves

  static let curveNames = ("false positive rate", "true positive rate", "recall", "precision")

  /// Both curves as data.
  static func charts(_ evaluation: LoginEvaluation) -> [Chart] {
    let recall = evaluation.precisionRecall
    var charts = [
      Chart(
        name: "precision-recall", title: "Precision and recall of every threshold", kind: .line,
        xTitle: curveNames.2, yTitle: curveNames.3,
        series: [
          Chart.Series(
            name: "model", points: Array(zip(recall.recalls, recall.precisions)).map { ($0, $1) })
        ])
    ]
    if let points = points(evaluation.roc) {
      charts.insert(
        Chart(
          name: "roc", title: "Receiver operating characteristic", kind: .line,
          xTitle: curveNames.0, yTitle: curveNames.1,
          series: [Chart.Series(name: "model", points: points)]), at: 0)
    }
    return charts
  }

  static func points(_ curve: ROCCurve) -> [(x: Double, y: Double)]? {
    guard let falseRates = curve.falsePositiveRates, let trueRates = curve.truePositiveRates else {
      return nil
    }
    return zip(falseRates, trueRates).map { ($0, $1) }
  }
}
