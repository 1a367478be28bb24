import LinearAlgebra

/// 1 / (1 + e⁻ᶻ) of one number by Taylor's series about the nearest of many.
///
/// In stochastic descent every step waits for this one number. The exponential and two divisions
/// take some fifty nanoseconds one after another; a series from a table takes ten, at an error of
/// about one unit in the last place.
struct LogisticTable: Sendable {
  static let shared = LogisticTable()

  /// 1/128 apart, so that the eighth term is below 2⁻⁵⁶ of the first.
  private static let spacing = 0x1p-7
  /// Beyond, e⁻ᶻ is below half a unit in the last place of 1.
  private static let largest = 40.0
  private static let termCount = 8
  private static let center = Int(largest / spacing)

  /// `[pointCount × termCount]`.
  private let terms: [Double]

  private init() {
    let pointCount = 2 * Self.center + 1
    var terms: [Double] = []
    terms.reserveCapacity(pointCount * Self.termCount)
    for point in 0..<pointCount {
      let z = Double(point - Self.center) * Self.spacing
      let e = exponential(-z)
      terms += Self.series(value: 1 / (1 + e), complement: e / (1 + e))
    }
    self.terms = terms
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
    // Adding 1.5 · 2⁵² rounds to the nearest integer and leaves it in the low bits.
    let rounder = 0x1.8p52
    let shifted = z * (1 / Self.spacing) + rounder
    let nearest = shifted - rounder
    let h = z - nearest * Self.spacing
    let point =
      Int(truncatingIfNeeded: shifted.bitPattern &- rounder.bitPattern) &+ Self.center
    return terms.withUnsafeBufferPointer { terms in
      let start = point &* Self.termCount
      let h2 = h * h
      let low =
        (terms[start] + terms[start + 1] * h) + (terms[start + 2] + terms[start + 3] * h) * h2
      let high =
        (terms[start + 4] + terms[start + 5] * h) + (terms[start + 6] + terms[start + 7] * h) * h2
      return low + high * (h2 * h2)
    }
  }
}
