import Detection
import Records

/// Changes as rows: what happened to whom, how surprising it is, and why.
struct ChangeTable {
  private struct Row {
    let kind: String
    let subject: String
    let bits: String
    let reason: String
  }

  private let rows: [Row]
  private let page: TextPage
  private let kindWidth: Int
  private let subjectWidth: Int
  private let bitsWidth: Int

  private static let titles = (kind: "Change", subject: "Address", bits: "Bits", reason: "Why")
  private static let gap = 2
  /// Of reasons below their row.
  private static let indent = 6
  /// Below this width a column of prose is harder to read than lines of its own.
  private static let minimumReasonWidth = 40

  init(_ changes: some Sequence<Change>, page: TextPage) {
    self.page = page
    let rows = changes.map { change in
      let network = change.isOfNetwork ? change.network?.description : nil
      return Row(
        kind: change.kind.words, subject: network ?? change.address?.description ?? "",
        bits: change.surprise.rounded(digitCount: 1), reason: ChangeWords.reason(of: change))
    }
    self.rows = rows
    kindWidth = rows.map(\.kind.count).reduce(Self.titles.kind.count, max)
    subjectWidth = rows.map(\.subject.count).reduce(Self.titles.subject.count, max)
    bitsWidth = rows.map(\.bits.count).reduce(Self.titles.bits.count, max)
  }

  /// Columns of a row without its reason.
  private var width: Int {
    Self.gap + kindWidth + Self.gap + subjectWidth + Self.gap + bitsWidth
  }

  func write() {
    width > page.style.columnCount ? writeStacked() : writeRows()
  }

  private func writeRows() {
    let style = page.style
    let reasonWidth = style.columnCount - width - Self.gap
    let isBeside = reasonWidth >= Self.minimumReasonWidth
    let heading =
      "  " + Self.titles.kind.padded(to: kindWidth) + "  "
      + Self.titles.subject.padded(to: subjectWidth) + "  "
      + Self.titles.bits.rightAligned(to: bitsWidth)
    page.line(Paint.faint(heading + (isBeside ? "  " + Self.titles.reason : ""), style))
    for row in rows {
      let start =
        "  " + row.kind.padded(to: kindWidth) + "  "
        + Paint.alarm(row.subject.padded(to: subjectWidth), style) + "  "
        + row.bits.rightAligned(to: bitsWidth)
      guard isBeside else {
        page.line(start)
        writeBelow(row.reason)
        continue
      }
      let lines = style.wrap(row.reason, to: reasonWidth)
      page.line(start + (lines.first.map { "  " + $0 } ?? ""))
      for line in lines.dropFirst() {
        page.line(String(repeating: " ", count: width + Self.gap) + line)
      }
    }
  }

  /// Long IPv6 addresses in a narrow terminal: all else stands beneath the address.
  private func writeStacked() {
    page.line(Paint.faint("  " + Self.titles.subject, page.style))
    for row in rows {
      page.line("  " + Paint.alarm(row.subject, page.style))
      writeBelow("\(row.kind), \(row.bits) bits: \(row.reason)")
    }
  }

  private func writeBelow(_ text: String) {
    page.paragraph(text, margin: Self.indent, indent: Self.indent)
  }
}
