extension OnlineWalk {
  /// What `pass` does, where the products of all pairs of rows are known and the rate is the same at
  /// every step.
  ///
  /// The product of the last step's row and the next is read from a table instead of being found by
  /// column, and everything that changes is a variable of its own, in a register where there is one.
  /// - Returns: the sum of the penalties before each step.
  /// - Precondition: there is a table of products, and no absolute penalty.
  mutating func passForeseeing(
    _ training: OnlineTraining, _ rule: some StepRule, rate: Double,
    _ order: UnsafeBufferPointer<Int32>, _ steps: inout OffsetWeights.Steps,
    _ losses: inout LossTally
  ) -> Double {
    let (pairs, rows, cellCount) = (steps.pairs, steps.rows, steps.rows.cells.count)
    let (cells, differences, products) = (rows.cells, rows.differences, rows.products)
    let squaredShare = training.penalty == .none ? 0.0 : 1
    let decay = max(0, 1 - squaredShare * rate * training.regularization)
    let interceptShare = training.fitsIntercept ? 1.0 : 0
    let averagingStart = training.averagingStart ?? Int.max
    var scalars = steps.scalars
    var (scale, scaleSum, norm, normSum) = (
      scalars.scale, scalars.scaleSum, scalars.squaredNorm, 0.0
    )
    var shift = SIMD2(scalars.shift, scalars.shiftChanges)
    var baselineProduct = scalars.baselineProduct
    var (intercept, interceptSum) = (intercept, interceptSum)
    var (stepCount, averagedStepCount) = (stepCount, averagedStepCount)
    var tally = losses
    // The last step, not in the intercept and the weights yet: its row, its length and what that is
    // multiplied by for w and for the intercept, and the change of v, alone and times S.
    var (last, lastLength, lastFactor, lastShare) = (0, 0.0, 0.0, 0.0)
    var lastChange = SIMD2(0.0, 0.0)
    for place in order.indices {
      let index = Int(order[place])
      let cell = cells[index]
      // All that is known without the last step comes first: the processor does it ahead.
      var sum = baselineProduct + shift[0] * cell.differenceProduct
      StepRows.forEachUnit(of: cell) { index in
        func product(_ index: Int) -> Double {
          differences[index].value * pairs[differences[index].column][0]
        }
        // As a tree, which is half as deep.
        sum += (product(index) + product(index &+ 1)) + (product(index &+ 2) + product(index &+ 3))
      }
      let early = scale * sum
      let perStep = products[last &* cellCount &+ index]
      let foreseen = cell.sign * (early + intercept)
      let change = lastLength * (cell.sign * (lastFactor * perStep + lastShare))
      let length = rule.step(
        foreseen: foreseen, change: change, square: cell.square, rate: rate, &tally)
      // Then the last step is settled, for the rows to come.
      let product = early + lastLength * (lastFactor * perStep)
      let lastCell = cells[last]
      StepRows.forEachDifference(of: lastCell) {
        pairs[differences[$0].column] += lastChange * differences[$0].value
      }
      shift += lastChange
      baselineProduct += lastChange[0] * lastCell.baselineProduct
      intercept += lastLength * lastShare
      normSum += norm
      last = index
      guard let length else {
        (lastLength, lastChange) = (0, SIMD2(0, 0))
        continue
      }
      scale *= decay
      if scale < OffsetWeights.Steps.leastScale {
        steps.fold(scale, scaleSum: scaleSum, shift: shift)
        (shift, baselineProduct) = (SIMD2(shift[0] * scale, 0), baselineProduct * scale)
        (scale, scaleSum) = (1, 0)
      }
      (lastLength, lastFactor) = (length, cell.sign * cell.weight)
      lastShare = interceptShare * lastFactor
      let step = length * lastFactor
      norm =
        norm * (decay * decay) + step * (2 * (product * decay) + step * cell.square)
      // The inverse does not wait for the step.
      let vChange = step * (1 / scale)
      lastChange = SIMD2(vChange, vChange * scaleSum)
      stepCount += 1
      if stepCount >= averagingStart {
        scaleSum += scale
        interceptSum += intercept + length * lastShare
        averagedStepCount += 1
      }
    }
    let lastCell = cells[last]
    StepRows.forEachDifference(of: lastCell) {
      pairs[differences[$0].column] += lastChange * differences[$0].value
    }
    shift += lastChange
    scalars.baselineProduct = baselineProduct + lastChange[0] * lastCell.baselineProduct
    (scalars.shift, scalars.shiftChanges) = (shift[0], shift[1])
    (scalars.scale, scalars.scaleSum, scalars.squaredNorm) = (scale, scaleSum, norm)
    scalars.inverseScale = 1 / scale
    steps.scalars = scalars
    (self.intercept, self.interceptSum) = (intercept + lastLength * lastShare, interceptSum)
    (self.stepCount, self.averagedStepCount) = (stepCount, averagedStepCount)
    losses = tally
    return 0.5 * squaredShare * normSum
  }
}
