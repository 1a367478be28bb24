import Detection
import Records

extension ScanText {
  /// Reasons shown per address; further ones are in the JSON output.
  private static let shownReasonLimit = 2
  /// Below this width a column of prose is harder to read than lines of its own.
  private static let minimumWhyWidth = 40
  private static let flaggedSpecialLimit = 20
  private static let standingOutLimit = 10

  /// Writes the unusual addresses, strangest first, each with its reasons.
  func writeFindings(_ findings: Findings, of population: Population, _ analysis: Analysis) {
    line()
    if findings.unusual.isEmpty {
      let isNothingFlagged = findings.specialPurpose.isEmpty
      line("  Nothing unusual" + (isNothingFlagged ? "." : " but special-purpose addresses."))
      writeExpectation(of: analysis, flaggedCount: findings.specialPurpose.count)
    } else {
      let shown = Array(findings.unusual.prefix(findings.shownCount(style)))
      let table = FindingTable(shown, of: population, analysis, filters, style)
      table.isStacked ? writeStacked(table) : writeRows(table)
      let hiddenCount = findings.unusual.count - shown.count
      if hiddenCount > 0 {
        line("  … and \(hiddenCount.grouped) more; --top 0 shows all")
      }
      writeExpectation(
        of: analysis, flaggedCount: findings.unusual.count + findings.specialPurpose.count)
    }
    writeSpecialPurpose(findings.specialPurpose, of: population)
    if population.family == .ipv6 { writePrefixes(PrefixScores(population, analysis).standingOut) }
  }

  /// Names the prefixes of which most addresses are flagged.
  private func writePrefixes(_ scores: [PrefixScores.Score]) {
    guard !scores.isEmpty else { return }
    let list = scores.prefix(Self.standingOutLimit).map { score in
      "\(score.prefix) (\(score.anomalousCount.grouped) of "
        + score.addressCount.counted("address", "addresses")
        + " unusual, mean score \(score.meanAnomalyScore.rounded(digitCount: 2)))"
    }
    let hiddenCount = scores.count - list.count
    line()
    paragraph(
      "Prefixes that stand out: " + list.joined(separator: ", ")
        + (hiddenCount > 0 ? " … and \(hiddenCount.grouped) more" : ""),
      margin: 2, indent: 4)
  }

  /// Says how many of the flagged addresses chance alone would give.
  private func writeExpectation(of analysis: Analysis, flaggedCount: Int) {
    guard let border = analysis.threshold.calibration else { return }
    let expected = border.expectedFalseFindingCount.rounded(digitCount: 1)
    switch analysis.threshold.rule {
    case .falseDiscoveryRate:
      guard flaggedCount > 0 else { return }
      paragraph(
        "Of \(flaggedCount.grouped) flagged, \(expected) are expected to be ordinary.", margin: 2,
        indent: 4)
    case .pValue:
      paragraph(
        "Of \(analysis.scores.count.grouped) ordinary addresses, chance alone would flag "
          + "\(expected).", margin: 2, indent: 4)
    case .percentile, .density: return
    }
  }

  private func writeRows(_ table: FindingTable) {
    let whyWidth = style.columnCount - table.width - 2
    let hasWhyColumn = whyWidth >= Self.minimumWhyWidth
    line(
      Paint.faint(
        hasWhyColumn ? table.heading.padded(to: table.width + 2) + "Why" : table.heading, style))
    for row in table.rows {
      let text = Paint.alarm(table.start(of: row), style) + table.end(of: row)
      if hasWhyColumn {
        let why = whyLines(row, width: whyWidth)
        line(text + (why.first.map { "  " + $0 } ?? ""))
        for rest in why.dropFirst() {
          line(String(repeating: " ", count: table.width + 2) + rest)
        }
      } else {
        line(text)
        for why in whyLines(row, width: style.columnCount - 6) { line("      " + why) }
      }
      writeRemarks(row)
    }
  }

  /// Long IPv6 addresses in a narrow terminal: the figures stand beneath the address.
  private func writeStacked(_ table: FindingTable) {
    line(Paint.faint("  Unusual address", style))
    for row in table.rows {
      line(Paint.alarm(table.start(of: row), style))
      let seen = row.firstSeen.isEmpty ? "" : ", first seen \(row.firstSeen) UTC"
      let packets = row.packetCount.counted("packet", "packets")
      paragraph("score \(row.score), \(packets)\(seen)", margin: 6, indent: 6)
      for why in whyLines(row, width: style.columnCount - 6) { line("      " + why) }
      writeRemarks(row)
    }
  }

  /// Writes what would be usual instead, whether the finding is firm, and its filters.
  private func writeRemarks(_ row: FindingTable.Row) {
    for remark in row.remarks {
      paragraph(TerminalText.escape(remark), margin: 6, indent: 8, paint: .faint)
    }
    writeFilters(row.filters)
  }

  /// Writes both filters on one line where they fit, else on a line of each.
  private func writeFilters(_ filters: AddressFilters) {
    let texts = [filters.bpf.map { "tcpdump: " + $0 }, "Wireshark: " + filters.wireshark]
      .compactMap { $0 }
    let oneLine = texts.joined(separator: "; ")
    let indent = 6
    for text in oneLine.count <= style.columnCount - indent ? [oneLine] : texts {
      paragraph(text, margin: indent, indent: indent, paint: .faint)
    }
  }

  private func whyLines(_ row: FindingTable.Row, width: Int) -> [String] {
    row.reasons.prefix(Self.shownReasonLimit).flatMap { text -> [String] in
      let lines = style.wrap(TerminalText.escape(text), to: width - 2)
      return lines.enumerated().map { ($0 == 0 ? "" : "  ") + $1 }
    }
  }

  private func writeSpecialPurpose(_ indices: [Int], of population: Population) {
    guard !indices.isEmpty else { return }
    let list = indices.prefix(Self.flaggedSpecialLimit).map { index in
      let address = population.records[index].address
      return "\(address) \(SpecialPurpose(address)?.rawValue ?? "")"
    }
    let hiddenCount = indices.count - list.count
    line()
    paragraph(
      "Special-purpose addresses among the flagged: " + list.joined(separator: ", ")
        + (hiddenCount > 0 ? " … and \(hiddenCount.grouped) more" : ""),
      margin: 2, indent: 4)
  }
}
