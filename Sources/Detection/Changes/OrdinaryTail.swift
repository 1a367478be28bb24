import LinearAlgebra

/// How improbable a large value is among others of its kind, whose tail is taken for exponential.
struct OrdinaryTail {
  private let median: Double
  private let decay: Double

  init(median: Double, decay: Double) {
    self.median = median
    self.decay = decay
  }

  /// Read from the middle of `values`, which the few that are looked for cannot reach.
  init(_ values: [Double], smallestDecay: Double) {
    let sorted = values.sorted()
    median = sorted.quantile(0.5)
    // An exponential tail is, from the median on, as long to the ninth decile as to lose four fifths
    // of what it holds.
    decay = max((sorted.quantile(0.9) - median) / logarithm(5), smallestDecay)
  }

  /// −log₂ of the probability of a value as large, in bits; 0 up to the median.
  func surprise(of value: Double) -> Double {
    value <= median ? 0 : 1 + (value - median) / decay / logarithm(2)
  }
}

extension [Double] {
  /// The value below which a share of a sorted list lies.
  func quantile(_ share: Double) -> Double {
    guard let last else { return 0 }
    let place = share * Double(count - 1)
    let index = Int(place)
    return index + 1 < count
      ? self[index] + (place - Double(index)) * (self[index + 1] - self[index]) : last
  }
}
