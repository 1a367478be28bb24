import Learning
import LinearAlgebra

/// Who draws random numbers: each has a stream of its own, so that more attacks leave users as they
/// were, and one user more leaves the others.
enum RandomStream {
  case population
  case user(Int)
  case attacks(AttackStyle)

  func generator(_ seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: number)
  }

  private var number: UInt64 {
    switch self {
    case .population: 1
    case .attacks(.burst): 2
    case .attacks(.slow): 3
    case .attacks(.distributed): 4
    // Behind those of the others.
    case .user(let index): 16 + UInt64(index)
    }
  }
}

extension SeededGenerator {
  /// A double in `range`, its upper end excluded.
  mutating func nextUniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * nextUniform()
  }

  mutating func nextBool(probability: Double) -> Bool { nextUniform() < probability }

  /// A waiting time of the exponential distribution.
  ///
  /// - Precondition: `mean` is positive.
  mutating func nextWait(mean: Double) -> Double {
    // 1 − u lies in 0 < … ≤ 1, where the logarithm is finite.
    -mean * logarithm(1 - nextUniform())
  }

  /// Draws around `mean` that lie within three `spread`: the mean of twelve uniform numbers is close
  /// enough to normal for the hours of people.
  mutating func nextAround(_ mean: Double, spread: Double) -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += nextUniform() }
    return mean + spread * min(3, max(-3, sum))
  }

  mutating func nextElement<Element>(of elements: [Element]) -> Element {
    elements[nextIndex(below: elements.count)]
  }
}
