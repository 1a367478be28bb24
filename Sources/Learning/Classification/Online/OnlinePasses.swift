import LinearAlgebra

/// Coefficients on their way over the rows, epoch by epoch.
struct OnlinePasses<Weights: OnlineWeights> {
  private let rows: StepRows
  private let start: OnlineState
  private var weights: Weights
  private var walk: OnlineWalk
  private var order: [Int32]

  init(_ weights: Weights, _ rows: StepRows, _ start: OnlineState) {
    self.rows = rows
    self.start = start
    self.weights = weights
    walk = OnlineWalk(intercept: start.intercept, stepCount: start.stepCount)
    order = rows.order
  }

  var isFinite: Bool {
    walk.intercept.isFinite && weights.coefficients.allSatisfy(\.isFinite)
  }

  var stepCount: Int { walk.stepCount }

  /// Puts the rows in another random order (Knuth, algorithm 3.4.2P).
  mutating func shuffle(using generator: inout SeededGenerator) {
    var random = generator
    order.withUnsafeMutableBufferPointer { order in
      for last in stride(from: order.count - 1, to: 0, by: -1) {
        let other = random.next().multipliedFullWidth(by: UInt64(last + 1)).high
        order.swapAt(last, Int(other))
      }
    }
    generator = random
  }

  /// Steps to every row once.
  ///
  /// - Returns: the mean over the steps of the loss before each and the penalty.
  mutating func pass(
    _ training: OnlineTraining, _ rule: some StepRule, _ rate: inout OnlineRate
  ) -> Double {
    var walk = walk
    var currentRate = rate
    var losses = LossTally()
    let order = order
    let penaltySum = weights.withSteps { steps in
      order.withUnsafeBufferPointer { order in
        steps.pass(order, training, rule, &currentRate, &walk, &losses)
      }
    }
    self.walk = walk
    rate = currentRate
    return (losses.total + training.regularization * penaltySum) / Double(max(1, order.count))
  }

  /// Where all has come to; means go on from those of the start.
  var state: OnlineState {
    let total = start.averagedStepCount + walk.averagedStepCount
    func mean(_ before: Double, _ sum: Double) -> Double {
      total == 0 ? 0 : (before * Double(start.averagedStepCount) + sum) / Double(total)
    }
    return OnlineState(
      coefficients: weights.coefficients, intercept: walk.intercept,
      averageCoefficients: zip(start.averageCoefficients, weights.averagedSum).map(mean),
      averageIntercept: mean(start.averageIntercept, walk.interceptSum),
      averagedStepCount: total, stepCount: walk.stepCount)
  }
}

/// What changes from step to step beside the coefficients.
struct OnlineWalk {
  var intercept: Double
  /// Over the averaged steps.
  var interceptSum = 0.0
  var averagedStepCount = 0
  var stepCount: Int

  init(intercept: Double, stepCount: Int) {
    self.intercept = intercept
    self.stepCount = stepCount
  }

  /// Steps to the cells of `order`, and adds the loss before each to `losses`.
  ///
  /// The state is copied into variables of its own, so that it stays in registers: every step waits
  /// for the one before.
  /// - Returns: the sum of the penalties before each step.
  @inline(__always)
  mutating func pass<Steps: WeightSteps>(
    _ training: OnlineTraining, _ rule: some StepRule, _ rate: inout OnlineRate,
    _ order: UnsafeBufferPointer<Int32>, _ cells: UnsafeBufferPointer<StepRows.Cell>,
    _ steps: inout Steps, _ losses: inout LossTally
  ) -> Double {
    let absoluteShare = training.penalty.absoluteShare
    let squaredShare = training.penalty == .none ? 0 : 1 - absoluteShare
    let averagingStart = training.averagingStart ?? Int.max
    let rateVaries = rate.varies
    let interceptShare = training.fitsIntercept ? 1.0 : 0
    var weights = steps
    var penaltySum = 0.0
    var tally = losses
    var currentRate = rate.current
    var (intercept, interceptSum) = (intercept, interceptSum)
    var (stepCount, averagedStepCount) = (stepCount, averagedStepCount)
    // Not in the intercept and the weights yet.
    var lastStep = 0.0
    for place in order.indices {
      let cell = cells[Int(order[place])]
      // All that is known without the last step comes first: the processor does it ahead.
      let (early, perStep) = weights.product(cell)
      let foreseen = cell.sign * (early + intercept)
      let change = lastStep * (cell.sign * (perStep + interceptShare))
      let product = early + lastStep * perStep
      weights.settle()
      intercept += interceptShare * lastStep
      lastStep = 0
      if rateVaries { currentRate = rate.value(atStep: stepCount + 1) }
      penaltySum += 0.5 * squaredShare * weights.squaredNorm
      if absoluteShare > 0 { penaltySum += absoluteShare * weights.absoluteSum }
      guard
        let length = rule.step(
          foreseen: foreseen, change: change, square: cell.square, rate: currentRate, &tally)
      else { continue }
      lastStep = length * (cell.sign * cell.weight)
      var decay = 1.0
      if squaredShare > 0 {
        decay = 1 - squaredShare * currentRate * training.regularization
        if decay < 0 { decay = 0 }
        weights.scale(by: decay)
      }
      if lastStep != 0 { weights.add(lastStep, cell, product: product * decay) }
      stepCount += 1
      if stepCount >= averagingStart {
        weights.average()
        interceptSum += intercept + interceptShare * lastStep
        averagedStepCount += 1
      }
      if absoluteShare > 0 {
        weights.truncate(absoluteShare * currentRate * training.regularization)
      }
    }
    (self.intercept, self.interceptSum) = (intercept + interceptShare * lastStep, interceptSum)
    (self.stepCount, self.averagedStepCount) = (stepCount, averagedStepCount)
    rate.current = currentRate
    losses = tally
    steps = weights
    return penaltySum
  }
}
