import Features
import LinearAlgebra

// Traffic differs from day to day by factors, so a change of a count is the logarithm of its factor.
// How large a change is ordinary, the addresses themselves tell: each measure is centred on its
// median change, which takes out that one capture is longer than the other, and divided by its
// robust spread. The tail of these deviations is taken for exponential, as it is where counts
// themselves have the tail of a power law, and its decay is read from the middle of the addresses,
// where the few that are looked for cannot reach. An address is as improbable as its most improbable
// measure, times the number of measures.

/// Which addresses of both times changed more than others.
struct BehaviourShifts {
  struct Pair {
    let before: Host
    let after: Host
  }

  struct Finding {
    let pair: Pair
    /// In bits.
    let surprise: Double
    let shifts: [Change.Shift]
  }

  /// So many addresses are expected where nothing happened.
  private static let expectedFalseCount = 0.05
  /// No spread is smaller, in doublings: counts of a few differ that much by chance.
  private static let smallestSpread = 0.25
  /// A measure is named when it is so improbable by itself, in bits.
  private static let namedSurprise = 6.0
  /// Fewer addresses do not tell what is ordinary.
  private static let tellingCount = 8

  let findings: [Finding]

  init(_ pairs: [Pair]) {
    let measures = HostMeasure.allCases.indices
    let scales = measures.map { measure in
      Scale(pairs.compactMap { Self.change($0, measure) })
    }
    let measureBits = logarithm(Double(measures.count)) / logarithm(2)
    let requiredBits = Self.requiredBits(addressCount: pairs.count)
    findings = pairs.compactMap { pair in
      let surprises = measures.map { measure in
        Self.change(pair, measure).map { scales[measure].surprise(of: $0) } ?? 0
      }
      let surprise = (surprises.max() ?? 0) - measureBits
      guard surprise >= requiredBits else { return nil }
      return Finding(
        pair: pair, surprise: surprise, shifts: Self.shifts(pair, scales, surprises))
    }
  }

  /// How surprising one of so many addresses must be: there are as many false ones as addresses, times
  /// the probability of one.
  static func requiredBits(addressCount: Int) -> Double {
    logarithm(Double(max(addressCount, 1)) / expectedFalseCount) / logarithm(2)
  }

  /// log₂ of the factor by which a count changed; nil where it is not known of both times.
  private static func change(_ pair: Pair, _ measure: Int) -> Double? {
    guard let before = pair.before[at: measure], let after = pair.after[at: measure] else {
      return nil
    }
    let offset = HostMeasure.allCases[measure].offset
    return logarithm((Double(after) + offset) / (Double(before) + offset)) / logarithm(2)
  }

  private static func shifts(
    _ pair: Pair, _ scales: [Scale], _ surprises: [Double]
  ) -> [Change.Shift] {
    let named = HostMeasure.allCases.enumerated().compactMap {
      index, measure -> (surprise: Double, shift: Change.Shift)? in
      guard surprises[index] >= namedSurprise, let change = change(pair, index),
        let before = pair.before[at: index], let after = pair.after[at: index]
      else { return nil }
      return (
        surprises[index],
        Change.Shift(
          measure: measure, before: before, after: after,
          deviation: scales[index].deviation(of: change))
      )
    }
    return named.sorted { $0.surprise > $1.surprise }.map(\.shift)
  }

  /// What change of one measure is ordinary.
  private struct Scale {
    private var center = 0.0
    /// Where too few addresses tell, a doubling.
    private var spread = 1.0
    /// Of the absolute deviations, in spreads.
    private var tail = OrdinaryTail(median: 0.67, decay: 1)

    /// Of a normal distribution, the standard deviation is the median deviation times this.
    private static let normalFactor = 1.4826
    private static let smallestDecay = 0.5

    init(_ changes: [Double]) {
      guard changes.count >= tellingCount else { return }
      let center = changes.sorted().quantile(0.5)
      let distances = changes.map { abs($0 - center) }.sorted()
      let spread = max(distances.quantile(0.5) * Self.normalFactor, smallestSpread)
      self.center = center
      self.spread = spread
      tail = OrdinaryTail(distances.map { $0 / spread }, smallestDecay: Self.smallestDecay)
    }

    func deviation(of change: Double) -> Double { (change - center) / spread }

    /// −log₂ of the probability of a change as large, either way.
    func surprise(of change: Double) -> Double { tail.surprise(of: abs(deviation(of: change))) }
  }
}

extension HostMeasure {
  /// log₂ of a count, above which the first few are no wonder.
  func level(_ count: Int) -> Double { logarithm(Double(count) + offset) / logarithm(2) }

  /// Added to counts, so that the first few packets are no wonder; to bytes, those of small ones.
  fileprivate var offset: Double {
    self == .sentByteCount || self == .receivedByteCount ? 8 * Self.smallPacketByteCount : 8
  }

  private static let smallPacketByteCount = 128.0
}
