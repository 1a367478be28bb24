import LinearAlgebra

/// One principal component as an axis: its range over the addresses, and its texts.
struct Axis {
  let title: String
  let lower: Double
  let upper: Double
  /// Whether the addresses do not differ along the axis and stand in its middle.
  private let isFlat: Bool

  /// Below this share of the other axis a range is rounding: projections are sums of products that
  /// are exact to 1e-16 of the largest term.
  private static let smallestShare = 1e-9

  /// - Parameters:
  ///   - ratio: the component's share of the total variance.
  ///   - column: 0 or 1; the other one is the other axis.
  init(_ name: String, _ ratio: Double, _ projections: Matrix, column: Int) {
    title = "\(name), \(ratio.percentage) of the variance"
    let range = Self.range(projections, column)
    let other = Self.range(projections, 1 - column)
    let length = range.upper - range.lower
    isFlat =
      !(ratio > 0 && length > 0 && length > Self.smallestShare * (other.upper - other.lower))
    let middle = (range.lower + range.upper) / 2
    lower = isFlat ? middle - 0.5 : range.lower
    upper = isFlat ? middle + 0.5 : range.upper
  }

  /// `value` from 0 at the lower to 1 at the upper end.
  func position(_ value: Double) -> Double { isFlat ? 0.5 : (value - lower) / (upper - lower) }

  var lowerText: String { lower.rounded(digitCount: 1) }
  var upperText: String { upper.rounded(digitCount: 1) }
  var labelWidth: Int { max(lowerText.count, upperText.count) }

  private static func range(_ projections: Matrix, _ column: Int) -> (lower: Double, upper: Double)
  {
    var range = (lower: Double.infinity, upper: -Double.infinity)
    for row in 0..<projections.rowCount {
      range.lower = min(range.lower, projections[row, column])
      range.upper = max(range.upper, projections[row, column])
    }
    return range
  }
}
