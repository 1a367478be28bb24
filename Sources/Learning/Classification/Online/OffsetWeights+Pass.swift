// Goals: the steps of `DenseWeights` up to rounding; then the time that one takes. Every step needs
// the coefficients that the one before leaves, and the processor would stand idle meanwhile. So each
// product of a row and the coefficients is found as it was before the last step, and what the last
// step changes of it separately, as a multiple of that step's length: all but a multiplication and
// the slope of the loss is done ahead.

extension OffsetWeights {
  mutating func pass(
    _ order: [Int32], _ training: OnlineTraining, _ rule: some StepRule, _ rate: OnlineRate,
    _ walk: inout OnlineWalk, _ losses: inout LossTally
  ) {
    if rate.varies {
      pass(order, training, rule, VaryingPace(training, rate), &walk, &losses)
    } else {
      pass(order, training, rule, EvenPace(training, rate), &walk, &losses)
    }
  }

  private mutating func pass(
    _ order: [Int32], _ training: OnlineTraining, _ rule: some StepRule, _ pace: some StepPace,
    _ walk: inout OnlineWalk, _ losses: inout LossTally
  ) {
    // Where the row of the last step differs from the baseline, else 0; and the same of the row at
    // hand.
    var bothDifferences = Array(repeating: 0.0, count: 2 * rows.columnCount)
    // Orders are of cells, and differences of columns.
    order.withUnsafeBufferPointer { order in
      rows.cells.withUnsafeBufferPointer { cells in
        rows.differences.withUnsafeBufferPointer { differences in
          bothDifferences.withUnsafeMutableBufferPointer { both in
            columns.withUnsafeBuffers(rows) { columns in
              Self.pass(
                order, training, rule, pace, cells, differences, columns, both, &scalars, &walk,
                &losses)
            }
          }
        }
      }
    }
  }

  /// Everything that changes is a variable of its own, in a register where there is one.
  private static func pass(
    _ order: UnsafeBufferPointer<Int32>, _ training: OnlineTraining,
    _ rule: some StepRule, _ pace: some StepPace, _ cells: UnsafeBufferPointer<StepRows.Cell>,
    _ differences: UnsafeBufferPointer<StepRows.Difference>, _ columns: Columns.Buffers,
    _ bothDifferences: UnsafeMutableBufferPointer<Double>, _ scalars: inout Scalars,
    _ walk: inout OnlineWalk, _ losses: inout LossTally
  ) {
    let pairs = columns.pairs
    let interceptShare = training.fitsIntercept ? 1.0 : 0
    let averagingStart = training.averagingStart ?? Int.max
    let firstStepCount = walk.stepCount
    var (scale, scaleSum, shift) = (scalars.scale, scalars.scaleSum, scalars.shift)
    var baselineProduct = scalars.baselineProduct
    var (intercept, interceptSum, stepCount) = (walk.intercept, walk.interceptSum, walk.stepCount)
    var tally = losses
    // The last step, not in the intercept and the weights yet: its row, its length and what that is
    // multiplied by for w and for the intercept, the change of v, alone and times S, and the
    // intercept behind it.
    var (last, next) = (
      UnsafeMutableBufferPointer(rebasing: bothDifferences[..<pairs.count]),
      UnsafeMutableBufferPointer(rebasing: bothDifferences[pairs.count...])
    )
    var (lastStart, lastEnd, lastProduct) = (0, 0, 0.0)
    var (lastLength, lastFactor, lastShare) = (0.0, 0.0, 0.0)
    var lastChange = SIMD2(0.0, 0.0)
    var nextIntercept = intercept
    func settle() {
      StepRows.forEachPair(from: lastStart, to: lastEnd) { index in
        let (one, other) = (differences[index], differences[index &+ 1])
        pairs[one.column] += lastChange * one.value
        last[one.column] = 0
        pairs[other.column] += lastChange * other.value
        last[other.column] = 0
      }
      shift += lastChange
      baselineProduct += lastChange[0] * lastProduct
      intercept = nextIntercept
    }
    for place in order {
      let cell = cells[Int(place)]
      var sum = baselineProduct + shift[0] * cell.differenceProduct
      var perStep = lastProduct + cell.differenceProduct
      StepRows.forEachPair(from: cell.start, to: cell.end) { index in
        let (one, other) = (differences[index], differences[index &+ 1])
        sum += one.value * pairs[one.column][0] + other.value * pairs[other.column][0]
        perStep += one.value * last[one.column] + other.value * last[other.column]
        next[one.column] = one.value
        next[other.column] = other.value
      }
      let length = rule.step(
        foreseen: cell.sign * (scale * sum + intercept),
        change: lastLength * (cell.sign * (lastFactor * perStep + lastShare)),
        square: cell.square, &tally)
      // Then the last step is settled, for the rows to come.
      settle()
      swap(&last, &next)
      (lastStart, lastEnd, lastProduct) = (cell.start, cell.end, cell.baselineProduct)
      guard let length else {
        (lastLength, lastChange) = (0, SIMD2(0, 0))
        continue
      }
      let (rate, decay) = pace.ofStep(stepCount &+ 1)
      scale *= decay
      if scale < Self.leastScale {
        columns.fold(scale, scaleSum: scaleSum, shift: shift)
        (shift, baselineProduct) = (SIMD2(shift[0] * scale, 0), baselineProduct * scale)
        (scale, scaleSum) = (1, 0)
      }
      // The length comes last of all that is known.
      lastFactor = rate * (cell.sign * cell.weight)
      lastShare = interceptShare * lastFactor
      lastLength = length
      nextIntercept = intercept + length * lastShare
      let change = length * (lastFactor * (1 / scale))
      lastChange = SIMD2(change, change * scaleSum)
      stepCount &+= 1
      if stepCount >= averagingStart {
        scaleSum += scale
        interceptSum += nextIntercept
      }
    }
    settle()
    scalars = Scalars(
      scale: scale, scaleSum: scaleSum, shift: shift, baselineProduct: baselineProduct)
    (walk.intercept, walk.interceptSum, walk.stepCount) = (intercept, interceptSum, stepCount)
    walk.averagedStepCount += max(0, stepCount - max(firstStepCount, averagingStart - 1))
    losses = tally
  }
}

/// The rate of a step and what w is multiplied by before it.
private protocol StepPace {
  /// - Parameter step: from 1.
  func ofStep(_ step: Int) -> (rate: Double, decay: Double)
}

/// The same at every step.
private struct EvenPace: StepPace {
  private let rate: Double
  private let decay: Double

  init(_ training: OnlineTraining, _ rate: OnlineRate) {
    self.rate = rate.current
    decay = training.decay(rate: rate.current)
  }

  @inline(__always)
  func ofStep(_ step: Int) -> (rate: Double, decay: Double) { (rate, decay) }
}

private struct VaryingPace: StepPace {
  private let training: OnlineTraining
  private let rate: OnlineRate

  init(_ training: OnlineTraining, _ rate: OnlineRate) {
    self.training = training
    self.rate = rate
  }

  @inline(__always)
  func ofStep(_ step: Int) -> (rate: Double, decay: Double) {
    let rate = rate.value(atStep: step)
    return (rate, training.decay(rate: rate))
  }
}
