/// Coefficients w as steps change them.
protocol OnlineWeights {
  init(_ rows: StepRows, _ state: OnlineState)

  var coefficients: [Double] { get }
  /// Sum of w over the averaged steps.
  var averagedSum: [Double] { get }

  /// Takes the steps to the cells of `order`, and adds the loss before each to `losses`.
  mutating func pass(
    _ order: [Int32], _ training: OnlineTraining, _ rule: some StepRule, _ rate: OnlineRate,
    _ walk: inout OnlineWalk, _ losses: inout LossTally)
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
}
