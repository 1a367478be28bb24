/// w = scale · (v + shift · baseline): a step touches only where a row differs from the baseline.
///
/// Means are kept the same way: with S the sum of all scales so far, a change of v by d adds
/// d · (S at the end − S before it) to the sum of all w.
/// - SeeAlso: Bottou, "Stochastic gradient descent tricks" (2012), section 5, for both.
struct OffsetWeights: OnlineWeights {
  private let rows: StepRows
  private var pairs: [SIMD2<Double>]
  /// `[featureCount]`: where the row of the last step differs from the baseline, else 0.
  private var lastDifferences: [Double]
  private var scalars: Scalars
  /// What was summed before the scale was last folded.
  private var earlierSum: [Double]

  /// All that is not by column.
  struct Scalars {
    var scale = 1.0
    var inverseScale = 1.0
    var shift = 0.0
    /// (v + shift · baseline) · baseline.
    var baselineProduct = 0.0
    /// The last step, which is added to all above once the next row was looked at: its cell, x · baseline
    /// of that, and how much v changes, alone and times S.
    var lastStart = 0
    var lastEnd = 0
    var lastProduct = 0.0
    var lastChange = SIMD2<Double>(0, 0)
    var squaredNorm = 0.0
    /// S, and the changes of the shift as those of v.
    var scaleSum = 0.0
    var shiftChanges = 0.0
  }

  init(_ rows: StepRows, _ state: OnlineState) {
    self.rows = rows
    pairs = state.coefficients.map { SIMD2($0, 0) }
    scalars = Scalars()
    scalars.baselineProduct = zip(state.coefficients, rows.baseline).reduce(0) { $0 + $1.0 * $1.1 }
    scalars.squaredNorm = state.coefficients.reduce(0) { $0 + $1 * $1 }
    earlierSum = Array(repeating: 0, count: pairs.count)
    lastDifferences = earlierSum
  }

  var coefficients: [Double] {
    pairs.indices.map { scalars.scale * (pairs[$0][0] + scalars.shift * rows.baseline[$0]) }
  }

  var averagedSum: [Double] {
    let shiftSum = scalars.shift * scalars.scaleSum - scalars.shiftChanges
    return pairs.indices.map {
      earlierSum[$0] + (pairs[$0][0] * scalars.scaleSum - pairs[$0][1])
        + rows.baseline[$0] * shiftSum
    }
  }

  mutating func withSteps<Result>(_ body: (inout Steps) -> Result) -> Result {
    var scalars = scalars
    let result = pairs.withUnsafeMutableBufferPointer { pairs in
      earlierSum.withUnsafeMutableBufferPointer { earlierSum in
        lastDifferences.withUnsafeMutableBufferPointer { lastDifferences in
          rows.withUnsafeBuffers { rows in
            var steps = Steps(
              pairs: pairs, earlierSum: earlierSum, lastDifferences: lastDifferences, rows: rows,
              scalars: scalars)
            let result = body(&steps)
            steps.settle()
            scalars = steps.scalars
            return result
          }
        }
      }
    }
    self.scalars = scalars
    return result
  }

  struct Steps: WeightSteps {
    /// v and its changes times S, by column.
    let pairs: UnsafeMutableBufferPointer<SIMD2<Double>>
    fileprivate let earlierSum: UnsafeMutableBufferPointer<Double>
    fileprivate let lastDifferences: UnsafeMutableBufferPointer<Double>
    let rows: StepRows.Buffers
    var scalars: Scalars

    /// Below, the scale is multiplied into v.
    static var leastScale: Double { 1e-9 }

    mutating func pass(
      _ order: UnsafeBufferPointer<Int32>, _ training: OnlineTraining, _ rule: some StepRule,
      _ rate: inout OnlineRate, _ walk: inout OnlineWalk, _ losses: inout LossTally
    ) -> Double {
      if rows.products.isEmpty || rate.varies {
        return walk.pass(training, rule, &rate, order, rows.cells, &self, &losses)
      }
      return walk.passForeseeing(training, rule, rate: rate.current, order, &self, &losses)
    }

    @inline(__always)
    var squaredNorm: Double { scalars.squaredNorm }

    var absoluteSum: Double {
      pairs.indices.reduce(0) {
        $0 + abs(scalars.scale * (pairs[$1][0] + scalars.shift * rows.baseline[$1]))
      }
    }

    @inline(__always)
    func product(_ cell: StepRows.Cell) -> (early: Double, perStep: Double) {
      var sum = scalars.baselineProduct + scalars.shift * cell.differenceProduct
      var perStep = scalars.lastProduct + cell.differenceProduct
      for index in cell.start..<cell.end {
        let difference = rows.differences[index]
        sum += difference.value * pairs[difference.column][0]
        perStep += difference.value * lastDifferences[difference.column]
      }
      return (scalars.scale * sum, perStep)
    }

    /// Adds the last step to all that it changes.
    @inline(__always)
    mutating func settle() {
      let change = scalars.lastChange
      for index in scalars.lastStart..<scalars.lastEnd {
        let difference = rows.differences[index]
        pairs[difference.column] += change * difference.value
        lastDifferences[difference.column] = 0
      }
      scalars.shift += change[0]
      scalars.shiftChanges += change[1]
      scalars.baselineProduct += change[0] * scalars.lastProduct
      scalars.lastChange = SIMD2(0, 0)
      (scalars.lastStart, scalars.lastEnd, scalars.lastProduct) = (0, 0, 0)
    }

    @inline(__always)
    mutating func scale(by factor: Double) {
      scalars.scale *= factor
      scalars.inverseScale = 1 / scalars.scale
      scalars.squaredNorm *= factor * factor
      if scalars.scale < Self.leastScale { foldScale() }
    }

    @inline(__always)
    mutating func add(_ step: Double, _ cell: StepRows.Cell, product: Double) {
      let change = step * scalars.inverseScale
      scalars.lastChange = SIMD2(change, change * scalars.scaleSum)
      scalars.lastProduct = cell.baselineProduct
      (scalars.lastStart, scalars.lastEnd) = (cell.start, cell.end)
      for index in cell.start..<cell.end {
        lastDifferences[rows.differences[index].column] += rows.differences[index].value
      }
      scalars.squaredNorm += step * (2 * product + step * cell.square)
    }

    @inline(__always)
    mutating func average() { scalars.scaleSum += scalars.scale }

    mutating func truncate(_ penalty: Double) {
      preconditionFailure("an absolute penalty is for dense weights")
    }

    /// Makes the scale 1, and w and the sums what they are.
    ///
    /// Inlined though it is rare: a call would keep the numbers of every step out of registers.
    /// - Precondition: the last step is settled.
    @inline(__always)
    private mutating func foldScale() {
      let scale = scalars.scale
      fold(
        scale, scaleSum: scalars.scaleSum, shift: SIMD2(scalars.shift, scalars.shiftChanges))
      scalars.shift *= scale
      scalars.baselineProduct *= scale
      scalars.scaleSum = 0
      scalars.shiftChanges = 0
      scalars.scale = 1
      scalars.inverseScale = 1
    }

    /// Multiplies v by the scale, and adds up what was summed so far.
    ///
    /// - Parameter shift: and its changes times S.
    func fold(_ scale: Double, scaleSum: Double, shift: SIMD2<Double>) {
      let shiftSum = shift[0] * scaleSum - shift[1]
      for index in pairs.indices {
        earlierSum[index] +=
          (pairs[index][0] * scaleSum - pairs[index][1]) + rows.baseline[index] * shiftSum
        pairs[index] = SIMD2(pairs[index][0] * scale, 0)
      }
    }
  }
}
