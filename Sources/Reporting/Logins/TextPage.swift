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

  func paragraph(_ text: String, paint: Paint? = nil) {
    paragraph(text, margin: Self.margin, indent: Self.indent, paint: paint)
  }

  /// Writes `text` wrapped: its first line `margin` columns in, the others `indent`.
  func paragraph(_ text: String, margin: Int, indent: Int, paint: Paint? = nil) {
    let lines = style.wrap(text, to: style.columnCount - indent)
    for (index, text) in lines.enumerated() {
      let blank = String(repeating: " ", count: index == 0 ? margin : indent)
      line(blank + (paint.map { $0(text, style) } ?? text))
    }
  }

  func table(_ table: TextTable) { lines(table.lines) }
}
