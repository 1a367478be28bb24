/// Draws as many rows as there are, with replacement, as counts of distinct rows.
///
/// A row of weight 2 is drawn like two rows; of the draws no more than the distinct rows they fell
/// on is kept, and both do not depend on the order of rows.
struct RowDraws: Sendable {
  private let rowCount: Int
  /// How many draws make one set.
  private let drawCount: Int
  /// Of each cell, a distinct row of one class, where it ends on the line of all weights.
  private let ends: [Double]
  /// Index of a cell is twice that of its distinct row, and one more for the positive class.
  private let cells: [Int32]
  /// The cell of each row where weights count rows; nil where they do not, or there are too many.
  private let cellOfRow: [Int32]?

  /// Larger tables leave the cache, and a search among the ends is as quick.
  private static let largestTable = 1 << 22

  init(_ samples: LabelledSamples) {
    var ends: [Double] = []
    var cells: [Int32] = []
    var end = 0.0
    for row in 0..<samples.rowCount {
      for (isPositive, weight) in [samples.negativeWeights[row], samples.positiveWeights[row]]
        .enumerated() where weight > 0
      {
        end += weight
        ends.append(end)
        cells.append(Int32(2 * row + isPositive))
      }
    }
    self.ends = ends
    self.cells = cells
    rowCount = samples.rowCount
    drawCount = max(1, Int(min(end, 0x1p40).rounded()))
    let countsRows =
      end <= Double(Self.largestTable) && ends.allSatisfy { $0 == $0.rounded(.down) }
    var table: [Int32]?
    if countsRows {
      var start = 0
      table = zip(cells, ends).flatMap { cell, end in
        defer { start = Int(end) }
        return Array(repeating: cell, count: Int(end) - start)
      }
    }
    cellOfRow = table
  }

  /// The weights of one set of draws in each class, `[rowCount]`.
  func next(
    using generator: inout SeededGenerator
  ) -> (negative: [Double], positive: [Double]) {
    var counts = Array(repeating: 0, count: 2 * rowCount)
    var random = generator
    if let cellOfRow {
      let count = UInt64(cellOfRow.count)
      cellOfRow.withUnsafeBufferPointer { table in
        counts.withUnsafeMutableBufferPointer { counts in
          for _ in 0..<drawCount {
            // The high word of the product is even to 2⁻⁴², without a division.
            let index = random.next().multipliedFullWidth(by: count).high
            counts[Int(table[Int(index)])] += 1
          }
        }
      }
    } else {
      let total = ends[ends.count - 1]
      for _ in 0..<drawCount {
        let place = random.nextUniform() * total
        var low = 0
        var high = ends.count - 1
        while low < high {
          let middle = (low + high) / 2
          if ends[middle] > place { high = middle } else { low = middle + 1 }
        }
        counts[Int(cells[low])] += 1
      }
    }
    generator = random
    return (
      (0..<rowCount).map { Double(counts[2 * $0]) },
      (0..<rowCount).map { Double(counts[2 * $0 + 1]) }
    )
  }
}
