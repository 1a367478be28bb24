import Detection
import Learning
import Records

/// `logins detect`: how many rows are unusual, how they fit the labels, and what is behind them.
struct DetectionText {
  private let report: LoginDetectionReport
  private let page: TextPage

  static func write(
    _ report: LoginDetectionReport, style: TextStyle, to output: OutputBuffer
  ) {
    let text = DetectionText(report: report, page: TextPage(style: style, output: output))
    LoginRunText(style: style, output: output).write(report.run)
    text.page.line()
    text.writeHead()
    text.writeClusters()
    text.writeLabels()
    text.writeComparison()
    text.writeIncidents()
  }

  private func writeHead() {
    let detection = report.detection
    let samples = detection.samples
    page.heading(
      "\(detection.configuration.name.title) — \(detection.outlierCount.grouped) of "
        + "\(samples.rowCount.counted("row", "rows")) unusual")
    page.paragraph(
      "Rows of \(samples.periodSeconds) s from \(samples.time(ofRow: 0).clockText) to "
        + "\(samples.time(ofRow: samples.rowCount - 1).clockText) UTC, "
        + "\(samples.distinctRows.rowCount.grouped) of them different")
    page.paragraph(
      "Unusual is a score above \(detection.threshold.rounded(digitCount: 6)), \(rule(detection))")
    if detection.configuration.isCompatible {
      page.paragraph("Equal rows count as neighbours of each other (--compat)")
    }
  }

  private func rule(_ detection: LoginDetection) -> String {
    if let share = detection.configuration.contamination {
      return "so that \(share.percentage) of the rows are, but for ties"
    }
    switch detection.configuration.name {
    case .isolationForest: return "where paths are shorter than usual"
    case .lof: return "the factor above which a row lies apart from its neighbours"
    case .oneClassSVM: return "the boundary that half of the rows may lie beyond"
    case .kMeans: return "three standard deviations above the mean distance to a centroid"
    }
  }

  private func writeClusters() {
    guard let clusters = report.detection.clusters else { return }
    let sizes = clusters.sizes.map(\.grouped).joined(separator: " and ")
    page.paragraph("Clusters of \(sizes) rows")
    if let score = clusters.fowlkesMallows {
      page.paragraph("Fowlkes–Mallows score with the labels: \(score.rounded(digitCount: 4))")
    }
  }

  private func writeLabels() {
    guard let confusion = report.detection.confusion else { return }
    page.section("Beside the labels")
    page.table(EvaluationFigures.table(confusion))
    page.line()
    page.table(EvaluationFigures.table(ClassificationReport(confusion)))
  }

  private func writeComparison() {
    guard let other = report.comparison else { return }
    page.section("Beside \(other.configuration.name.title)")
    page.paragraph(
      "It finds \(other.outlierCount.counted("row", "rows")) unusual; both find "
        + report.bothCount.grouped)
    let kappa = report.detection.kappa(with: other)
    page.paragraph(
      "Cohen's kappa: \(kappa?.rounded(digitCount: 4) ?? "undefined, because both say one thing only")"
    )
  }

  private func writeIncidents() {
    guard !report.incidents.isEmpty else { return }
    let rows = report.detection.outlierCount.counted("unusual row", "unusual rows")
    page.section(
      "\(report.incidents.count.counted("incident", "incidents")) of \(rows), the worst first")
    page.lines(IncidentText(style: page.style).lines(report.incidents))
  }
}

extension LoginDetectorName {
  /// As a heading says it.
  var title: String {
    switch self {
    case .isolationForest: "Isolation forest"
    case .lof: "Local outlier factor"
    case .oneClassSVM: "One-class SVM"
    case .kMeans: "k-means"
    }
  }
}
