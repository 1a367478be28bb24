import LinearAlgebra

// Goals: the steps of scikit-learn's SGDClassifier in all but the order of rows; then the speed of
// one step, on tables whose rows differ in few columns.

/// Fits a linear margin by a step down the gradient of a loss for each row in turn.
///
/// - SeeAlso: Bottou, "Large-scale machine learning with stochastic gradient descent" (2010);
///   Polyak and Juditsky, "Acceleration of stochastic approximation by averaging" (1992).
public struct StochasticGradientDescent: Classifier {
  /// What a margin m = y (w · x + b), y = ±1, costs.
  public enum Loss: String, Sendable, Equatable, CaseIterable {
    /// log(1 + e⁻ᵐ): scores are probabilities.
    case log
    /// max(0, 1 − m): scores are margins, as with the two below.
    case hinge
    /// max(0, 1 − m)², and −4 m below −1: scores are probabilities.
    case modifiedHuber = "modified-huber"
    /// max(0, −m).
    case perceptron
    /// max(0, 1 − m)².
    case squaredHinge = "squared-hinge"
  }

  public struct Configuration: OnlineConfiguration {
    public var loss = Loss.log
    public var penalty = CoefficientPenalty.squared
    /// α, what the penalty counts against the mean loss.
    public var regularization = 1e-4
    public var learningRate = LearningRate.adaptive(initial: 0.01)
    /// The step from which on coefficients are averaged, 1 for all; nil for never.
    public var averagingStart: Int? = 1_000
    public var fitsIntercept = true
    public var classWeighting = ClassWeighting.none
    public var maximumEpochCount = 1_000
    /// By how much the mean objective falls in an epoch that improves it; nil for no such test.
    public var tolerance: Double? = 1e-3
    /// Epochs without improvement after which an adaptive rate falls, or all ends.
    public var patience = 5
    /// Puts the rows in another order for every epoch.
    public var shuffles = true
    public var seed: UInt64 = 0

    public init() {}
  }

  public let configuration: Configuration

  public static var seesRowsOneByOne: Bool { true }

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try configuration.check()
    self.configuration = configuration
  }

  /// Makes passes over the rows until the objective falls no more.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> StochasticGradientModel {
    try fit(GroupedSamples(samples), labels: labels, weights: weights)
  }

  public func fit(
    _ samples: GroupedSamples, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> StochasticGradientModel {
    try checkLabelledSamples(samples, labels, weights)
    let factors = configuration.classWeighting.factors(labels: labels, weights: weights)
    let rows = StepRows(samples, labels: labels, weights: weights, factors: factors)
    let result = try configuration.run(
      rows, from: OnlineState(featureCount: samples.featureCount))
    return StochasticGradientModel(
      configuration: configuration, state: result.state, negativeFactor: factors.negative,
      positiveFactor: factors.positive, epochCount: result.epochCount,
      didConverge: result.didConverge)
  }
}

extension StochasticGradientDescent.Configuration {
  fileprivate func check() throws(InvalidHyperparameter) {
    try checkPasses()
    guard regularization >= 0, regularization.isFinite else {
      throw InvalidHyperparameter(
        name: "regularization", requirement: "at least 0", value: "\(regularization)")
    }
    if case .elasticNet(let share) = penalty, !(share >= 0 && share <= 1) {
      throw InvalidHyperparameter(
        name: "absoluteShare", requirement: "from 0 to 1", value: "\(share)")
    }
    switch learningRate {
    case .constant(let initial), .adaptive(let initial):
      try InvalidHyperparameter.check("learningRate", initial, isAbove: 0)
    case .inverseScaling(let initial, let exponent):
      try InvalidHyperparameter.check("learningRate", initial, isAbove: 0)
      guard exponent.isFinite, exponent >= 0 else {
        throw InvalidHyperparameter(
          name: "exponent", requirement: "at least 0", value: "\(exponent)")
      }
    case .optimal:
      // The rate is a share of 1 / α.
      try InvalidHyperparameter.check("regularization", regularization, isAbove: 0)
    }
  }

  /// Makes passes over `rows` from `state`; one alone for an update.
  func run(
    _ rows: StepRows, from state: OnlineState, isUpdate: Bool = false
  ) throws(FitError) -> (state: OnlineState, epochCount: Int, didConverge: Bool) {
    var training = self.training(isUpdate: isUpdate)
    training.penalty = penalty
    training.regularization = regularization
    training.learningRate = learningRate
    return switch loss {
    case .log: try training.run(rows, from: state, rule: GradientRule<LogLoss>())
    case .hinge: try training.run(rows, from: state, rule: GradientRule<HingeLoss>())
    case .modifiedHuber:
      try training.run(rows, from: state, rule: GradientRule<ModifiedHuberLoss>())
    case .perceptron: try training.run(rows, from: state, rule: GradientRule<PerceptronLoss>())
    case .squaredHinge:
      try training.run(rows, from: state, rule: GradientRule<SquaredHingeLoss>())
    }
  }
}
