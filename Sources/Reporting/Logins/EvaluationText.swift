import Detection
import Learning

/// `logins evaluate`: how well a classifier judges, with its curves drawn.
struct EvaluationText {
  private let report: LoginEvaluationReport
  private let target: PrecisionTarget?
  private let page: TextPage

  static func write(
    _ report: LoginEvaluationReport, target: PrecisionTarget?, style: TextStyle,
    to output: OutputBuffer
  ) {
    let text = EvaluationText(
      report: report, target: target, page: TextPage(style: style, output: output))
    LoginRunText(style: style, output: output).write(report.run)
    text.page.line()
    text.writeHead()
    text.writeCurves()
    text.writeIncidents()
  }

  private func writeHead() {
    let evaluation = report.evaluation
    page.heading(
      "\(report.model.model.name.title) — \(report.samples.rowCount.counted("row", "rows")), "
        + "\(evaluation.confusion.positiveCount.grouped) of them in attacks")
    page.paragraph("Called an attack is a score of at least \(evaluation.threshold)")
    page.paragraph(
      "\(report.incidents.count.counted("incident", "incidents")), "
        + "\(report.alertsPerDay.rounded(digitCount: 2)) a day")
    page.line()
    page.table(EvaluationFigures.table(evaluation.confusion))
    page.line()
    page.table(EvaluationFigures.table(evaluation.report))
    page.line()
    if let area = evaluation.roc.area {
      page.paragraph("Area under the ROC curve: \(area.rounded(digitCount: 6))")
    }
    page.paragraph(
      "Average precision: \(evaluation.precisionRecall.averagePrecision.rounded(digitCount: 6))")
    page.paragraph(
      "Area under the precision-recall curve: "
        + evaluation.precisionRecall.trapezoidalArea.rounded(digitCount: 6))
  }

  private func writeCurves() {
    let evaluation = report.evaluation
    let confusion = evaluation.confusion
    guard confusion.positiveCount > 0, confusion.negativeCount > 0 else { return }
    let (falseRate, trueRate, recall, precision) = EvaluationFigures.curveNames
    if let points = EvaluationFigures.points(evaluation.roc) {
      page.line()
      var plot = CurvePlot(
        title: "Receiver operating characteristic", xTitle: falseRate, yTitle: trueRate,
        points: points)
      plot.mark = (
        Double(confusion.falsePositiveCount) / Double(confusion.negativeCount),
        evaluation.report.positive.recall
      )
      page.lines(plot.lines(page.style))
    }
    page.line()
    var plot = CurvePlot(
      title: "Precision and recall", xTitle: recall, yTitle: precision,
      points: zip(evaluation.precisionRecall.recalls, evaluation.precisionRecall.precisions)
        .map { ($0, $1) })
    plot.mark = (evaluation.report.positive.recall, evaluation.report.positive.precision)
    if let target {
      plot.target = (target.minimumRecall...1, target.minimumPrecision...1)
    }
    page.lines(plot.lines(page.style))
  }

  private func writeIncidents() {
    guard !report.incidents.isEmpty else { return }
    page.section(
      "\(report.incidents.count.counted("incident", "incidents")) called attacks, the surest first")
    page.lines(IncidentText(style: page.style).lines(report.incidents))
  }
}

extension LoginClassifierName {
  /// As a heading says it.
  var title: String {
    switch self {
    case .dummy: "Dummy classifier"
    case .naiveBayes: "Gaussian naive Bayes"
    case .logisticRegression: "Logistic regression"
    case .randomForest: "Random forest"
    case .sgd: "Stochastic gradient descent"
    case .passiveAggressive: "Passive-aggressive classifier"
    }
  }
}
