/// Rows of cells in columns as wide as their widest cell, numbers to the right.
struct TextTable {
  private let rows: [[String]]
  private let leftColumns: Set<Int>

  /// - Parameters:
  ///   - rows: the header first, all of as many cells.
  ///   - leftColumns: those that hold words.
  init(_ rows: [[String]], leftColumns: Set<Int> = [0]) {
    self.rows = rows
    self.leftColumns = leftColumns
  }

  var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        leftColumns.contains(column)
          ? cell.padded(to: widths[column]) : cell.rightAligned(to: widths[column])
      }
      return ("  " + cells.joined(separator: "  ")).trimmingTrailingSpaces
    }
  }
}
