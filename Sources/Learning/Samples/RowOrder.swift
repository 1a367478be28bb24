import LinearAlgebra

/// Orders rows by radix sort of their leading columns.
enum RowOrder {
  /// Octets that fit in one key.
  static let packedColumnCount = 8

  /// Indices of `rows` so that the rows stand in lexicographic order, equal rows by index.
  ///
  /// - Parameter rows: indices of rows of `elements`, rising.
  static func lexicographic(_ rows: [Int], of elements: [Double], columnCount: Int) -> [Int] {
    let packed = areOctets(elements)
    let keyedColumnCount = packed ? min(columnCount, packedColumnCount) : min(columnCount, 1)
    let keys = rows.map { row -> UInt64 in
      if !packed { return orderedBits(elements[row * columnCount]) }
      var key: UInt64 = 0
      for column in 0..<keyedColumnCount {
        key = key << 8 | UInt64(elements[row * columnCount + column])
      }
      return key
    }
    var places = sorted(keys)
    if keyedColumnCount < columnCount {
      sortRuns(of: &places, keys, rows, elements, columnCount, from: keyedColumnCount)
    }
    return places.map { rows[$0] }
  }

  static func areOctets(_ elements: [Double]) -> Bool {
    elements.allSatisfy { $0 >= 0 && $0 <= 255 && $0 == $0.rounded(.down) }
  }

  /// Indices of the rows of `samples` along a Morton curve, so that neighbours are near in every
  /// feature.
  ///
  /// - SeeAlso: Morton, "A computer oriented geodetic data base and a new technique in file
  ///   sequencing" (1966).
  static func alongCurve(_ samples: Matrix) -> [Int] {
    let d = samples.columnCount
    let used = min(d, 64)
    let bitCount = min(64 / used, 16)
    var lows = Array(repeating: Double.infinity, count: used)
    var highs = Array(repeating: -Double.infinity, count: used)
    for row in 0..<samples.rowCount {
      for f in 0..<used {
        let value = samples.elements[row * d + f]
        lows[f] = value < lows[f] ? value : lows[f]
        highs[f] = value > highs[f] ? value : highs[f]
      }
    }
    let largest = Double(1 << bitCount - 1)
    // Of each byte, its bits as far apart as there are features; those beyond a key are never set.
    let spread = (0..<256 as Range<UInt64>).map { byte in
      (0..<8 as Range<UInt64>).reduce(0) { $0 | (byte >> $1 & 1) << ($1 * UInt64(used)) }
    }
    let keys = (0..<samples.rowCount).map { row in
      var key: UInt64 = 0
      for f in 0..<used {
        // Divided before it is scaled: a range may be too small to have a reciprocal.
        guard highs[f] > lows[f] else { continue }
        let fraction = (samples.elements[row * d + f] - lows[f]) / (highs[f] - lows[f])
        let place = Int(fraction * largest)
        let bits = spread[place & 0xff] | spread[place >> 8] << UInt64(8 * used)
        key |= bits << UInt64(used - 1 - f)
      }
      return key
    }
    return sorted(keys)
  }

  /// Sorts what the keys left equal by the columns from `first` on.
  private static func sortRuns(
    of places: inout [Int], _ keys: [UInt64], _ rows: [Int], _ elements: [Double],
    _ columnCount: Int, from first: Int
  ) {
    var start = 0
    while start < places.count {
      var end = start + 1
      while end < places.count, keys[places[end]] == keys[places[start]] { end += 1 }
      if end - start > 1 {
        places[start..<end].sort { left, right in
          for column in first..<columnCount {
            let a = elements[rows[left] * columnCount + column]
            let b = elements[rows[right] * columnCount + column]
            if a != b { return a < b }
          }
          return left < right
        }
      }
      start = end
    }
  }

  /// Bits that stand in the order of the numbers; both zeros are the same.
  private static func orderedBits(_ value: Double) -> UInt64 {
    let bits = value == 0 ? 0 : value.bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  /// Indices of `keys` in rising order, equal keys by index.
  ///
  /// Byte by byte from the last, and bytes that all keys share are passed over.
  ///
  /// - SeeAlso: Knuth, *The Art of Computer Programming*, volume 3, algorithm 5.2.5R.
  static func sorted(_ keys: [UInt64]) -> [Int] {
    var pairs = keys.enumerated().map { (key: $0.element, index: $0.offset) }
    var next = pairs
    let varying = keys.reduce(0) { $0 | ($1 ^ (keys.first ?? 0)) }
    for shift in stride(from: UInt64(0), to: 64, by: 8) where varying >> shift & 0xff != 0 {
      var starts = Array(repeating: 0, count: 257)
      for key in keys { starts[Int(key >> shift & 0xff) + 1] += 1 }
      for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
      for pair in pairs {
        let bucket = Int(pair.key >> shift & 0xff)
        next[starts[bucket]] = pair
        starts[bucket] += 1
      }
      swap(&pairs, &next)
    }
    return pairs.map(\.index)
  }
}
