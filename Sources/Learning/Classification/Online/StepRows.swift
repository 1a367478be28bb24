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
  /// Where rows differ from the baseline, cell after cell; of each cell an even number, filled up with
  /// differences of 0.
  let differences: [Difference]
  /// Cell of each row of positive weight.
  let order: [Int32]

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

  /// Hands `body` the index of the first of every two differences from `start` to `end`.
  @inline(__always)
  static func forEachPair(from start: Int, to end: Int, _ body: (Int) -> Void) {
    var index = start
    while index < end {
      body(index)
      index &+= 2
    }
  }

  init(
    _ samples: GroupedSamples, labels: [Bool], weights: [Double]?,
    factors: (negative: Double, positive: Double)
  ) {
    let (rows, groups) = (samples.rows, samples.groups.groups)
    let present = groups.indices.filter { weights?[$0] ?? 1 > 0 }
    let keys = groups.indices.map { sample in
      // Positive weights have no sign bit, so it can hold the label.
      (weights?[sample] ?? 1).bitPattern | (labels[sample] ? 1 << 63 : 0)
    }
    let kinds = RowGroups(
      Matrix(rowCount: groups.count, columnCount: 1, elements: groups.map(Double.init)),
      keys: keys)
    let baseline = Self.baseline(rows, groups, of: present)
    self.baseline = baseline
    let baselineSquare = baseline.reduce(0) { $0 + $1 * $1 }
    var cells: [Cell] = []
    var differences: [Difference] = []
    let unit = Self.unit(rows, groups, of: present, baseline)
    let byFrequency = Self.orderByFrequency(kinds, of: present)
    for kind in byFrequency {
      let sample = kinds.firstRows[kind]
      let row = groups[sample]
      let start = differences.count
      var product = 0.0
      var square = 0.0
      for (column, base) in baseline.enumerated() {
        let x = rows[row, column]
        product += x * base
        square += x * x
        if x != base { differences.append(Difference(column: column, value: x - base)) }
      }
      while (differences.count - start) % unit != 0 {
        // Of a column each, so that none waits for the one before.
        let column = baseline.count + (differences.count - start) % unit - 1
        differences.append(Difference(column: column, value: 0))
      }
      cells.append(
        Cell(
          start: start, end: differences.count, baselineProduct: product,
          differenceProduct: product - baselineSquare, square: square,
          sign: labels[sample] ? 1 : -1,
          weight: (weights?[sample] ?? 1)
            * (labels[sample] ? factors.positive : factors.negative)))
    }
    self.cells = cells
    self.differences = differences
    var places = Array(repeating: Int32(0), count: kinds.groupCount)
    for (place, kind) in byFrequency.enumerated() { places[kind] = Int32(place) }
    order = present.map { places[kinds.groups[$0]] }
  }

  /// Columns that differences are of: those of the rows, and some that cells are filled up with.
  var columnCount: Int { baseline.count + Self.largestUnit - 1 }

  /// Where a cell differs from the baseline, without what it is filled up with.
  func differences(of cell: Cell) -> some Sequence<Difference> {
    differences[cell.start..<cell.end].lazy.filter { $0.column < baseline.count }
  }

  private static let largestUnit = 4

  /// What the differences of each cell are filled up to a multiple of: rows of one, two and three pairs
  /// would lead the processor to guess wrong every other time.
  private static func unit(
    _ rows: Matrix, _ groups: [Int], of present: [Int], _ baseline: [Double]
  ) -> Int {
    let isShort = rows.rowIndices.map { row in
      baseline.indices.reduce(0) { $0 + (rows[row, $1] != baseline[$1] ? 1 : 0) } <= 2
    }
    let shortCount = present.reduce(0) { $0 + (isShort[groups[$1]] ? 1 : 0) }
    return 16 * shortCount >= 15 * present.count ? 2 : largestUnit
  }

  /// The groups, those of the most samples first: what steps ask for again and again then lies close
  /// together.
  private static func orderByFrequency(_ kinds: RowGroups, of present: [Int]) -> [Int] {
    var counts = Array(repeating: 0, count: kinds.groupCount)
    for sample in present { counts[kinds.groups[sample]] += 1 }
    return counts.indices.sorted { (counts[$0], $1) > (counts[$1], $0) }
  }

  /// The value that more than half of the samples have in a column, else 0.
  ///
  /// - Parameter groups: the row of each sample.
  private static func baseline(
    _ rows: Matrix, _ groups: [Int], of present: [Int]
  ) -> [Double] {
    var counts = Array(repeating: 0, count: rows.rowCount)
    for sample in present { counts[groups[sample]] += 1 }
    return (0..<rows.columnCount).map { column in
      // Boyer and Moore's majority vote, then a count of the winner.
      var candidate = 0.0
      var votes = 0
      for row in rows.rowIndices {
        if rows[row, column] == candidate {
          votes += counts[row]
        } else {
          votes -= counts[row]
          if votes < 0 { (candidate, votes) = (rows[row, column], -votes) }
        }
      }
      var share = 0
      for row in rows.rowIndices where rows[row, column] == candidate { share += counts[row] }
      return 2 * share > present.count ? candidate : 0
    }
  }
}
