import LinearAlgebra

/// Rows of up to four octets, one number each, in lexicographic order: the numbers sort by
/// themselves, without the rows that they stand for.
struct PackedOctets: Sendable {
  /// The rows, the first column in the highest byte, sorted; equal rows stand as often as they are.
  let keys: [UInt32]
  let columnCount: Int

  private static let largestColumnCount = 4
  /// Of a digit of the radix sort: three passes over 32 bits.
  private static let digitBitCount: UInt32 = 11

  /// Nil when a value is no octet or the columns are too many.
  init?(_ samples: Matrix) {
    let d = samples.columnCount
    guard (1...Self.largestColumnCount).contains(d) else { return nil }
    var areOctets = true
    let keys = [UInt32](unsafeUninitializedCapacity: samples.rowCount) { keys, count in
      samples.elements.withUnsafeBufferPointer { elements in
        var place = 0
        for row in 0..<samples.rowCount {
          var key: UInt32 = 0
          for _ in 0..<d {
            let value = elements[place]
            place += 1
            // What is no number is not within either.
            guard value >= 0, value <= 255 else {
              areOctets = false
              return
            }
            let octet = UInt32(value)
            guard Double(octet) == value else {
              areOctets = false
              return
            }
            key = key << 8 | octet
          }
          keys[row] = key
          count = row + 1
        }
      }
    }
    guard areOctets else { return nil }
    self.keys = Self.sorted(keys)
    columnCount = d
  }

  /// The distinct rows, and how often each stands.
  var distinct: (rows: Matrix, counts: [Double]) {
    let d = columnCount
    var distinctCount = 0
    var last: UInt32?
    for key in keys where key != last {
      distinctCount += 1
      last = key
    }
    var counts = Array(repeating: 0.0, count: distinctCount)
    var elements = Array(repeating: 0.0, count: distinctCount * d)
    elements.withUnsafeMutableBufferPointer { elements in
      counts.withUnsafeMutableBufferPointer { counts in
        var row = -1
        var last: UInt32?
        for key in keys {
          if key != last {
            row += 1
            last = key
            var rest = key
            for f in (0..<d).reversed() {
              elements[row * d + f] = Double(rest & 0xff)
              rest >>= 8
            }
          }
          counts[row] += 1
        }
      }
    }
    return (Matrix(rowCount: distinctCount, columnCount: d, elements: elements), counts)
  }

  /// - SeeAlso: Knuth, *The Art of Computer Programming*, volume 3, algorithm 5.2.5R.
  private static func sorted(_ keys: [UInt32]) -> [UInt32] {
    var keys = keys
    var next = keys
    let digitCount = 1 << Int(digitBitCount)
    // In parentheses: both operators have the same precedence.
    let varying = keys.reduce(0) { $0 | ($1 ^ (keys.first ?? 0)) }
    let mask = UInt32(digitCount - 1)
    for shift in stride(from: 0 as UInt32, to: 32, by: Int(digitBitCount))
    where varying >> shift & mask != 0 {
      var starts = Array(repeating: 0, count: digitCount + 1)
      // Digits are below `digitCount`, and starts end at the number of keys.
      starts.withUnsafeMutableBufferPointer { starts in
        for key in keys { starts[Int(key >> shift & mask) + 1] += 1 }
        for digit in 1..<digitCount { starts[digit] += starts[digit - 1] }
        next.withUnsafeMutableBufferPointer { next in
          for key in keys {
            let digit = Int(key >> shift & mask)
            next[starts[digit]] = key
            starts[digit] += 1
          }
        }
      }
      swap(&keys, &next)
    }
    return keys
  }
}
