import LinearAlgebra

/// The different rows of a minute table, each with how often it stands there.
///
/// A year of minutes has some hundreds of them, which is what makes detectors fast. They are ordered
/// by count, then day of the week, then hour.
public struct DistinctMinutes: Sendable, Equatable {
  /// `[distinctRowCount × 32]`, in the order of `MinuteTable.schema`.
  public let samples: Matrix
  /// How many rows of the table are the same.
  public let multiplicities: [Int]

  /// The index of the row with these values, by its place in the order.
  private let indices: [Key: Int]

  struct Key: Hashable, Comparable {
    let usernamesWithFailures: Int
    let dayOfWeek: Int
    let hour: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.usernamesWithFailures, left.dayOfWeek, left.hour)
        < (right.usernamesWithFailures, right.dayOfWeek, right.hour)
    }
  }

  /// - Complexity: O(hours of the table + rows with failures).
  init(_ table: MinuteTable) {
    var counts: [Key: Int] = [:]
    func key(_ index: Int, _ count: Int) -> Key {
      let seconds = table.seconds(ofRow: index)
      return Key(
        usernamesWithFailures: count, dayOfWeek: MinuteTable.dayOfWeek(seconds),
        hour: MinuteTable.hour(seconds))
    }
    table.forEachHour { rows in counts[key(rows.lowerBound, 0), default: 0] += rows.count }
    for row in table.busyRows {
      counts[key(row.index, 0), default: 0] -= 1
      counts[key(row.index, row.usernamesWithFailures), default: 0] += 1
    }
    let keys = counts.filter { $0.value > 0 }.keys.sorted()
    samples = Matrix(
      rowCount: keys.count, columnCount: MinuteTable.schema.features.count,
      elements: keys.flatMap {
        MinuteTable.features($0.usernamesWithFailures, dayOfWeek: $0.dayOfWeek, hour: $0.hour)
      })
    multiplicities = keys.map { counts[$0] ?? 0 }
    indices = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($0.element, $0.offset) })
  }

  /// Which of the distinct rows `row` of the same table is.
  public func index(of row: MinuteTable.Row) -> Int {
    let key = Key(
      usernamesWithFailures: row.usernamesWithFailures, dayOfWeek: row.dayOfWeek, hour: row.hour)
    guard let index = indices[key] else {
      preconditionFailure("a row is looked up among those of its own table")
    }
    return index
  }
}

extension MinuteTable {
  public var distinctRows: DistinctMinutes { DistinctMinutes(self) }

  /// For each row which of the distinct ones it is.
  ///
  /// - Precondition: at most `listedRowLimit` rows.
  public func distinctIndices(_ distinct: DistinctMinutes) -> [Int] {
    precondition(rowCount <= Self.listedRowLimit, "an array holds the rows that may be listed")
    var indices: [Int] = []
    indices.reserveCapacity(rowCount)
    forEachRow { indices.append(distinct.index(of: $0)) }
    return indices
  }

  /// Hands the rows that begin in the same hour to `body`, hour after hour.
  func forEachHour(_ body: (Range<Int>) -> Void) {
    let secondsPerHour: Int64 = 3600
    var index = 0
    while index < rowCount {
      let seconds = seconds(ofRow: index)
      let remainder = seconds % secondsPerHour
      let left = secondsPerHour - (remainder < 0 ? remainder + secondsPerHour : remainder)
      let count = Int((left + resolution.seconds - 1) / resolution.seconds)
      let end = min(rowCount, index + max(1, count))
      body(index..<end)
      index = end
    }
  }
}
