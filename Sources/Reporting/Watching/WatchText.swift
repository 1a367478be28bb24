import Features
import Records
import State

/// What a run of watching found, to read: silent where a reader of earlier reports learns nothing.
public struct WatchText {
  private let style: TextStyle
  private let showsAll: Bool

  /// - Parameter showsAll: whether there is a report also where nothing is new.
  public init(_ style: TextStyle, showsAll: Bool) {
    self.style = style
    self.showsAll = showsAll
  }

  private static let shownDigitCount = 8

  public func write(_ report: WatchReport, to output: OutputBuffer) {
    guard report.hasNews || showsAll else { return }
    let page = TextPage(style: style, output: output)
    page.heading(headline(report))
    for text in Self.standing(report) { page.paragraph(text) }
    if showsAll { page.paragraph(Self.files(report.files)) }
    writeFindings(report, page)
    writeList("How the network changed", report.drift, page)
    writeList("Captures", captures(report), page)
    writeList("Not read", unreadable(report), page)
    writeList("Told", deliveries(report), page)
    writeList(
      "Lines of the allow-list that silence nothing",
      report.unusedAllowEntries.map { TerminalText.escape($0, isUnicode: style.isUnicode) }, page)
  }

  private func headline(_ report: WatchReport) -> String {
    let told = report.findings.count { $0.silence == nil }
    let packets = report.captures.reduce(0) { $0 + $1.newUsedPacketCount }
    return told.counted("new finding", "new findings") + ", "
      + packets.counted("new packet", "new packets") + " in "
      + report.captures.count.counted("capture", "captures")
      + (report.wasInterrupted ? ", interrupted" : "")
  }

  /// What is judged by, or how far it is to that.
  private static func standing(_ report: WatchReport) -> [String] {
    var texts: [String] = []
    if let learning = report.learning {
      texts.append(
        "Learning what is ordinary: \(learning.activeDayCount.grouped) of "
          + learning.neededDayCount.counted("day", "days")
          + " have packets; the first packet of a later day ends it. Nobody is told of anything until "
          + "then.")
    }
    if let baseline = report.baseline {
      let populations = baseline.populations.map { population in
        "\(population.addressCount.grouped) \(population.family == .ipv4 ? "IPv4" : "IPv6") "
          + "\(population.side.rawValue)s" + (population.judges ? "" : " (too few to judge by)")
      }
      texts.append(
        (baseline.isNew ? "Learned what is ordinary" : "Judged by the baseline") + " of "
          + "\(day(baseline.startSeconds)) to \(day(baseline.endSeconds - 1)): "
          + populations.joined(separator: ", ") + ".")
    }
    return texts
  }

  /// What became of all files, so that a directory without captures is no riddle.
  private static func files(_ files: WatchReport.FileCounts) -> String {
    let ignored = files.ignored.sorted { $0.key < $1.key }
    let ignoredCount = ignored.reduce(0) { $0 + $1.value }
    let reasons = ignored.map { "\($0.value.grouped) \($0.key)" }.joined(separator: ", ")
    let counts = [
      (files.unchanged, "as before"), (files.known, "of a known content"),
      (files.waiting, "still being compressed"), (files.vanished, "gone"),
      (ignoredCount, "ignored (\(reasons))"),
    ]
    let texts = counts.filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
    return ([files.listed.counted("file", "files")] + texts).joined(separator: ", ") + "."
  }

  private static func day(_ seconds: Int64) -> String {
    Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0).dateText
  }

  private func writeFindings(_ report: WatchReport, _ page: TextPage) {
    let told = report.findings.filter { $0.silence == nil }
    if !told.isEmpty {
      page.section("Addresses that do not belong")
      for one in told { write(one.finding, page) }
    }
    let silenced = report.findings.filter { $0.silence != nil }
    guard !silenced.isEmpty else { return }
    page.section("Found, and kept quiet")
    for one in silenced {
      page.paragraph("\(one.finding.address) as \(one.finding.side.rawValue): " + why(one.silence))
    }
  }

  private func why(_ silence: WatchReport.Reported.Silence?) -> String {
    let text =
      switch silence {
      case .allowed(let entry): "allowed by '\(entry)'"
      case .benign(let why): "benign: \(why)"
      case .coolingDown(let id): "told of already, as \(id.prefix(Self.shownDigitCount))"
      case nil: ""
      }
    return TerminalText.escape(text, isUnicode: style.isUnicode)
  }

  private func write(_ finding: Finding, _ page: TextPage) {
    let address = Paint.alarm("\(finding.address)", style)
    page.line(
      "  \(address) as \(finding.side.rawValue), \(Self.day(finding.windowStart)), "
        + finding.packetCount.counted("packet", "packets")
        + ", finding \(finding.id.prefix(Self.shownDigitCount))")
    for reason in finding.reasons.prefix(2) {
      // Typographic signs of our own are left to the wrapping, which has ASCII for them.
      writeDetail(TerminalText.escape(reason), page)
    }
    writeDetail(
      "first in " + TerminalText.name(of: finding.capturePath, isUnicode: style.isUnicode)
        + ", packet \(finding.firstPacket.grouped)", page)
  }

  /// Writes `text` wrapped, below the line of the finding that it belongs to.
  private func writeDetail(_ text: String, _ page: TextPage) {
    let (margin, indent) = (4, 6)
    for (index, text) in style.wrap(text, to: style.columnCount - indent).enumerated() {
      page.line(String(repeating: " ", count: index == 0 ? margin : indent) + text)
    }
  }

  private func writeList(_ title: String, _ texts: [String], _ page: TextPage) {
    guard !texts.isEmpty else { return }
    page.section(title)
    for text in texts { page.paragraph(text) }
  }

  private func captures(_ report: WatchReport) -> [String] {
    let words = InputWords(style: style)
    return report.captures.filter { $0.standing == .damaged || showsAll }.map { capture in
      var summary = capture.summary
      if capture.standing == .growing {
        // Where it ends within a record, the rest is still to come: that is no damage.
        summary.failure = nil
        summary.status = .ok
      }
      var text = words.sentence(for: summary)
      if capture.knownRecordCount > 0 {
        text += "; \(capture.newRecordCount.grouped) of them new"
      }
      return text + (capture.standing == .growing ? "; still growing" : "")
    }
  }

  private func unreadable(_ report: WatchReport) -> [String] {
    report.unreadable.map { one in
      TerminalText.name(of: one.path, isUnicode: style.isUnicode) + ": "
        + TerminalText.escape(one.failure.message, isUnicode: style.isUnicode)
    }
  }

  private func deliveries(_ report: WatchReport) -> [String] {
    report.deliveries.filter { $0.failure != nil || (showsAll && $0.sentCount > 0) }.map { one in
      var text = "\(one.sink): \(one.sentCount.grouped) sent"
      if one.pendingCount > 0 { text += ", \(one.pendingCount.grouped) left for the next run" }
      if let failure = one.failure { text += ": \(failure)" }
      return TerminalText.escape(text, isUnicode: style.isUnicode)
    }
  }
}
