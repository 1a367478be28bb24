/// xoshiro256**: the same numbers for the same seed on every machine.
///
/// - SeeAlso: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
///   (2021); seeded through SplitMix64 as its authors advise.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// - Parameter stream: separates independent uses of one seed, such as restarts.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var splitMix = seed &+ stream &* 0xd134_2543_de82_ef95
    func next() -> UInt64 {
      splitMix &+= 0x9e37_79b9_7f4a_7c15
      var z = splitMix
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
    state = (next(), next(), next(), next())
  }

  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A double in 0 ..< 1 with 53 random bits.
  public mutating func nextUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An index in 0 ..< `count`, drawn with probability proportional to `weights`.
  ///
  /// - Precondition: weights are not negative and at least one is positive.
  mutating func nextIndex(weights: [Double]) -> Int {
    var total = 0.0
    for weight in weights { total += weight }
    precondition(total > 0, "at least one weight is positive")
    var rest = nextUniform() * total
    var lastPositive = 0
    for (index, weight) in weights.enumerated() where weight > 0 {
      lastPositive = index
      if rest < weight { return index }
      rest -= weight
    }
    return lastPositive
  }

  /// `values` in random order; ours, because the standard library may change its algorithm.
  ///
  /// - SeeAlso: Knuth, *The Art of Computer Programming*, volume 2, algorithm 3.4.2P.
  mutating func shuffled(_ values: [Int]) -> [Int] {
    var result = values
    for last in result.indices.dropFirst().reversed() {
      result.swapAt(last, Int(nextUniform() * Double(last + 1)))
    }
    return result
  }
}
