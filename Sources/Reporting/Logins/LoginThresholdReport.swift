import Detection
import Learning

/// `logins threshold`: scores at which a classifier meets what is asked for.
public struct LoginThresholdReport: Sendable {
  public static let schema = "ipclust.logins.threshold"

  /// What is asked for.
  public enum Demand: Sendable, Equatable {
    case precisionAndRecall(minimumPrecision: Double, minimumRecall: Double)
    case rates(maximumFalsePositiveRate: Double, minimumTruePositiveRate: Double)
  }

  public let run: LoginRun
  public let model: SavedLoginModel
  public let demand: Demand
  public let search: ThresholdSearch
  /// What comes of the largest threshold that meets the demand; nil where none does.
  public let evaluation: LoginEvaluation?
  private let roc: ROCCurve
  private let precisionRecall: PrecisionRecallCurve

  /// - Parameters:
  ///   - labels: `[rowCount]`.
  ///   - scores: `[rowCount]`.
  public init(
    run: LoginRun, _ model: SavedLoginModel, _ demand: Demand, labels: [Bool], scores: [Double]
  ) {
    self.run = run
    self.model = model
    self.demand = demand
    roc = ROCCurve(labels: labels, scores: scores)
    precisionRecall = PrecisionRecallCurve(labels: labels, scores: scores)
    switch demand {
    case .precisionAndRecall(let precision, let recall):
      search = ThresholdSearch(
        precisionRecall, minimumPrecision: precision, minimumRecall: recall)
    case .rates(let falseRate, let trueRate):
      search = ThresholdSearch(
        roc, maximumFalsePositiveRate: falseRate, minimumTruePositiveRate: trueRate)
    }
    evaluation = search.largest.map {
      LoginEvaluation(labels: labels, scores: scores, threshold: $0)
    }
  }

  // MARK: JSON

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("schemaVersion", 1)
      LoginRunJSON.write(run, to: &json) { json in json.member("model", model.checksum) }
      json.object("demand", .compact) { json in
        switch demand {
        case .precisionAndRecall(let precision, let recall):
          json.member("minPrecision", precision)
          json.member("minRecall", recall)
        case .rates(let falseRate, let trueRate):
          json.member("maxFalsePositiveRate", falseRate)
          json.member("minTruePositiveRate", trueRate)
        }
      }
      json.member("thresholds", search.thresholds)
      json.member("largest", search.largest)
      if let evaluation {
        EvaluationFigures.write(evaluation.confusion, to: &json)
        EvaluationFigures.write(evaluation.report, to: &json)
      }
    }
    json.endDocument()
  }

  // MARK: Text

  public func writeText(_ style: TextStyle, to output: OutputBuffer) {
    let page = TextPage(style: style, output: output)
    LoginRunText(style: style, output: output).write(run)
    page.line()
    guard let evaluation, let largest = search.largest else {
      page.heading("No threshold gives \(demandText)")
      draw(on: page, nil)
      return
    }
    page.heading(
      "\(search.thresholds.count.counted("threshold gives", "thresholds give")) \(demandText)")
    page.paragraph("Largest: \(largest)")
    page.line()
    page.table(EvaluationFigures.table(evaluation.confusion))
    page.line()
    page.table(EvaluationFigures.table(evaluation.report))
    draw(on: page, evaluation)
  }

  private var demandText: String {
    switch demand {
    case .precisionAndRecall(let precision, let recall):
      "a precision of at least \(precision) and a recall of at least \(recall)"
    case .rates(let falseRate, let trueRate):
      "a false positive rate of at most \(falseRate) and a true positive rate of at least "
        + "\(trueRate)"
    }
  }

  private func draw(on page: TextPage, _ evaluation: LoginEvaluation?) {
    let (falseRateTitle, trueRateTitle, recallTitle, precisionTitle) = EvaluationFigures.curveNames
    var plot: CurvePlot
    switch demand {
    case .precisionAndRecall(let precision, let recall):
      plot = CurvePlot(
        title: "Precision and recall", xTitle: recallTitle, yTitle: precisionTitle,
        points: zip(precisionRecall.recalls, precisionRecall.precisions).map { ($0, $1) })
      plot.target = (recall...1, precision...1)
      plot.mark = evaluation.map { ($0.report.positive.recall, $0.report.positive.precision) }
    case .rates(let falseRate, let trueRate):
      guard let points = EvaluationFigures.points(roc) else { return }
      plot = CurvePlot(
        title: "Receiver operating characteristic", xTitle: falseRateTitle, yTitle: trueRateTitle,
        points: points)
      plot.target = (0...falseRate, trueRate...1)
      plot.mark = evaluation.map {
        (
          Double($0.confusion.falsePositiveCount) / Double(max(1, $0.confusion.negativeCount)),
          $0.report.positive.recall
        )
      }
    }
    page.line()
    page.lines(plot.lines(page.style))
  }
}
