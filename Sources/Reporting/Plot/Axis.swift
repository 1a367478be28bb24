import LinearAlgebra

/// One principal component as an axis: its range over the addresses, and its texts.
struct Axis {
  let title: String
  let lower: Double
  let upper: Double

  /// - Parameter ratio: the component's share of the total variance.
  init(_ name: String, _ ratio: Double, _ projections: Matrix, column: Int) {
    title = "\(name), \(ratio.percentage) of the variance"
    var lower = Double.infinity
    var upper = -Double.infinity
    for row in 0..<projections.rowCount {
      lower = min(lower, projections[row, column])
      upper = max(upper, projections[row, column])
    }
    // Addresses that do not differ along the axis stand in its middle.
    self.lower = lower < upper ? lower : lower - 0.5
    self.upper = lower < upper ? upper : upper + 0.5
  }

  /// `value` from 0 at the lower to 1 at the upper end.
  func position(_ value: Double) -> Double { (value - lower) / (upper - lower) }

  var lowerText: String { lower.rounded(digitCount: 1) }
  var upperText: String { upper.rounded(digitCount: 1) }
  var labelWidth: Int { max(lowerText.count, upperText.count) }
}
