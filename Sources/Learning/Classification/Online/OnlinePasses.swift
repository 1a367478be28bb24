import LinearAlgebra

/// Coefficients on their way over the rows, epoch by epoch.
struct OnlinePasses<Weights: OnlineWeights> {
  private let rows: StepRows
  private let start: OnlineState
  private var weights: Weights
  private var walk: OnlineWalk
  private var order: [Int32]
  /// Of the steps of one epoch.
  private var margins: [Double]

  init(_ weights: Weights, _ rows: StepRows, _ start: OnlineState) {
    self.rows = rows
    self.start = start
    self.weights = weights
    walk = OnlineWalk(intercept: start.intercept, stepCount: start.stepCount)
    order = rows.order
    margins = Array(repeating: 0, count: order.count)
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
    // Copies share their elements; what is written to is taken out for the while.
    let order = order
    let cells = rows.cells
    var margins: [Double] = []
    swap(&margins, &self.margins)
    let penaltySum = weights.withSteps { steps in
      order.withUnsafeBufferPointer { order in
        cells.withUnsafeBufferPointer { cells in
          margins.withUnsafeMutableBufferPointer { margins in
            walk.pass(training, rule, &currentRate, order, cells, &steps, margins)
          }
        }
      }
    }
    swap(&margins, &self.margins)
    self.walk = walk
    rate = currentRate
    return (lossSum(rule) + training.regularization * penaltySum) / Double(max(1, order.count))
  }

  /// The losses at all margins, eight at a time and in order.
  private func lossSum<Rule: StepRule>(_ rule: Rule) -> Double {
    var sum = 0.0
    var lanes = Lanes(repeating: 0)
    for start in stride(from: 0, to: margins.count, by: Lanes.scalarCount) {
      let count = min(Lanes.scalarCount, margins.count - start)
      for lane in 0..<count { lanes[lane] = margins[start + lane] }
      let losses = Rule.losses(lanes)
      if count == Lanes.scalarCount {
        sum += losses.treeSum
      } else {
        for lane in 0..<count { sum += losses[lane] }
      }
    }
    return sum
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
  private(set) var intercept: Double
  /// Over the averaged steps.
  private(set) var interceptSum = 0.0
  private(set) var averagedStepCount = 0
  private(set) var stepCount: Int

  init(intercept: Double, stepCount: Int) {
    self.intercept = intercept
    self.stepCount = stepCount
  }

  /// Steps to the cells of `order`, and notes the margin before each.
  ///
  /// The state is copied into variables of its own, so that it stays in registers: every step waits
  /// for the one before.
  /// - Returns: the sum of the penalties before each step.
  @inline(__always)
  mutating func pass<Steps: WeightSteps>(
    _ training: OnlineTraining, _ rule: some StepRule, _ rate: inout OnlineRate,
    _ order: UnsafeBufferPointer<Int32>, _ cells: UnsafeBufferPointer<StepRows.Cell>,
    _ steps: inout Steps, _ margins: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let absoluteShare = training.penalty.absoluteShare
    let squaredShare = training.penalty == .none ? 0 : 1 - absoluteShare
    let averagingStart = training.averagingStart ?? Int.max
    let rateVaries = rate.varies
    var weights = steps
    var walk = self
    var penaltySum = 0.0
    var currentRate = rate.current
    for place in order.indices {
      let cell = cells[Int(order[place])]
      let product = weights.product(cell)
      let margin = cell.sign * (product + walk.intercept)
      margins[place] = margin
      if rateVaries { currentRate = rate.value(atStep: walk.stepCount + 1) }
      penaltySum += 0.5 * squaredShare * weights.squaredNorm
      if absoluteShare > 0 { penaltySum += absoluteShare * weights.absoluteSum }
      guard let length = rule.step(margin: margin, square: cell.square, rate: currentRate)
      else { continue }
      let step = cell.sign * length * cell.weight
      var decay = 1.0
      if squaredShare > 0 {
        decay = 1 - squaredShare * currentRate * training.regularization
        if decay < 0 { decay = 0 }
        weights.scale(by: decay)
      }
      if step != 0 {
        weights.add(step, cell, product: product * decay)
        if training.fitsIntercept { walk.intercept += step }
      }
      walk.stepCount += 1
      if walk.stepCount >= averagingStart {
        weights.average()
        walk.interceptSum += walk.intercept
        walk.averagedStepCount += 1
      }
      if absoluteShare > 0 {
        weights.truncate(absoluteShare * currentRate * training.regularization)
      }
    }
    rate.current = currentRate
    self = walk
    steps = weights
    return penaltySum
  }
}
