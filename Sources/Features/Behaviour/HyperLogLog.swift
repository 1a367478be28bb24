// Goals in order: the same state for the same set of values, whatever their order; no dependence on
// the processor; accuracy. The sketch is that of Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog"
// (2007), with a 64-bit hash, which needs no correction for large numbers (Heule, Nunkesser and
// Hall, 2013). The estimate is Ertl's, "New cardinality estimation algorithms for HyperLogLog
// sketches" (2017), algorithm 6: unlike the original it has no bias for small numbers and needs
// neither a table nor a switch to linear counting, and unlike both it needs no logarithm.

/// Estimates the number of distinct values from 1024 registers of a byte.
///
/// The standard error is 1.04 / √1024, or 3.25 %.
enum HyperLogLog {
  private static let precision = 10
  private static let registerCount = 1 << precision
  /// Bits of the hash that are not used to choose a register.
  private static let restBitCount = 64 - precision
  private static let registersPerWord = 8
  /// Words of 64 bits that hold a sketch.
  static let wordCount = registerCount / registersPerWord

  static func words(of values: [UInt64]) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: wordCount)
    for value in values { insert(value, into: &words) }
    return words
  }

  static func insert(_ value: UInt64, into words: inout [UInt64]) {
    let hash = hash(value)
    let register = Int(hash >> UInt64(restBitCount))
    // The number of the first bit that is set, 1 … 55.
    let rank = UInt64(min((hash << UInt64(precision)).leadingZeroBitCount, restBitCount) + 1)
    let shift = UInt64(register % registersPerWord * 8)
    let word = words[register / registersPerWord]
    if word >> shift & 0xff < rank {
      words[register / registersPerWord] = word & ~(0xff << shift) | rank << shift
    }
  }

  static func merge(_ other: [UInt64], into words: inout [UInt64]) {
    for index in words.indices {
      var merged: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        merged |= max(words[index] >> shift & 0xff, other[index] >> shift & 0xff) << shift
      }
      words[index] = merged
    }
  }

  static func estimate(_ words: [UInt64]) -> Int {
    var histogram = [Int](repeating: 0, count: restBitCount + 2)
    for word in words {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        histogram[Int(word >> shift & 0xff)] += 1
      }
    }
    let count = Double(registerCount)
    var sum = count * tau(1 - Double(histogram[restBitCount + 1]) / count)
    for rank in stride(from: restBitCount, to: 0, by: -1) {
      sum = 0.5 * (sum + Double(histogram[rank]))
    }
    sum += count * sigma(Double(histogram[0]) / count)
    return Int((limitFactor * count * count / sum).rounded())
  }

  /// 1 / (2 ln 2).
  private static let limitFactor = 0.7213475204444817

  /// x + Σₖ x^(2^k) 2^(k−1); the correction for registers that nothing has reached.
  ///
  /// - Precondition: `x` is below 1, as a sketch of something has a register that is not 0.
  private static func sigma(_ x: Double) -> Double {
    precondition(x < 1, "a sketch is made of at least one value")
    var (power, factor, sum) = (x, 1.0, x)
    while true {
      power *= power
      let previous = sum
      sum += power * factor
      factor += factor
      if sum == previous { return sum }
    }
  }

  /// (1 − x − Σₖ (1 − x^(2^−k))² 2^−k) / 3; the correction for registers that are full.
  private static func tau(_ x: Double) -> Double {
    if x == 0 || x == 1 { return 0 }
    var (root, factor, sum) = (x, 1.0, 1 - x)
    while true {
      root = root.squareRoot()
      let previous = sum
      factor *= 0.5
      sum -= (1 - root) * (1 - root) * factor
      if sum == previous { return sum / 3 }
    }
  }

  /// A bijection whose result has no pattern left of its argument's.
  ///
  /// - SeeAlso: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014), with
  ///   Stafford's thirteenth set of constants.
  static func hash(_ value: UInt64) -> UInt64 {
    var hash = value &+ 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ hash >> 27) &* 0x94d0_49bb_1331_11eb
    return hash ^ hash >> 31
  }
}
