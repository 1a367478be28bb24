/// Coefficients as steps change them.
protocol OnlineWeights {
  associatedtype Steps: WeightSteps

  init(_ rows: StepRows, _ state: OnlineState)

  var coefficients: [Double] { get }
  /// Sum of w over the steps counted by `average`.
  var averagedSum: [Double] { get }

  /// Hands `body` the coefficients in the shape that many steps are taken in.
  mutating func withSteps<Result>(_ body: (inout Steps) -> Result) -> Result
}

/// What a step asks of coefficients w, and does to them.
protocol WeightSteps {
  /// Takes the steps to the cells of `order`; returns the sum of the penalties before each.
  mutating func pass(
    _ order: UnsafeBufferPointer<Int32>, _ training: OnlineTraining, _ rule: some StepRule,
    _ rate: inout OnlineRate, _ walk: inout OnlineWalk, _ losses: inout LossTally
  ) -> Double

  /// ‖w‖² and Σ |w|.
  var squaredNorm: Double { get }
  var absoluteSum: Double { get }

  /// w · x as it is before the last step is settled, and what a last step of length 1 adds to it.
  ///
  /// Every step waits for the one before. In two parts, nearly all of a product can be computed while
  /// the last step is not known yet.
  func product(_ cell: StepRows.Cell) -> (early: Double, perStep: Double)
  /// w ← factor · w.
  mutating func scale(by factor: Double)
  /// w ← w + step · x, of a cell whose w · x is `product` by now.
  mutating func add(_ step: Double, _ cell: StepRows.Cell, product: Double)
  /// Makes w what the last step made of it; before the next is taken.
  mutating func settle()
  /// Counts w in the mean.
  mutating func average()
  /// Takes what `penalty` says from every coefficient, none past 0.
  mutating func truncate(_ penalty: Double)
}
