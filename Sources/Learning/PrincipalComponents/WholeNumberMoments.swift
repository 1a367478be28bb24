import LinearAlgebra

/// Mean and covariance of rows of whole numbers, without a rounding error but the last.
///
/// Octets are such rows. Their sums are exact in whatever order they are taken, so the rows need no
/// sorting for one answer whatever their order, which is nearly all that a fit costs.
struct WholeNumberMoments {
  /// `[featureCount]`
  let mean: [Double]
  /// Σ w (x − μ)(x − μ)ᵀ / (Σw − 1), `[featureCount × featureCount]`; zeros when Σw ≤ 1.
  let covariance: Matrix

  /// Whole numbers up to here, and sums of them, are exact as doubles.
  private static let largestSum = 9_007_199_254_740_992.0

  /// Nil where a value or weight is no whole number, or a sum might be rounded.
  init?(_ samples: Matrix, weights: [Double]?) {
    let d = samples.columnCount
    guard
      let bounds = Self.bounds(samples, weights),
      let total = wholeTotal(weights, rowCount: samples.rowCount, atMost: Self.largestSum),
      total > 0,
      total * max(bounds, 1) * max(bounds, 1) <= Self.largestSum
    else { return nil }
    var sums = Array(repeating: 0.0, count: d)
    var products = Array(repeating: 0.0, count: d * d)
    Self.add(samples, weights, &sums, &products)
    mean = sums.map { $0 / total }
    var covariance = Matrix(rowCount: d, columnCount: d)
    if total > 1 {
      let divisor = total * (total - 1)
      for i in 0..<d {
        for j in 0...i {
          // Products of two numbers below 2⁵³ fit, so the difference is exact however small it is.
          let difference =
            Int128(total) * Int128(products[i * d + j]) - Int128(sums[i]) * Int128(sums[j])
          covariance[i, j] = Double(difference) / divisor
          covariance[j, i] = covariance[i, j]
        }
      }
    }
    self.covariance = covariance
  }

  /// The largest magnitude in rows that weigh anything; nil where one is no whole number.
  private static func bounds(_ samples: Matrix, _ weights: [Double]?) -> Double? {
    guard let weights else { return bounds(samples.elements[...]) }
    let d = samples.columnCount
    var largest = 0.0
    for row in 0..<samples.rowCount where weights[row] > 0 {
      guard let bound = bounds(samples.elements[row * d..<(row + 1) * d]) else { return nil }
      largest = max(largest, bound)
    }
    return largest
  }

  private static func bounds(_ elements: ArraySlice<Double>) -> Double? {
    // Most numbers that are not whole show it at once, and need no look at all of them.
    if let first = elements.first, first != first.rounded(.towardZero) { return nil }
    var largest = 0.0
    var areWhole = true
    for value in elements {
      areWhole = areWhole && value == value.rounded(.towardZero)
      largest = max(largest, value.magnitude)
    }
    return areWhole && largest <= largestSum ? largest : nil
  }

  /// Adds w x to `sums` and the lower triangle of w x xᵀ to `products`.
  private static func add(
    _ samples: Matrix, _ weights: [Double]?, _ sums: inout [Double], _ products: inout [Double]
  ) {
    let d = samples.columnCount
    let elements = samples.elements.span
    // Sums in locals while the rows pass: writes through a reference would be made each time.
    var (sum, product) = (sums, products)
    var sumSpan = sum.mutableSpan
    var productSpan = product.mutableSpan
    for row in 0..<samples.rowCount {
      let weight = weights?[row] ?? 1
      let start = row * d
      for i in 0..<d {
        let weighted = weight * elements[start + i]
        sumSpan[i] += weighted
        for j in 0...i { productSpan[i * d + j] += weighted * elements[start + j] }
      }
    }
    (sums, products) = (sum, product)
  }
}

/// The sum of the weights, of 1 each where there are none; nil where one is no whole number, or the
/// sum too large.
func wholeTotal(_ weights: [Double]?, rowCount: Int, atMost largest: Double) -> Double? {
  guard let weights else { return Double(rowCount) <= largest ? Double(rowCount) : nil }
  var total = 0.0
  for weight in weights {
    guard weight == weight.rounded(.towardZero), weight <= largest else { return nil }
    total += weight
    guard total <= largest else { return nil }
  }
  return total
}
