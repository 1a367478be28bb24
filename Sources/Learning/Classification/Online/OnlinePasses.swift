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
      var last = order.count - 1
      while last > 0 {
        let bound = UInt64(truncatingIfNeeded: last &+ 1)
        let other = Int(truncatingIfNeeded: random.next().multipliedFullWidth(by: bound).high)
        (order[last], order[other]) = (order[other], order[last])
        last &-= 1
      }
    }
    generator = random
  }

  /// Steps to every row once.
  ///
  /// - Returns: the mean of the loss before each step and of the penalty before and after all of them.
  mutating func pass(
    _ training: OnlineTraining, _ rule: some StepRule, _ rate: OnlineRate
  ) -> Double {
    let before = training.penalty(of: weights.coefficients)
    var losses = LossTally()
    weights.pass(order, training, rule, rate, &walk, &losses)
    let penalty = 0.5 * (before + training.penalty(of: weights.coefficients))
    return losses.total / Double(max(1, order.count)) + penalty
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
