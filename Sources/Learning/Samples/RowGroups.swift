import LinearAlgebra

/// Which rows of a data set are equal, found by hashing: for data sets of few distinct rows.
///
/// A row is compared with the one before it first, because tables in order of time repeat
/// themselves. Zeros of both signs are equal, and so are the same no-numbers.
struct RowGroups: Sendable {
  /// Group of each row, `[rowCount]`, numbered by first appearance.
  let groups: [Int]
  /// `[groupCount]`, rising.
  let firstRows: [Int]

  /// - Parameter keys: `[rowCount]`, bits of a further column such as a label; nil for none.
  init(_ samples: Matrix, keys: [UInt64]? = nil) {
    precondition(keys?.count ?? samples.rowCount == samples.rowCount, "every row has a key")
    let d = samples.columnCount
    var groups = Array(repeating: 0, count: samples.rowCount)
    var firstRows: [Int] = []
    var table = GroupTable()
    samples.elements.withUnsafeBufferPointer { elements in
      func areEqual(_ left: Int, _ right: Int) -> Bool {
        if let keys, keys[left] != keys[right] { return false }
        return Self.areEqual(elements, left, right, d)
      }
      for row in 0..<samples.rowCount {
        if row > 0, areEqual(row - 1, row) {
          groups[row] = groups[row - 1]
          continue
        }
        let hash = Self.hash(elements, row, d, key: keys?[row] ?? 0)
        if let group = table.group(hash, where: { areEqual(firstRows[$0], row) }) {
          groups[row] = group
        } else {
          groups[row] = firstRows.count
          table.insert(hash, group: firstRows.count)
          firstRows.append(row)
        }
      }
    }
    self.groups = groups
    self.firstRows = firstRows
  }

  var groupCount: Int { firstRows.count }

  /// The weights of the rows of each group, summed in rising order, because the order of equal rows
  /// must not show in the sum.
  ///
  /// - Parameter weights: `[rowCount]`; nil for 1 each.
  func sums(of weights: [Double]?) -> [Double] {
    var sums = Array(repeating: 0.0, count: groupCount)
    guard let weights else {
      for group in groups { sums[group] += 1 }
      return sums
    }
    // Sums of counts are exact in any order.
    if weights.allSatisfy({ $0 >= 0 && $0 <= 0x1p20 && $0 == Double(Int($0)) }) {
      for (row, group) in groups.enumerated() { sums[group] += weights[row] }
      return sums
    }
    var parts = Array(repeating: [Double](), count: groupCount)
    for (row, group) in groups.enumerated() where weights[row] > 0 {
      parts[group].append(weights[row])
    }
    return parts.map { $0.sorted().reduce(0, +) }
  }

  /// Bits that are equal for equal numbers: adding 0 takes the sign off a zero.
  @inline(__always)
  private static func bits(_ value: Double) -> UInt64 { (value + 0).bitPattern }

  private static func areEqual(
    _ elements: UnsafeBufferPointer<Double>, _ left: Int, _ right: Int, _ columnCount: Int
  ) -> Bool {
    // Wrapping sums, since a loop that may trap is not vectorized; both are rows of the samples.
    let (left, right) = (left &* columnCount, right &* columnCount)
    var difference: UInt64 = 0
    for column in 0..<columnCount {
      difference |= elements[left &+ column].bitPattern ^ elements[right &+ column].bitPattern
    }
    if difference == 0 { return true }
    // Only zeros of both signs may still make them equal.
    return (0..<columnCount).allSatisfy {
      bits(elements[left &+ $0]) == bits(elements[right &+ $0])
    }
  }

  /// A multilinear hash; the halves are mixed first, since small numbers differ in their high bits.
  ///
  /// - SeeAlso: Carter and Wegman, "Universal classes of hash functions" (1979).
  private static func hash(
    _ elements: UnsafeBufferPointer<Double>, _ row: Int, _ columnCount: Int, key: UInt64
  ) -> UInt64 {
    var sum = (key ^ key >> 32) &* 0xff51_afd7_ed55_8ccd
    // Odd multiples of the golden ratio's fraction.
    var factor: UInt64 = 0x9e37_79b9_7f4a_7c15
    let start = row &* columnCount
    for column in 0..<columnCount {
      let word = bits(elements[start &+ column])
      sum &+= (word ^ word >> 32) &* factor
      factor &+= 2 &* 0x9e37_79b9_7f4a_7c15
    }
    return sum ^ sum >> 32
  }
}

/// Groups by hash, in open addressing.
private struct GroupTable {
  private var entries: [(hash: UInt64, group: Int)?] = Array(repeating: nil, count: 64)
  private var count = 0

  func group(_ hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & (entries.count - 1)
    while let entry = entries[slot] {
      if entry.hash == hash, isEqual(entry.group) { return entry.group }
      slot = (slot + 1) & (entries.count - 1)
    }
    return nil
  }

  mutating func insert(_ hash: UInt64, group: Int) {
    if 2 * (count + 1) > entries.count {
      let old = entries
      entries = Array(repeating: nil, count: 2 * old.count)
      for case let entry? in old { place(entry) }
    }
    place((hash, group))
    count += 1
  }

  private mutating func place(_ entry: (hash: UInt64, group: Int)) {
    var slot = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
    while entries[slot] != nil { slot = (slot + 1) & (entries.count - 1) }
    entries[slot] = entry
  }
}

extension RowGroups {
  /// What `score` gives for the rows of `samples`, asked once for equal ones.
  ///
  /// A row with an element that is no finite number is the strangest: +∞.
  static func scores(of samples: Matrix, by score: (Matrix) -> [Double]) -> [Double] {
    let d = samples.columnCount
    return GroupedSamples(samples).scores { rows in
      let finite = rows.rowIndices.filter { row in
        rows.elements[row * d..<(row + 1) * d].allSatisfy(\.isFinite)
      }
      var scores = Array(repeating: Double.infinity, count: rows.rowCount)
      for (row, value) in zip(finite, score(rows.selecting(finite))) { scores[row] = value }
      return scores
    }
  }
}
