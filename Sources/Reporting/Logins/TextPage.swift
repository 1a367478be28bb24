/// Lines of a report under way: headings, paragraphs and tables in one style.
struct TextPage {
  let style: TextStyle
  let output: OutputBuffer

  private static let margin = 2
  private static let indent = 4

  func line(_ text: String = "") { output.write(style.typeset(text) + "\n") }

  func lines(_ texts: [String]) {
    for text in texts { line(text) }
  }

  func heading(_ text: String) { line(Paint.heading(style.typeset(text), style)) }

  /// A heading after an empty line.
  func section(_ text: String) {
    line()
    heading(text)
  }

  func paragraph(_ text: String) {
    for (index, text) in style.wrap(text, to: style.columnCount - Self.indent).enumerated() {
      line(String(repeating: " ", count: index == 0 ? Self.margin : Self.indent) + text)
    }
  }

  func table(_ table: TextTable) { lines(table.lines) }
}
