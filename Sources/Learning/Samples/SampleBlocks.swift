import LinearAlgebra

/// A matrix laid out for vector units: blocks of eight rows, column by column inside a block.
///
/// Element (8b + lane, f) stands in lane `lane` of `values[b × featureCount + f]`. The last block
/// is filled up with copies of the last row at weight 0. Eight blocks are a group, and of a group
/// the boxes that its blocks fill are known, one box a lane, so that whatever is far from a block
/// can be left out of the work on its rows.
struct SampleBlocks: Sendable {
  let rowCount: Int
  let featureCount: Int
  let values: [Lanes]
  /// `[blockCount]`, one weight per lane.
  let weights: [Lanes]
  /// Middle of each block's range: `[groupCount × featureCount]`, one block a lane.
  let boxCenters: [Lanes]
  /// Half the range, so that no row is farther than this from the middle, in the same layout.
  let boxHalfWidths: [Lanes]

  static let laneCount = Lanes.scalarCount
  static let blocksPerGroup = laneCount

  var blockCount: Int { weights.count }
  var groupCount: Int { (blockCount + Self.blocksPerGroup - 1) / Self.blocksPerGroup }

  /// The blocks of one group.
  func blocks(ofGroup group: Int) -> Range<Int> {
    group * Self.blocksPerGroup..<min((group + 1) * Self.blocksPerGroup, blockCount)
  }

  /// - Precondition: there is at least one row.
  init(_ rows: Matrix, weights rowWeights: [Double]? = nil) {
    precondition(rows.rowCount > 0, "blocks hold at least one row")
    let featureCount = rows.columnCount
    let blockCount = (rows.rowCount + Self.laneCount - 1) / Self.laneCount
    let groupCount = (blockCount + Self.blocksPerGroup - 1) / Self.blocksPerGroup
    let zero = Lanes(repeating: 0)
    var values = Array(repeating: zero, count: blockCount * featureCount)
    var weights = Array(repeating: zero, count: blockCount)
    var centers = Array(repeating: zero, count: groupCount * featureCount)
    var halfWidths = centers
    rows.elements.withUnsafeBufferPointer { elements in
      for block in 0..<blockCount {
        let firstRow = block * Self.laneCount
        let group = block / Self.blocksPerGroup
        let lane = block % Self.blocksPerGroup
        for column in 0..<featureCount {
          var lanes = zero
          var least = Double.infinity
          var greatest = -Double.infinity
          for offset in 0..<Self.laneCount {
            let row = min(firstRow + offset, rows.rowCount - 1)
            let value = elements[row * featureCount + column]
            lanes[offset] = value
            least = value < least ? value : least
            greatest = value > greatest ? value : greatest
          }
          values[block * featureCount + column] = lanes
          let center = 0.5 * least + 0.5 * greatest
          centers[group * featureCount + column][lane] = center
          // The larger of both, because the middle is rounded.
          let below = center - least
          let above = greatest - center
          halfWidths[group * featureCount + column][lane] = below > above ? below : above
        }
        for offset in 0..<min(Self.laneCount, rows.rowCount - firstRow) {
          weights[block][offset] = rowWeights?[firstRow + offset] ?? 1
        }
      }
    }
    rowCount = rows.rowCount
    self.featureCount = featureCount
    self.values = values
    self.weights = weights
    boxCenters = centers
    boxHalfWidths = halfWidths
  }
}
