/// w = scale · (v + shift · baseline): a step touches only where a row differs from the baseline.
///
/// Means are kept the same way: with S the sum of all scales so far, a change of v by d adds
/// d · (S at the end − S before it) to the sum of all w.
/// - SeeAlso: Bottou, "Stochastic gradient descent tricks" (2012), section 5, for both.
struct OffsetWeights: OnlineWeights {
  let rows: StepRows
  var columns: Columns
  var scalars = Scalars()

  /// What is by column.
  struct Columns {
    /// v and its changes times S, `[rows.columnCount]`.
    fileprivate var pairs: [SIMD2<Double>]
    /// The sum of w until the scale was last folded, `[featureCount]`.
    fileprivate var earlierSum: [Double]
  }

  /// All else.
  struct Scalars {
    var scale = 1.0
    /// S.
    var scaleSum = 0.0
    /// The shift and its changes times S.
    var shift = SIMD2(0.0, 0.0)
    /// (v + shift · baseline) · baseline.
    var baselineProduct = 0.0
  }

  /// Below, the scale is multiplied into v.
  static let leastScale = 1e-9

  init(_ rows: StepRows, _ state: OnlineState) {
    self.rows = rows
    let filling = Array(repeating: SIMD2(0.0, 0), count: rows.columnCount - state.featureCount)
    columns = Columns(
      pairs: state.coefficients.map { SIMD2($0, 0) } + filling,
      earlierSum: Array(repeating: 0, count: state.featureCount))
    scalars.baselineProduct = zip(state.coefficients, rows.baseline).reduce(0) { $0 + $1.0 * $1.1 }
  }

  var coefficients: [Double] {
    rows.baseline.indices.map {
      scalars.scale * (columns.pairs[$0][0] + scalars.shift[0] * rows.baseline[$0])
    }
  }

  var averagedSum: [Double] {
    var folded = columns
    folded.withUnsafeBuffers(rows) {
      $0.fold(scalars.scale, scaleSum: scalars.scaleSum, shift: scalars.shift)
    }
    return folded.earlierSum
  }
}

extension OffsetWeights.Columns {
  /// The same where the compiler need not look after bounds at every step.
  struct Buffers {
    let pairs: UnsafeMutableBufferPointer<SIMD2<Double>>
    fileprivate let earlierSum: UnsafeMutableBufferPointer<Double>
    fileprivate let baseline: [Double]

    /// Multiplies v by the scale, and adds up what was summed so far.
    ///
    /// - Parameter shift: and its changes times S.
    func fold(_ scale: Double, scaleSum: Double, shift: SIMD2<Double>) {
      let shiftSum = shift[0] * scaleSum - shift[1]
      for (column, base) in baseline.enumerated() {
        earlierSum[column] +=
          (pairs[column][0] * scaleSum - pairs[column][1]) + base * shiftSum
        pairs[column] = SIMD2(pairs[column][0] * scale, 0)
      }
    }
  }

  mutating func withUnsafeBuffers(_ rows: StepRows, _ body: (Buffers) -> Void) {
    pairs.withUnsafeMutableBufferPointer { pairs in
      earlierSum.withUnsafeMutableBufferPointer { earlierSum in
        body(Buffers(pairs: pairs, earlierSum: earlierSum, baseline: rows.baseline))
      }
    }
  }
}
