import LinearAlgebra

/// 1 / (1 + e⁻ᶻ) of one number by Taylor's series about the nearest of many.
///
/// In stochastic descent every step waits for this one number. The exponential and two divisions
/// take some fifty nanoseconds one after another; a series from a table takes ten, at an error of
/// about two units in the last place.
struct LogisticTable: Sendable {
  static let shared = LogisticTable()

  /// 1/128 apart, so that the eighth term is below 2⁻⁵⁶ of the first.
  private static let spacing = 0x1p-7
  /// The series converge up to π, so what is left out is below 2⁻⁵⁶ of the first term this far from a
  /// point, too.
  private static let reach = 0x1p-6
  /// Beyond, e⁻ᶻ is below half a unit in the last place of 1.
  private static let largest = 40.0
  private static let termCount = 8
  private static let center = Int(largest / spacing)

  /// `[pointCount × termCount]`.
  private let terms: [Double]

  private init() {
    var halves: [(value: Double, complement: Double)] = []
    var e = LongDouble(high: 1, low: 0)
    for _ in 0...Self.center {
      halves.append(Self.shares(of: e))
      e = e * LongDouble.exponentialOfMinusSpacing
    }
    var terms: [Double] = []
    terms.reserveCapacity((2 * Self.center + 1) * Self.termCount)
    for half in halves.dropFirst().reversed() {
      terms += Self.series(value: half.complement, complement: half.value)
    }
    for half in halves { terms += Self.series(value: half.value, complement: half.complement) }
    self.terms = terms
  }

  /// 1 / (1 + e) and e / (1 + e), each but for its last rounding; 1 ≥ e.
  private static func shares(of e: LongDouble) -> (value: Double, complement: Double) {
    let sum = 1 + e.high
    let lost = (e.high - (sum - 1)) + e.low
    func quotient(_ high: Double, _ low: Double) -> Double {
      let first = high / sum
      let product = LongDouble(first, times: sum)
      return first + (((high - product.high) - product.low) + low - first * lost) / sum
    }
    return (quotient(1, 0), quotient(e.high, e.low))
  }

  /// Taylor's coefficients of σ about a point where it is `value` and 1 − σ is `complement`.
  ///
  /// From σ′ = σ (1 − σ): (n + 1) aₙ₊₁ = aₙ (1 − σ) − Σ aₖ aₙ₋ₖ over k < n … as the product of both
  /// series, whose first terms are σ and 1 − σ and whose others differ in sign only.
  private static func series(value: Double, complement: Double) -> [Double] {
    var a = [value]
    for n in 0..<termCount - 1 {
      var product = a[n] * complement
      for k in 0..<n { product -= a[k] * a[n - k] }
      a.append(product / Double(n + 1))
    }
    return a
  }

  @inline(__always)
  func logistic(_ z: Double) -> Double {
    guard abs(z) < Self.largest else {
      return z > 0 ? 1 : exponential(z.isNaN ? -.infinity : z)
    }
    let point = nearestPoint(z)
    return value(about: point.index, at: point.distance)
  }

  /// The same at z + `change`, about the point nearest to z where that is near enough: then the way to
  /// the point and its series are found before the change is known.
  @inline(__always)
  func logistic(_ z: Double, changedBy change: Double) -> Double {
    guard abs(z) < Self.largest else { return logistic(z + change) }
    let point = nearestPoint(z)
    let distance = point.distance + change
    guard abs(distance) < Self.reach else { return logistic(z + change) }
    return value(about: point.index, at: distance)
  }

  /// - Precondition: |z| is less than `largest`.
  @inline(__always)
  private func nearestPoint(_ z: Double) -> (index: Int, distance: Double) {
    // Adding 1.5 · 2⁵² rounds to the nearest integer and leaves it in the low bits.
    let rounder = 0x1.8p52
    let shifted = z * (1 / Self.spacing) + rounder
    let nearest = shifted - rounder
    // Of 32 bits, which an address is computed from with less work.
    let index = Int(Int32(truncatingIfNeeded: shifted.bitPattern)) &+ Self.center
    return (index, z - nearest * Self.spacing)
  }

  /// The series about a point.
  @inline(__always)
  private func value(about index: Int, at h: Double) -> Double {
    terms.withUnsafeBufferPointer { terms in
      let start = index &* Self.termCount
      let h2 = h * h
      let low = terms[start + 1] * h + (terms[start + 2] + terms[start + 3] * h) * h2
      let high =
        (terms[start + 4] + terms[start + 5] * h) + (terms[start + 6] + terms[start + 7] * h) * h2
      // What is known last is added last.
      return (terms[start] + low) + high * (h2 * h2)
    }
  }
}

/// A number of twice the digits as a sum of two.
///
/// - SeeAlso: Dekker, "A floating-point technique for extending the available precision",
///   Numerische Mathematik 18 (1971).
private struct LongDouble {
  let high: Double
  let low: Double

  /// e⁻¹ᐟ¹²⁸.
  static let exponentialOfMinusSpacing = LongDouble(
    high: 0x1.fc03fd56aa225p-1, low: -0x1.a00d03b3359dep-59)

  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// The product of two numbers without rounding.
  init(_ a: Double, times b: Double) {
    let (a1, a2) = Self.halves(a)
    let (b1, b2) = Self.halves(b)
    high = a * b
    low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
  }

  static func * (a: LongDouble, b: LongDouble) -> LongDouble {
    let product = LongDouble(a.high, times: b.high)
    let low = product.low + (a.high * b.low + a.low * b.high)
    let high = product.high + low
    return LongDouble(high: high, low: low - (high - product.high))
  }

  /// Two numbers of half the digits whose sum is `x`.
  private static func halves(_ x: Double) -> (Double, Double) {
    let shifted = x * 0x1.0000002p27
    let high = shifted - (shifted - x)
    return (high, x - high)
  }
}
