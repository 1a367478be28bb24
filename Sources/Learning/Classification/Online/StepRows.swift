import LinearAlgebra

/// The distinct rows of a labelled data set as steps see them: what most rows have in a column is
/// set apart, and each row holds only where it differs.
///
/// A standardized table of 0/1 columns is full of the same few numbers; a step over what differs is
/// ten times shorter than one over all columns.
struct StepRows {
  /// `[featureCount]`: the most frequent value of each column, 0 where it is in under half the rows.
  let baseline: [Double]
  let cells: [Cell]
  /// Where rows differ from the baseline, cell after cell; of each cell a multiple of `unit`, filled up
  /// with differences of 0.
  let differences: [Difference]
  /// Cell of each row of positive weight.
  let order: [Int32]
  /// x · y of every two cells, `[cellCount × cellCount]`; empty where there are too many.
  let products: [Double]

  /// Numbers in a table of products: what a second cache holds.
  static let largestProductCount = 1 << 18

  /// A loop over differences takes so many at once: rows of one, two and three would lead the
  /// processor to guess wrong every other time.
  static let unit = 4

  /// A distinct row of one class and one weight.
  struct Cell {
    /// Where its differences begin and end.
    let start: Int
    let end: Int
    /// x · baseline, and that less ‖baseline‖².
    let baselineProduct: Double
    let differenceProduct: Double
    /// ‖x‖².
    let square: Double
    /// +1 or −1.
    let sign: Double
    /// What a step to it is multiplied by.
    let weight: Double
  }

  struct Difference {
    let column: Int
    let value: Double
  }

  /// Hands `body` the index of the first of every `unit` differences of a cell.
  @inline(__always)
  static func forEachUnit(of cell: Cell, _ body: (Int) -> Void) {
    var index = cell.start
    while index < cell.end {
      body(index)
      index &+= unit
    }
  }

  @inline(__always)
  static func forEachDifference(of cell: Cell, _ body: (Int) -> Void) {
    forEachUnit(of: cell) { index in
      body(index)
      body(index &+ 1)
      body(index &+ 2)
      body(index &+ 3)
    }
  }

  init(
    _ samples: Matrix, labels: [Bool], weights: [Double]?,
    factors: (negative: Double, positive: Double),
    largestProductCount: Int = StepRows.largestProductCount
  ) {
    let present = samples.rowIndices.filter { weights?[$0] ?? 1 > 0 }
    let keys = samples.rowIndices.map { row in
      // Positive weights have no sign bit, so it can hold the label.
      (weights?[row] ?? 1).bitPattern | (labels[row] ? 1 << 63 : 0)
    }
    let groups = RowGroups(samples, keys: keys)
    let baseline = Self.baseline(samples, groups, of: present)
    self.baseline = baseline
    let baselineSquare = baseline.reduce(0) { $0 + $1 * $1 }
    var cells: [Cell] = []
    var differences: [Difference] = []
    for row in groups.firstRows {
      let start = differences.count
      var product = 0.0
      var square = 0.0
      for (column, base) in baseline.enumerated() {
        let x = samples[row, column]
        product += x * base
        square += x * x
        if x != base { differences.append(Difference(column: column, value: x - base)) }
      }
      while differences.count % Self.unit != 0 {
        // Of ever another column, so that rows need not wait for each other; it may be one of the row.
        differences.append(Difference(column: differences.count % baseline.count, value: 0))
      }
      cells.append(
        Cell(
          start: start, end: differences.count, baselineProduct: product,
          differenceProduct: product - baselineSquare, square: square,
          sign: labels[row] ? 1 : -1,
          weight: (weights?[row] ?? 1) * (labels[row] ? factors.positive : factors.negative)))
    }
    self.cells = cells
    self.differences = differences
    order = present.map { Int32(groups.groups[$0]) }
    // The table must not take longer than a few passes over the rows.
    let count = cells.count * cells.count
    products =
      count <= min(largestProductCount, 4 * order.count)
      ? Self.products(cells, differences, columnCount: baseline.count) : []
  }

  private static func products(
    _ cells: [Cell], _ differences: [Difference], columnCount: Int
  ) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(cells.count * cells.count)
    var dense = Array(repeating: 0.0, count: columnCount)
    for cell in cells {
      for difference in differences[cell.start..<cell.end] {
        dense[difference.column] += difference.value
      }
      for other in cells {
        // x = b + d, so x · y = x · b + (y · b − b · b) + d · (y − b).
        var sum = cell.baselineProduct + other.differenceProduct
        for index in other.start..<other.end {
          sum += differences[index].value * dense[differences[index].column]
        }
        result.append(sum)
      }
      for difference in differences[cell.start..<cell.end] { dense[difference.column] = 0 }
    }
    return result
  }

  /// The same where the compiler need not look after bounds at every step.
  struct Buffers {
    let baseline: UnsafeBufferPointer<Double>
    let cells: UnsafeBufferPointer<Cell>
    let differences: UnsafeBufferPointer<Difference>
    let products: UnsafeBufferPointer<Double>
  }

  func withUnsafeBuffers<Result>(_ body: (Buffers) -> Result) -> Result {
    baseline.withUnsafeBufferPointer { baseline in
      cells.withUnsafeBufferPointer { cells in
        differences.withUnsafeBufferPointer { differences in
          products.withUnsafeBufferPointer { products in
            body(
              Buffers(
                baseline: baseline, cells: cells, differences: differences, products: products))
          }
        }
      }
    }
  }

  /// The value that more than half of the rows have in a column, else 0.
  private static func baseline(
    _ samples: Matrix, _ groups: RowGroups, of present: [Int]
  ) -> [Double] {
    var counts = Array(repeating: 0, count: groups.groupCount)
    for row in present { counts[groups.groups[row]] += 1 }
    return (0..<samples.columnCount).map { column in
      // Boyer and Moore's majority vote, then a count of the winner.
      var candidate = 0.0
      var votes = 0
      for (group, row) in groups.firstRows.enumerated() {
        if samples[row, column] == candidate {
          votes += counts[group]
        } else {
          votes -= counts[group]
          if votes < 0 { (candidate, votes) = (samples[row, column], -votes) }
        }
      }
      var share = 0
      for (group, row) in groups.firstRows.enumerated() where samples[row, column] == candidate {
        share += counts[group]
      }
      return 2 * share > present.count ? candidate : 0
    }
  }
}
