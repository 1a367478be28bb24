import LinearAlgebra

/// Orders rows by radix sort of their leading columns.
package enum RowOrder {
  /// Octets that fit in one key.
  private static let packedColumnCount = 8

  /// Indices of the rows of `samples` in lexicographic order, equal rows by index.
  package static func lexicographic(of samples: Matrix) -> [Int] {
    lexicographic(
      Array(samples.rowIndices), of: samples.elements, columnCount: samples.columnCount)
  }

  /// Indices of `rows` so that the rows stand in lexicographic order, equal rows by index.
  ///
  /// - Parameter rows: indices of rows of `elements`, rising.
  package static func lexicographic(
    _ rows: [Int], of elements: [Double], columnCount: Int
  ) -> [Int] {
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
    var places = (packed ? nil : sortedByBuckets(keys, rows, elements, columnCount)) ?? sorted(keys)
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
    let (lows, highs) = ranges(samples, used)
    let largest = Double(1 << bitCount - 1)
    let spread = spreadBits(featureCount: used)
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

  /// Bits of the cells that `inCells` sorts by: about as many cells as a million rows have blocks of
  /// eight. More would be more work than they save.
  private static let cellBitCount = 20

  /// Indices of the rows of `samples` cell by cell of a coarse grid, the cells along a Morton curve;
  /// rows of one cell keep their order.
  static func inCells(_ samples: Matrix) -> [Int] {
    let (n, d) = (samples.rowCount, samples.columnCount)
    let used = min(d, cellBitCount)
    guard used > 0 else { return Array(0..<n) }
    let bitCount = min(cellBitCount / used, 8)
    let (lows, highs) = ranges(samples, used)
    // Cells of a feature that has too small a range to divide it by are all the first.
    let scales = (0..<used).map { f -> Double in
      let scale = Double((1 << bitCount) - 1) / (highs[f] - lows[f])
      return scale.isFinite ? scale : 0
    }
    let spread = spreadBits(featureCount: used)
    var keys = [UInt64](repeating: 0, count: n)
    keys.withUnsafeMutableBufferPointer { keys in
      samples.elements.withUnsafeBufferPointer { elements in
        spread.withUnsafeBufferPointer { spread in
          for f in 0..<used {
            let (low, scale, shift) = (lows[f], scales[f], UInt64(used - 1 - f))
            for row in 0..<n {
              // Adding 2⁵² rounds to the nearest integer and leaves it in the low bits.
              let place = (elements[row &* d &+ f] - low) * scale + 0x1p52
              keys[row] |= spread[Int(place.bitPattern & 0xff)] &<< shift
            }
          }
        }
      }
    }
    return sorted(keys)
  }

  /// The least and the largest value of each of the first features.
  static func ranges(_ samples: Matrix, _ used: Int) -> (lows: [Double], highs: [Double]) {
    let d = samples.columnCount
    var lows = Array(repeating: Double.infinity, count: used)
    var highs = Array(repeating: -Double.infinity, count: used)
    samples.elements.withUnsafeBufferPointer { elements in
      lows.withUnsafeMutableBufferPointer { lows in
        highs.withUnsafeMutableBufferPointer { highs in
          for row in 0..<samples.rowCount {
            for f in 0..<used {
              let value = elements[row &* d &+ f]
              lows[f] = value < lows[f] ? value : lows[f]
              highs[f] = value > highs[f] ? value : highs[f]
            }
          }
        }
      }
    }
    return (lows, highs)
  }

  /// Of each byte, its bits as far apart as there are features; those beyond a key are never set.
  private static func spreadBits(featureCount: Int) -> [UInt64] {
    (0..<256 as Range<UInt64>).map { byte in
      (0..<8 as Range<UInt64>).reduce(0) {
        $0 | (byte >> $1 & 1) << ($1 * UInt64(featureCount))
      }
    }
  }

  /// Rows from which buckets are worth their while, and how many there are to a bucket.
  private static let leastBucketedCount = 4_096
  private static let usualBucketSize = 8
  /// Rows of a bucket that insertion still sorts fast.
  private static let largestBucketSize = 512

  /// What `sorted` gives for the keys of the rows' first columns; nil where these are spread so
  /// unevenly that buckets of equal width do not part them.
  private static func sortedByBuckets(
    _ keys: [UInt64], _ rows: [Int], _ elements: [Double], _ columnCount: Int
  ) -> [Int]? {
    guard rows.count >= leastBucketedCount, columnCount > 0 else { return nil }
    var low = Double.infinity
    var high = -Double.infinity
    for row in rows {
      low = min(low, elements[row * columnCount])
      high = max(high, elements[row * columnCount])
    }
    let bucketCount = rows.count / usualBucketSize
    let scale = Double(bucketCount) / (high - low)
    guard scale.isFinite else { return nil }
    // Rounded differences and products keep the order of the values.
    let buckets = rows.map { row in
      Int32(min(Int((elements[row * columnCount] - low) * scale), bucketCount - 1))
    }
    var ends = Array(repeating: 0, count: bucketCount)
    for bucket in buckets { ends[Int(bucket)] += 1 }
    guard ends.allSatisfy({ $0 <= largestBucketSize }) else { return nil }
    var sum = 0
    for bucket in ends.indices {
      sum += ends[bucket]
      ends[bucket] = sum - ends[bucket]
    }
    var pairs = Array(repeating: (key: 0 as UInt64, index: 0), count: keys.count)
    for (index, bucket) in buckets.enumerated() {
      pairs[ends[Int(bucket)]] = (keys[index], index)
      ends[Int(bucket)] += 1
    }
    // Buckets stand in order already, so insertion moves a pair within its own.
    pairs.withUnsafeMutableBufferPointer { pairs in
      for place in 1..<pairs.count {
        let pair = pairs[place]
        var hole = place
        while hole > 0, pairs[hole - 1].key > pair.key {
          pairs[hole] = pairs[hole - 1]
          hole -= 1
        }
        pairs[hole] = pair
      }
    }
    return pairs.map(\.index)
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
    if keys.count < 1 << 32, keys.allSatisfy({ $0 < 1 << 32 }) { return sortedShort(keys) }
    var pairs = keys.enumerated().map { (key: $0.element, index: $0.offset) }
    var next = pairs
    // In parentheses: both operators have the same precedence.
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

  /// The same of keys of 32 bits, which share a word with their indices.
  private static func sortedShort(_ keys: [UInt64]) -> [Int] {
    var words = keys.enumerated().map { $0.element << 32 | UInt64($0.offset) }
    var next = words
    let varying = keys.reduce(0) { $0 | ($1 ^ (keys.first ?? 0)) }
    for shift in stride(from: UInt64(0), to: 32, by: 8) where varying >> shift & 0xff != 0 {
      var starts = Array(repeating: 0, count: 257)
      words.withUnsafeBufferPointer { words in
        next.withUnsafeMutableBufferPointer { next in
          starts.withUnsafeMutableBufferPointer { starts in
            for word in words { starts[Int(word &>> (32 + shift) & 0xff) + 1] += 1 }
            for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
            for word in words {
              let bucket = Int(word &>> (32 + shift) & 0xff)
              next[starts[bucket]] = word
              starts[bucket] += 1
            }
          }
        }
      }
      swap(&words, &next)
    }
    return words.map { Int($0 & 0xffff_ffff) }
  }
}
