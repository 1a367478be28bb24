import LinearAlgebra

/// Which rows of a data set are equal, found by hashing in one pass.
///
/// Tables of features repeat the same few rows thousands of times, often one after another; to sort
/// them all costs many times more than to look each up.
struct RowGroups: Sendable {
  /// First row of each group, rising.
  private(set) var firstRows: [Int] = []
  /// Group of each row of `samples`.
  private(set) var groups: [Int] = []

  /// Groups rows whose elements and whose keys are equal; zeros of both signs are the same.
  ///
  /// - Parameter keys: `[sampleCount]`, further columns such as labels, as bits; nil for none.
  init(_ samples: Matrix, keys: [UInt64]? = nil) {
    precondition(keys?.count ?? samples.rowCount == samples.rowCount, "every row has a key")
    let columnCount = samples.columnCount
    groups.reserveCapacity(samples.rowCount)
    // Open addressing, at most half full.
    var slots = Array(repeating: -1, count: 1_024)
    var hashes: [UInt64] = []
    samples.elements.withUnsafeBufferPointer { elements in
      func areEqual(_ left: Int, _ right: Int) -> Bool {
        if let keys, keys[left] != keys[right] { return false }
        let (a, b) = (left * columnCount, right * columnCount)
        for column in 0..<columnCount where elements[a + column] != elements[b + column] {
          return false
        }
        return true
      }
      for row in 0..<samples.rowCount {
        if row > 0, areEqual(row, row - 1) {
          groups.append(groups[row - 1])
          continue
        }
        let hash = Self.hash(
          UnsafeBufferPointer(rebasing: elements[row * columnCount..<(row + 1) * columnCount]),
          key: keys?[row] ?? 0)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0,
          hashes[slots[slot]] != hash || !areEqual(firstRows[slots[slot]], row)
        {
          slot = (slot + 1) & (slots.count - 1)
        }
        if slots[slot] < 0 {
          slots[slot] = firstRows.count
          firstRows.append(row)
          hashes.append(hash)
        }
        groups.append(slots[slot])
        if firstRows.count * 2 > slots.count { slots = Self.slots(for: hashes) }
      }
    }
  }

  var count: Int { firstRows.count }

  /// The weights of the rows of each group, summed in rising order, because the order of equal
  /// rows must not show in the sum.
  ///
  /// - Parameter weights: `[sampleCount]`; nil for 1 each.
  func sums(of weights: [Double]?) -> [Double] {
    var sums = Array(repeating: 0.0, count: count)
    guard let weights else {
      for group in groups { sums[group] += 1 }
      return sums
    }
    // Counts of rows are exact in any order.
    if weights.allSatisfy({ $0 == $0.rounded(.down) && $0 <= 0x1p20 }) {
      for (row, group) in groups.enumerated() { sums[group] += weights[row] }
      return sums
    }
    let rows = weights.indices.sorted {
      (groups[$0], weights[$0], $0) < (groups[$1], weights[$1], $1)
    }
    for row in rows { sums[groups[row]] += weights[row] }
    return sums
  }

  private static func hash(_ row: UnsafeBufferPointer<Double>, key: UInt64) -> UInt64 {
    // Two chains, because one would wait for each product.
    var even = key &+ 0x9e37_79b9_7f4a_7c15
    var odd: UInt64 = 0xd134_2543_de82_ef95
    var column = 0
    while column + 1 < row.count {
      // Adding 0 turns −0 into 0.
      even = (even ^ (row[column] + 0).bitPattern) &* 0xff51_afd7_ed55_8ccd
      odd = (odd ^ (row[column + 1] + 0).bitPattern) &* 0xc4ce_b9fe_1a85_ec53
      even ^= even >> 32
      odd ^= odd >> 32
      column += 2
    }
    if column < row.count {
      even = (even ^ (row[column] + 0).bitPattern) &* 0xff51_afd7_ed55_8ccd
    }
    let mixed = (even ^ (odd << 31 | odd >> 33)) &* 0xff51_afd7_ed55_8ccd
    return mixed ^ mixed >> 33
  }

  private static func slots(for hashes: [UInt64]) -> [Int] {
    var count = 1_024
    while count < 4 * hashes.count { count *= 2 }
    var slots = Array(repeating: -1, count: count)
    for (group, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = group
    }
    return slots
  }
}
