import LinearAlgebra

/// How long steps are.
public enum LearningRate: Sendable, Equatable {
  case constant(Double)
  /// initial / tᵖ of step t.
  case inverseScaling(initial: Double, exponent: Double)
  /// 1 / (α (t₀ + t)), t₀ such that the first steps suit the scale of the coefficients.
  ///
  /// - SeeAlso: Bottou, "Stochastic gradient descent tricks" (2012), section 5.2.
  case optimal
  /// Divided by five each time the objective has not fallen for some epochs.
  case adaptive(initial: Double)
}

/// What is added to the losses so that coefficients stay small.
public enum CoefficientPenalty: Sendable, Equatable {
  case none
  /// ½ ‖w‖².
  case squared
  /// Σ |w|, which makes coefficients 0.
  case absolute
  /// A mean of both.
  case elasticNet(absoluteShare: Double)

  var absoluteShare: Double {
    switch self {
    case .none, .squared: 0
    case .absolute: 1
    case .elasticNet(let share): share
    }
  }
}

/// How long a step to a row is.
protocol StepRule {
  /// The step along y x at a margin, in units of the rate; nil for none at all, not even in the count
  /// of steps. Adds the loss there to `losses`.
  ///
  /// - Parameters:
  ///   - foreseen: the margin before the last step, known long before `change`.
  ///   - change: what the last step made of it.
  func step(
    foreseen: Double, change: Double, square: Double, _ losses: inout LossTally
  ) -> Double?
}

/// Down the gradient of a loss.
struct GradientRule<Loss: MarginLoss>: StepRule {
  private let loss = Loss()

  /// Steeper slopes are cut, because one row of huge margin would undo all others.
  private static var steepest: Double { 1e12 }

  @inline(__always)
  func step(
    foreseen: Double, change: Double, square: Double, _ losses: inout LossTally
  ) -> Double? {
    let slope = loss.slope(foreseen, changedBy: change)
    loss.add(foreseen + change, slope: slope, to: &losses)
    return Loss.isSteep && -slope > Self.steepest ? Self.steepest : -slope
  }
}

/// Everything that passes over rows need beside the rows.
struct OnlineTraining {
  var penalty = CoefficientPenalty.none
  /// α, what the penalty counts.
  var regularization = 0.0
  var learningRate = LearningRate.constant(1)
  /// The step from which on coefficients are averaged; nil for never.
  var averagingStart: Int?
  var fitsIntercept = true
  var shuffles = true
  var maximumEpochCount = 1_000
  /// Nil to make all epochs.
  var tolerance: Double?
  /// Epochs without a fall of the objective by `tolerance` after which the rate falls or all ends.
  var patience = 5
  var seed: UInt64 = 0

  /// An adaptive rate falls by this, and no more below the least.
  private static let rateDivisor = 5.0
  private static let leastRate = 1e-6

  /// Passes over the rows until the objective falls no more.
  func run(
    _ rows: StepRows, from state: OnlineState, rule: some StepRule
  ) throws(FitError) -> (state: OnlineState, epochCount: Int, didConverge: Bool) {
    if penalty.absoluteShare > 0 {
      return try run(OnlinePasses(DenseWeights(rows, state), rows, state), rule: rule)
    }
    return try run(OnlinePasses(OffsetWeights(rows, state), rows, state), rule: rule)
  }

  func run<Weights: OnlineWeights>(
    _ start: OnlinePasses<Weights>, rule: some StepRule
  ) throws(FitError) -> (state: OnlineState, epochCount: Int, didConverge: Bool) {
    var passes = start
    var best = Double.infinity
    var staleCount = 0
    // A stream of its own for each batch that learning goes on with.
    var generator = SeededGenerator(seed: seed, stream: UInt64(passes.stepCount))
    var rate = OnlineRate(self)
    for epoch in 1...maximumEpochCount {
      if shuffles { passes.shuffle(using: &generator) }
      let objective = passes.pass(self, rule, rate)
      // Products too large for numbers cancel to NaN, from which no step follows.
      guard passes.isFinite, !objective.isNaN else { throw .diverged(epoch: epoch) }
      guard let tolerance else { continue }
      staleCount = objective > best - tolerance ? staleCount + 1 : 0
      best = min(best, objective)
      guard staleCount >= patience else { continue }
      guard case .adaptive = learningRate, rate.current > Self.leastRate else {
        return (passes.state, epoch, true)
      }
      rate.current /= Self.rateDivisor
      staleCount = 0
    }
    return (passes.state, maximumEpochCount, tolerance == nil)
  }
}

extension OnlineTraining {
  /// What w is multiplied by before a step.
  @inline(__always)
  func decay(rate: Double) -> Double {
    let squaredShare = penalty == .none ? 0 : 1 - penalty.absoluteShare
    return max(0, 1 - squaredShare * rate * regularization)
  }

  /// What is added to the mean loss.
  func penalty(of coefficients: [Double]) -> Double {
    guard penalty != .none else { return 0 }
    let share = penalty.absoluteShare
    return regularization
      * coefficients.reduce(0) { $0 + share * abs($1) + (1 - share) * 0.5 * $1 * $1 }
  }
}

/// The rate of the step at hand.
struct OnlineRate {
  var current: Double
  private let rate: LearningRate
  private let regularization: Double
  private let optimalStart: Double

  init(_ training: OnlineTraining) {
    rate = training.learningRate
    regularization = training.regularization
    // The scale that coefficients are expected to have, as in scikit-learn and Bottou's sgd.
    let typicalCoefficient = (1 / regularization.squareRoot()).squareRoot()
    optimalStart = 1 / (typicalCoefficient * regularization)
    current =
      switch training.learningRate {
      case .constant(let initial), .adaptive(let initial), .inverseScaling(let initial, _): initial
      case .optimal: typicalCoefficient
      }
  }

  /// Whether the rate depends on the step.
  var varies: Bool {
    switch rate {
    case .constant, .adaptive: false
    case .inverseScaling, .optimal: true
    }
  }

  /// - Parameter step: from 1.
  func value(atStep step: Int) -> Double {
    switch rate {
    case .constant, .adaptive: current
    case .inverseScaling(let initial, let exponent):
      initial / exponential(exponent * logarithm(Double(step)))
    case .optimal:
      1 / (regularization * (optimalStart + Double(step - 1)))
    }
  }
}
