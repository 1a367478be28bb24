import Detection
import LinearAlgebra

/// The addresses of a population on their two principal components, drawn in text.
struct ScatterPlot {
  /// Lower plots show nothing, taller ones no more.
  private static let heightRange = 6...48

  private let style: TextStyle
  private let canvas: PlotCanvas
  private let xAxis: Axis
  private let yAxis: Axis
  private let title: String
  private let legend: String

  /// - Parameter height: lines wanted for the whole plot, texts included.
  init(
    _ population: Population, _ analysis: Analysis, findings: Findings, style: TextStyle,
    height: Int
  ) {
    self.style = style
    title = population.title + " on their principal components"
    let ratios = analysis.principalComponents.explainedVarianceRatio
    xAxis = Axis("first component", ratios[0], analysis.projections, column: 0)
    yAxis = Axis("second component", ratios[1], analysis.projections, column: 1)
    let signs = Signs(style)
    canvas = Self.draw(
      analysis, findings, signs, style, xAxis, yAxis,
      rowCount: min(max(height - 6, Self.heightRange.lowerBound), Self.heightRange.upperBound))
    legend = signs.legend(findings)
  }

  var lines: [String] {
    let gutter = gutterWidth
    let bars = style.isUnicode ? ("│", "└", "─") : ("|", "+", "-")
    let margin = String(repeating: " ", count: gutter)
    var lines = [Paint.heading(title, style), "  " + yAxis.title]
    for row in 0..<canvas.rowCount {
      let label =
        row == 0 ? yAxis.upperText : row == canvas.rowCount - 1 ? yAxis.lowerText : ""
      let text = label.rightAligned(to: gutter) + " " + bars.0 + canvas.line(row, style)
      lines.append(style.isColored ? text : text.trimmingTrailingSpaces)
    }
    lines.append(margin + " " + bars.1 + String(repeating: bars.2, count: canvas.columnCount))
    let between = canvas.columnCount - xAxis.lowerText.count
    lines.append(margin + "  " + xAxis.lowerText + xAxis.upperText.rightAligned(to: between))
    lines.append("  " + xAxis.title)
    return lines + style.wrap(legend, to: style.columnCount - 2).map { "  " + $0 }
  }

  private var gutterWidth: Int { yAxis.labelWidth }

  private static func draw(
    _ analysis: Analysis, _ findings: Findings, _ signs: Signs, _ style: TextStyle,
    _ xAxis: Axis, _ yAxis: Axis, rowCount: Int
  ) -> PlotCanvas {
    var canvas = PlotCanvas(
      columnCount: style.columnCount - yAxis.labelWidth - 2, rowCount: rowCount,
      groupCount: max(1, analysis.clusters.count))
    let at = { (index: Int) in
      (
        x: xAxis.position(analysis.projections[index, 0]),
        y: yAxis.position(analysis.projections[index, 1])
      )
    }
    for index in 0..<analysis.projections.rowCount {
      canvas.addPoint(x: at(index).x, y: at(index).y, group: analysis.assignments[index])
    }
    for cluster in analysis.clusters {
      // Clusters past nine have no digit; their dots and the table still show them.
      guard cluster.index < 10, let digit = "\(cluster.index)".first else { continue }
      canvas.addMark(
        x: xAxis.position(cluster.principalMean[0]), y: yAxis.position(cluster.principalMean[1]),
        sign: digit, paint: .heading)
    }
    for index in findings.specialPurpose {
      canvas.addMark(x: at(index).x, y: at(index).y, sign: signs.special, paint: .alarm)
    }
    let shownCount = findings.shownCount(style)
    // The strangest last, so that its sign and letter stand over the others.
    for (rank, index) in findings.unusual.enumerated().reversed() {
      let letter = rank < shownCount ? Findings.letter(rank) : nil
      canvas.addMark(
        x: at(index).x, y: at(index).y, sign: signs.unusual, letter: letter, paint: .alarm)
    }
    return canvas
  }
}

/// The signs of a plot, and what they mean.
private struct Signs {
  let unusual: Character
  let special: Character
  private let points: String

  init(_ style: TextStyle) {
    unusual = style.isUnicode ? "✕" : "*"
    special = style.isUnicode ? "○" : "@"
    points = style.isUnicode ? "dots: addresses" : ". : #: addresses, few to many"
  }

  func legend(_ findings: Findings) -> String {
    var parts = [points, "digits: centres of the clusters"]
    if !findings.unusual.isEmpty {
      parts.append("\(unusual): unusual address, with its letter in the table")
    }
    if !findings.specialPurpose.isEmpty { parts.append("\(special): special-purpose address") }
    return parts.joined(separator: "; ")
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
