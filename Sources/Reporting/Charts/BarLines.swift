/// Counts as bars of text, one a line.
struct BarLines {
  struct Row {
    let label: String
    let count: Int
    /// Beside the count, such as how many of it failed.
    var note = ""
  }

  /// Longer bars show no more.
  private static let longestBar = 40

  private let rows: [Row]

  init(_ rows: [Row]) { self.rows = rows }

  func lines(_ style: TextStyle) -> [String] {
    let labelWidth = rows.map(\.label.count).max() ?? 0
    let countWidth = rows.map(\.count.grouped.count).max() ?? 0
    let noteWidth = rows.map(\.note.count).max() ?? 0
    let room = style.columnCount - labelWidth - countWidth - noteWidth - 7
    let length = max(5, min(Self.longestBar, room))
    let largest = rows.map(\.count).max() ?? 0
    return rows.map { row in
      let bar = Self.bar(row.count, of: largest, length: length, style)
      let text =
        "  " + row.label.rightAligned(to: labelWidth) + "  "
        + row.count.grouped.rightAligned(to: countWidth) + "  " + bar
      return row.note.isEmpty ? text : text + " " + row.note
    }
  }

  /// At least one sign where there is anything.
  private static func bar(_ count: Int, of largest: Int, length: Int, _ style: TextStyle) -> String
  {
    guard count > 0, largest > 0 else { return "" }
    let eighths = max(1, Int(Double(count) / Double(largest) * Double(8 * length)))
    guard style.isUnicode else {
      return String(repeating: "#", count: max(1, eighths / 8))
    }
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
