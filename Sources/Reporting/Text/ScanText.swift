import Detection
import Records

/// `scan --format text`: what was read, then per population its clusters and unusual addresses.
///
/// Nothing from a file reaches the output but through `TerminalText`.
public struct ScanText {
  let report: ScanReport
  let style: TextStyle
  let filters: ReportFilters
  private let output: OutputBuffer

  public static func write(_ report: ScanReport, style: TextStyle, to output: OutputBuffer) {
    ScanText(report: report, style: style, filters: ReportFilters(report), output: output).write()
  }

  private func write() {
    InputsText(inputs: report.inputs, ignored: report.ignored, page: page).write()
    if report.populations.isEmpty {
      line()
      line("No IP addresses were found.")
    }
    for population in report.populations {
      line()
      writePopulation(population)
    }
    writeThreshold()
  }

  // MARK: Lines

  private var page: TextPage { TextPage(style: style, output: output) }

  func line(_ text: String = "") { page.line(text) }

  /// Writes `text` wrapped: its first line `margin` columns in, the others `indent`.
  func paragraph(_ text: String, margin: Int = 0, indent: Int, paint: Paint? = nil) {
    page.paragraph(text, margin: margin, indent: indent, paint: paint)
  }

  /// Says what the rule does, since a percentile finds its share in the quietest network.
  private func writeThreshold() {
    guard report.populations.contains(where: { $0.analysis != nil }) else { return }
    if report.options.modelChecksum != nil {
      line()
      paragraph(
        "Flagged is what is stranger than the saved model's border, which was "
          + "\(report.options.threshold.commandLineText) of the addresses it was fitted to.",
        indent: 0)
      return
    }
    let rule = report.options.threshold
    let words: String
    switch rule {
    case .percentile(let percentile):
      guard percentile > 0 else { return }
      words =
        "The strangest \(percentile.shortText) % of each group are always flagged, however "
        + "ordinary they are"
    case .density(let density):
      words =
        report.options.algorithm == .mixture
        ? "Addresses with a score above \((0 - density).shortText) are flagged"
        : "Addresses farther than \((0 - density).shortText) from every centre are flagged"
    case .pValue(let level):
      words =
        "Addresses are flagged if an ordinary one is as strange with a probability of at most "
        + level.shortText
    case .falseDiscoveryRate(let rate):
      words =
        "As many addresses are flagged as keep the expected share of ordinary ones among them at "
        + "\(rate.percentage), and none where nothing stands out"
    }
    line()
    paragraph("\(words): --threshold \(rule.commandLineText).", indent: 0)
  }
}
