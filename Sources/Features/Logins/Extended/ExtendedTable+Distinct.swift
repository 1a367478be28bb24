import LinearAlgebra

/// The different rows of an extended table, each with how often it stands there.
///
/// They are ordered by their counts, then day of the week, then hour.
public struct DistinctExtendedMinutes: Sendable, Equatable {
  /// `[distinctRowCount × featureCount]`, in the order of `ExtendedTable.schema`.
  public let samples: Matrix
  /// How many rows of the table are the same.
  public let multiplicities: [Int]

  private let indices: [Key: Int]

  /// - Complexity: O(hours of the table + changes of counts).
  init(_ table: ExtendedTable) {
    let order = table.patternOrder
    var counts: [Key: Int] = [:]
    table.forEachRun { rows, pattern in
      table.forEachHour(of: rows) { rows in
        let key = Key(pattern: order[pattern], ofRow: rows.lowerBound, of: table)
        counts[key, default: 0] += rows.count
      }
    }
    let keys = counts.keys.sorted()
    let patterns = table.orderedPatterns(order)
    samples = Matrix(
      rowCount: keys.count, columnCount: ExtendedTable.schema.features.count,
      elements: keys.flatMap {
        ExtendedRow.features(patterns[$0.pattern], dayOfWeek: $0.dayOfWeek, hour: $0.hour)
      })
    multiplicities = keys.map { counts[$0] ?? 0 }
    indices = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($0.element, $0.offset) })
  }

  fileprivate struct Key: Hashable, Comparable {
    /// By the order of counts, not by that of the table.
    let pattern: Int
    let dayOfWeek: Int
    let hour: Int

    init(pattern: Int, ofRow row: Int, of table: ExtendedTable) {
      self.pattern = pattern
      let seconds = table.seconds(ofRow: row)
      dayOfWeek = MinuteTable.dayOfWeek(seconds)
      hour = MinuteTable.hour(seconds)
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.pattern, left.dayOfWeek, left.hour) < (right.pattern, right.dayOfWeek, right.hour)
    }
  }

  fileprivate func index(of key: Key) -> Int {
    guard let index = indices[key] else {
      preconditionFailure("a row is looked up among those of its own table")
    }
    return index
  }
}

extension ExtendedTable {
  public var distinctRows: DistinctExtendedMinutes { DistinctExtendedMinutes(self) }

  /// For each row which of the distinct ones it is.
  ///
  /// - Precondition: at most `MinuteTable.listedRowLimit` rows.
  public func distinctIndices(_ distinct: DistinctExtendedMinutes) -> [Int] {
    precondition(
      rowCount <= MinuteTable.listedRowLimit, "an array holds the rows that may be listed")
    let order = patternOrder
    var indices: [Int] = []
    indices.reserveCapacity(rowCount)
    forEachRun { rows, pattern in
      forEachHour(of: rows) { rows in
        let key = DistinctExtendedMinutes.Key(
          pattern: order[pattern], ofRow: rows.lowerBound, of: self)
        indices += repeatElement(distinct.index(of: key), count: rows.count)
      }
    }
    return indices
  }

  /// The place of each pattern among all, when they are sorted by their counts.
  fileprivate var patternOrder: [Int] {
    let sorted = patterns.indices.sorted { patterns[$0].lexicographicallyPrecedes(patterns[$1]) }
    var order = Array(repeating: 0, count: patterns.count)
    for (place, pattern) in sorted.enumerated() { order[pattern] = place }
    return order
  }

  fileprivate func orderedPatterns(_ order: [Int]) -> [[Int32]] {
    var ordered = patterns
    for (pattern, place) in order.enumerated() { ordered[place] = patterns[pattern] }
    return ordered
  }

  /// Hands those of `rows` that begin in the same hour to `body`, hour after hour.
  fileprivate func forEachHour(of rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    let secondsPerHour: Int64 = 3600
    var index = rows.lowerBound
    while index < rows.upperBound {
      let remainder = seconds(ofRow: index) % secondsPerHour
      let passed = remainder < 0 ? remainder + secondsPerHour : remainder
      let end = min(rows.upperBound, index + Int((secondsPerHour - passed) / 60))
      body(index..<end)
      index = end
    }
  }
}
