/// A grid of character cells, each 2 × 4 dots of which braille shows every one.
struct PlotCanvas {
  /// Dots across and down one cell (Unicode, block Braille Patterns).
  static let dotColumnCount = 2
  static let dotRowCount = 4

  let columnCount: Int
  let rowCount: Int
  private let groupCount: Int
  /// Dot bits of each cell, `[rowCount × columnCount]`.
  private var dots: [UInt8]
  /// Points per cell and group, `[rowCount × columnCount × groupCount]`.
  private var pointCounts: [Int]
  private var marks: [Int: (sign: Character, paint: Paint)] = [:]
  /// Signs of cells that nothing else stands in.
  private var shades: [Int: Character] = [:]

  init(columnCount: Int, rowCount: Int, groupCount: Int) {
    self.columnCount = columnCount
    self.rowCount = rowCount
    self.groupCount = groupCount
    dots = Array(repeating: 0, count: rowCount * columnCount)
    pointCounts = Array(repeating: 0, count: rowCount * columnCount * groupCount)
  }

  /// Sets the dot at (x, y), both 0 ... 1 from the lower left.
  mutating func addPoint(x: Double, y: Double, group: Int) {
    let (column, row) = position(x, y, Self.dotColumnCount, Self.dotRowCount)
    let cell = row / Self.dotRowCount * columnCount + column / Self.dotColumnCount
    // Dots 1–3 and 7 run down the left column, 4–6 and 8 down the right.
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    dots[cell] |= bits[row % Self.dotRowCount][column % Self.dotColumnCount]
    pointCounts[cell * groupCount + group] += 1
  }

  /// Puts `sign` over the cell at (x, y), and `letter` beside it where no other sign stands.
  mutating func addMark(
    x: Double, y: Double, sign: Character, letter: Character? = nil, paint: Paint
  ) {
    let (column, row) = position(x, y, 1, 1)
    let cell = row * columnCount + column
    marks[cell] = (sign, paint)
    guard let letter else { return }
    for neighbor in [column + 1, column - 1] where (0..<columnCount).contains(neighbor) {
      let beside = row * columnCount + neighbor
      guard marks[beside] == nil else { continue }
      marks[beside] = (letter, paint)
      return
    }
  }

  /// Fills a rectangle, both ranges within 0 ... 1, with `sign` wherever nothing else stands.
  mutating func shade(x: ClosedRange<Double>, y: ClosedRange<Double>, sign: Character) {
    let (left, top) = position(x.lowerBound, y.upperBound, 1, 1)
    let (right, bottom) = position(x.upperBound, y.lowerBound, 1, 1)
    for row in top...bottom {
      for column in left...right { shades[row * columnCount + column] = sign }
    }
  }

  /// One line of the plot, trailing blanks included.
  func line(_ row: Int, _ style: TextStyle) -> String {
    (0..<columnCount).map { column in text(of: row * columnCount + column, style) }.joined()
  }

  private func text(of cell: Int, _ style: TextStyle) -> String {
    if let mark = marks[cell] { return mark.paint(String(mark.sign), style) }
    guard dots[cell] != 0 else {
      return shades[cell].map { Paint.faint(String($0), style) } ?? " "
    }
    let counts = pointCounts[cell * groupCount..<(cell + 1) * groupCount]
    let largest = counts.max() ?? 0
    let group = counts.firstIndex(of: largest).map { $0 - counts.startIndex } ?? 0
    return Paint.cluster(group)(sign(dots[cell], style), style)
  }

  private func sign(_ dots: UInt8, _ style: TextStyle) -> String {
    if style.isUnicode {
      // 0x2800 + any byte is a braille pattern, so the scalar exists.
      return String(Unicode.Scalar(0x2800 + UInt32(dots))!)
    }
    switch dots.nonzeroBitCount {
    case 1, 2: return "."
    case 3...5: return ":"
    default: return "#"
    }
  }

  private func position(_ x: Double, _ y: Double, _ across: Int, _ down: Int) -> (Int, Int) {
    let width = columnCount * across
    let height = rowCount * down
    return (
      min(width - 1, max(0, Int(x * Double(width)))),
      min(height - 1, max(0, Int((1 - y) * Double(height))))
    )
  }
}
