/// A dense matrix of doubles, row-major.
public struct Matrix: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  /// `rowCount × columnCount` elements, row after row.
  public var elements: [Double]

  /// - Precondition: `elements` has `rowCount × columnCount` elements.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(
      rowCount >= 0 && columnCount >= 0 && elements.count == rowCount * columnCount,
      "a matrix has as many elements as its shape says")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// A matrix that holds `value` everywhere.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      elements: Array(repeating: value, count: rowCount * columnCount))
  }

  /// A matrix from rows of equal length.
  public init(rows: [[Double]]) {
    self.init(
      rowCount: rows.count, columnCount: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  /// Inlinable, because the loops that read element by element live in other modules.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    @inline(__always) get { elements[row * columnCount + column] }
    @inline(__always) set { elements[row * columnCount + column] = newValue }
  }

  /// The elements of one row, copied.
  public func row(_ index: Int) -> [Double] {
    Array(elements[index * columnCount..<(index + 1) * columnCount])
  }

  /// All rows, copied.
  public var rows: [[Double]] { (0..<rowCount).map(row) }

  /// Adds `value` to each diagonal element.
  public mutating func addToDiagonal(_ value: Double) {
    for index in 0..<min(rowCount, columnCount) { self[index, index] += value }
  }
}
