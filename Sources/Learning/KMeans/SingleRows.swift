import LinearAlgebra

/// The rows of a data set in single precision about the middle of each column's range, in blocks of
/// eight.
///
/// Element (8b + lane, f) stands in lane `lane` of `values[b × featureCount + f]`; the last block is
/// filled up with copies of the last row.
struct SingleRows: Sendable {
  typealias Singles = SIMD8<Float>

  let rowCount: Int
  let featureCount: Int
  /// Middle of each column's range, `[featureCount]`.
  let middle: [Double]
  /// No value is farther than this from the middle of its column, `[featureCount]`.
  let reach: [Double]
  let values: [Singles]

  static let laneCount = Singles.scalarCount

  var blockCount: Int { (rowCount + Self.laneCount - 1) / Self.laneCount }

  /// - Precondition: there is at least one row.
  init(_ rows: Matrix) {
    precondition(rows.rowCount > 0, "blocks hold at least one row")
    let (n, d) = (rows.rowCount, rows.columnCount)
    var low = rows.row(0)
    var high = low
    var values = Array(
      repeating: Singles(repeating: 0), count: (n + Self.laneCount - 1) / Self.laneCount * d)
    var middle = low
    rows.elements.withUnsafeBufferPointer { elements in
      for row in 0..<n {
        for f in 0..<d {
          let value = elements[row * d + f]
          low[f] = value < low[f] ? value : low[f]
          high[f] = value > high[f] ? value : high[f]
        }
      }
      middle = zip(low, high).map { 0.5 * $0 + 0.5 * $1 }
      values.withUnsafeMutableBytes { target in
        let target = target.bindMemory(to: Float.self)
        for row in 0..<target.count / max(d, 1) {
          let source = min(row, n - 1) * d
          let first = row / Self.laneCount * d * Self.laneCount + row % Self.laneCount
          for f in 0..<d {
            target[first + f * Self.laneCount] = Float(elements[source + f] - middle[f])
          }
        }
      }
    }
    rowCount = n
    featureCount = d
    self.middle = middle
    reach = middle.indices.map { max(high[$0] - middle[$0], middle[$0] - low[$0]) }
    self.values = values
  }
}
