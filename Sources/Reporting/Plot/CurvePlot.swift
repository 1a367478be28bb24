/// A curve between 0 and 1 on both axes, drawn in text, with the region that is aimed at.
struct CurvePlot {
  let title: String
  let xTitle: String
  let yTitle: String
  /// In the order in which lines join them.
  let points: [(x: Double, y: Double)]
  /// Where a point meets what is asked; nil where nothing is.
  var target: (x: ClosedRange<Double>, y: ClosedRange<Double>)?
  /// The threshold in use.
  var mark: (x: Double, y: Double)?

  private static let rowCount = 12
  private static let largestColumnCount = 60

  func lines(_ style: TextStyle) -> [String] {
    let margin = 5
    var canvas = PlotCanvas(
      columnCount: min(Self.largestColumnCount, style.columnCount - margin - 2),
      rowCount: Self.rowCount, groupCount: 1)
    draw(on: &canvas, style)
    let bars = style.isUnicode ? ("│", "└", "─") : ("|", "+", "-")
    var lines = [Paint.heading(style.typeset(title), style), "  " + yTitle]
    for row in 0..<canvas.rowCount {
      let label = row == 0 ? "1" : row == canvas.rowCount - 1 ? "0" : ""
      let text = label.rightAligned(to: margin - 1) + " " + bars.0 + canvas.line(row, style)
      lines.append(style.isColored ? text : text.trimmingTrailingSpaces)
    }
    let indent = String(repeating: " ", count: margin)
    lines.append(indent + bars.1 + String(repeating: bars.2, count: canvas.columnCount))
    lines.append(indent + " 0" + "1".rightAligned(to: canvas.columnCount - 1))
    lines.append(indent + " " + xTitle)
    return lines + style.wrap(legend(style), to: style.columnCount - 2).map { "  " + $0 }
  }

  private func draw(on canvas: inout PlotCanvas, _ style: TextStyle) {
    if let target {
      canvas.shade(x: target.x, y: target.y, sign: style.isUnicode ? "░" : "+")
    }
    // As many steps as dots, so that lines have no holes.
    let stepCount = PlotCanvas.dotColumnCount * canvas.columnCount
    for (start, end) in zip(points, points.dropFirst()) {
      for step in 0...stepCount {
        let share = Double(step) / Double(stepCount)
        canvas.addPoint(
          x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share, group: 0)
      }
    }
    if let mark {
      canvas.addMark(x: mark.x, y: mark.y, sign: style.isUnicode ? "✕" : "*", paint: .alarm)
    }
  }

  private func legend(_ style: TextStyle) -> String {
    var parts: [String] = []
    if mark != nil { parts.append((style.isUnicode ? "✕" : "*") + ": the threshold in use") }
    if target != nil { parts.append((style.isUnicode ? "░" : "+") + ": what is asked for") }
    return parts.joined(separator: "; ")
  }
}
