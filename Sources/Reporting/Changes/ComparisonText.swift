import Detection
import Records

/// `diff --format text`: what was compared, what differs, and what to mind about it.
///
/// Nothing from a file or an argument reaches the output but through `TerminalText`.
public struct ComparisonText {
  private let style: TextStyle

  public init(_ style: TextStyle) {
    self.style = style
  }

  public func write(_ report: ComparisonReport, to output: OutputBuffer) {
    let page = TextPage(style: style, output: output)
    writeTime(report.before, page)
    writeTime(report.after, page)
    page.line()
    for line in style.wrap(headline(report), to: style.columnCount) { page.heading(line) }
    for text in Self.families(report.comparisons) { page.paragraph(text) }
    for text in doubts(report) { page.paragraph("Mind: " + text, paint: .alarm) }
    writeChanges(report.changes, page)
    if let text = Self.omission(report) {
      page.line()
      page.paragraph(text)
    }
  }

  // MARK: What was compared

  private func writeTime(_ time: ComparisonReport.Time, _ page: TextPage) {
    let text: String
    switch time.origin {
    case .inputs(let inputs, let ignored):
      guard inputs.isEmpty else {
        return InputsText(inputs: inputs, ignored: ignored, page: page).write()
      }
      text = "nothing to read"
    case .report(_, let version, let status):
      text =
        "report of ipclust " + TerminalText.escape(version, isUnicode: style.isUnicode)
        + (status == .ok ? "" : ", which says that it is not complete")
    case .days(let days, let activeCount):
      let dayCount = Int(days.upperBound - days.lowerBound) + 1
      text =
        "packets on \(activeCount.grouped) of " + dayCount.counted("day", "days")
        + ", as they are remembered"
    }
    page.paragraph(name(of: time) + ": " + text, margin: 0, indent: 2)
  }

  private func name(of time: ComparisonReport.Time) -> String {
    time.name.isEmpty ? "''" : TerminalText.escape(time.name, isUnicode: style.isUnicode)
  }

  /// What is missing, and what must not be concluded from it.
  private func doubts(_ report: ComparisonReport) -> [String] {
    var texts: [String] = []
    func add(_ time: ComparisonReport.Time, _ guess: String, _ truth: String) {
      switch time.status {
      case .ok: break
      case .partial: texts.append("\(name(of: time)) is not complete; what \(guess) \(truth)")
      case .error:
        texts.append("nothing of \(name(of: time)) could be used, so that all else \(guess)")
      }
    }
    add(report.before, "seems new", "may have been there")
    add(report.after, "seems to have vanished", "may still be there")
    if report.wasInterrupted { texts.append("interrupted; what was not read is missing here") }
    return texts
  }

  // MARK: What differs

  private func headline(_ report: ComparisonReport) -> String {
    guard !report.changes.isEmpty else {
      guard report.omittedCount > 0 else { return "No change." }
      return "No change of \(Self.bits(report.options.smallestSurprise)) or more."
    }
    let counts = Change.Kind.allCases.compactMap { kind -> String? in
      let count = report.count(kind)
      return count > 0 ? kind.counted(count) : nil
    }
    return report.changes.count.counted("change", "changes")
      + " from \(name(of: report.before)) to \(name(of: report.after)): "
      + counts.joined(separator: ", ")
  }

  private static func families(_ comparisons: [Comparison]) -> [String] {
    guard !comparisons.isEmpty else { return ["No IP addresses were found."] }
    return comparisons.map { comparison in
      (comparison.family == .ipv4 ? "IPv4: " : "IPv6: ")
        + comparison.beforeCount.counted("address", "addresses") + " heard before, "
        + "\(comparison.afterCount.grouped) after, \(comparison.commonCount.grouped) both times"
    }
  }

  private func writeChanges(_ changes: [Change], _ page: TextPage) {
    guard !changes.isEmpty else { return }
    let shownCount = style.findingLimit == 0 ? changes.count : style.findingLimit
    let shown = changes.prefix(shownCount)
    page.line()
    ChangeTable(shown, page: page).write()
    let hiddenCount = changes.count - shown.count
    if hiddenCount > 0 {
      page.line("  … and \(hiddenCount.grouped) more; --top 0 lists all")
    }
  }

  private static func omission(_ report: ComparisonReport) -> String? {
    guard report.omittedCount > 0 else { return nil }
    return report.omittedCount.counted("change", "changes") + " of less than "
      + bits(report.options.smallestSurprise)
      + (report.omittedCount == 1 ? " is left out" : " are left out")
  }

  private static func bits(_ count: Double) -> String {
    count.shortText + (count == 1 ? " bit" : " bits")
  }
}
