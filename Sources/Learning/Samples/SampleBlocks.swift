import LinearAlgebra

/// A matrix laid out for vector units: blocks of eight rows, column by column inside a block.
///
/// Element (8b + lane, f) stands in lane `lane` of `values[b × featureCount + f]`. The last block
/// is filled up with copies of the last row at weight 0.
struct SampleBlocks: Sendable {
  let rowCount: Int
  let featureCount: Int
  let values: [Lanes]
  /// `[blockCount]`, one weight per lane.
  let weights: [Lanes]

  static let laneCount = Lanes.scalarCount

  var blockCount: Int { weights.count }

  /// - Precondition: there is at least one row.
  init(_ rows: Matrix, weights rowWeights: [Double]? = nil) {
    precondition(rows.rowCount > 0, "blocks hold at least one row")
    let blockCount = (rows.rowCount + Self.laneCount - 1) / Self.laneCount
    var values = Array(repeating: Lanes(repeating: 0), count: blockCount * rows.columnCount)
    var weights = Array(repeating: Lanes(repeating: 0), count: blockCount)
    for block in 0..<blockCount {
      for lane in 0..<Self.laneCount {
        let row = block * Self.laneCount + lane
        let source = min(row, rows.rowCount - 1)
        for column in 0..<rows.columnCount {
          values[block * rows.columnCount + column][lane] = rows[source, column]
        }
        if row < rows.rowCount { weights[block][lane] = rowWeights?[row] ?? 1 }
      }
    }
    rowCount = rows.rowCount
    featureCount = rows.columnCount
    self.values = values
    self.weights = weights
  }
}
