import LinearAlgebra

// Goals: the steps of scikit-learn's PassiveAggressiveClassifier in all but the order of rows.

/// Changes a linear margin just as much as each row needs to be on the right side.
///
/// - SeeAlso: Crammer et al., "Online passive-aggressive algorithms", Journal of Machine Learning
///   Research 7 (2006).
public struct PassiveAggressive: Classifier {
  /// How steps to rows that are far on the wrong side are kept short.
  public enum Variant: String, Sendable, Equatable, CaseIterable {
    /// PA-I: min(C, loss / ‖x‖²).
    case bounded = "pa-1"
    /// PA-II: loss / (‖x‖² + 1 / 2C).
    case damped = "pa-2"
  }

  public struct Configuration: OnlineConfiguration {
    public var variant = Variant.bounded
    /// C: smaller steps are more passive.
    public var aggressiveness = 1.0
    public var fitsIntercept = true
    public var classWeighting = ClassWeighting.none
    /// The step from which on coefficients are averaged, 1 for all; nil for never.
    public var averagingStart: Int?
    public var maximumEpochCount = 1_000
    /// By how much the mean loss falls in an epoch that improves it; nil for no such test.
    public var tolerance: Double? = 1e-3
    /// Epochs without improvement after which all ends.
    public var patience = 5
    public var shuffles = true
    public var seed: UInt64 = 0

    public init() {}
  }

  public let configuration: Configuration

  public static var seesRowsOneByOne: Bool { true }

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "aggressiveness", configuration.aggressiveness, isAbove: 0)
    try configuration.checkPasses()
    self.configuration = configuration
  }

  /// Makes passes over the rows until the loss falls no more.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> PassiveAggressiveModel {
    try fit(GroupedSamples(samples), labels: labels, weights: weights)
  }

  public func fit(
    _ samples: GroupedSamples, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> PassiveAggressiveModel {
    try checkLabelledSamples(samples, labels, weights)
    let factors = configuration.classWeighting.factors(labels: labels, weights: weights)
    let rows = StepRows(samples, labels: labels, weights: weights, factors: factors)
    let result = try configuration.run(
      rows, from: OnlineState(featureCount: samples.featureCount))
    return PassiveAggressiveModel(
      configuration: configuration, state: result.state, negativeFactor: factors.negative,
      positiveFactor: factors.positive, epochCount: result.epochCount,
      didConverge: result.didConverge)
  }
}

extension PassiveAggressive.Configuration {
  fileprivate func run(
    _ rows: StepRows, from state: OnlineState, isUpdate: Bool = false
  ) throws(FitError) -> (state: OnlineState, epochCount: Int, didConverge: Bool) {
    try training(isUpdate: isUpdate).run(
      rows, from: state, rule: AggressiveRule(variant: variant, aggressiveness: aggressiveness))
  }
}

/// Just far enough that the margin is 1, within what the variant allows.
private struct AggressiveRule: StepRule {
  let variant: PassiveAggressive.Variant
  let aggressiveness: Double

  @inline(__always)
  func step(
    foreseen: Double, change: Double, square: Double, _ losses: inout LossTally
  ) -> Double? {
    let margin = foreseen + change
    let loss = margin < 1 ? 1 - margin : 0
    losses.add(loss)
    switch variant {
    case .bounded:
      // A row of zeros says nothing of any coefficient.
      guard square > 0 else { return nil }
      return min(aggressiveness, loss / square)
    case .damped: return loss / (square + 0.5 / aggressiveness)
    }
  }
}

/// A linear margin that goes on learning passively or aggressively.
public struct PassiveAggressiveModel: OnlineClassifierModel {
  public let configuration: PassiveAggressive.Configuration
  public let state: OnlineState
  /// What the steps to negative rows are multiplied by, as the fit found it.
  public let negativeFactor: Double
  public let positiveFactor: Double
  /// Passes of the fit; updates add one each.
  public let epochCount: Int
  public let didConverge: Bool

  public init(
    configuration: PassiveAggressive.Configuration, state: OnlineState, negativeFactor: Double,
    positiveFactor: Double, epochCount: Int, didConverge: Bool
  ) {
    self.configuration = configuration
    self.state = state
    self.negativeFactor = negativeFactor
    self.positiveFactor = positiveFactor
    self.epochCount = epochCount
    self.didConverge = didConverge
  }

  public var featureCount: Int { state.featureCount }
  public var defaultThreshold: Double { 0 }

  /// w · x + b.
  public func scores(of samples: Matrix) -> [Double] {
    margins(
      of: samples, coefficients: state.scoringCoefficients, intercept: state.scoringIntercept)
  }

  /// The model after one pass over labelled rows, of one class or of both.
  public func updated(
    with samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> PassiveAggressiveModel {
    try checkUpdate(samples, labels, weights, featureCount: featureCount)
    let rows = StepRows(
      GroupedSamples(samples), labels: labels, weights: weights,
      factors: (negativeFactor, positiveFactor))
    let result = try configuration.run(rows, from: state, isUpdate: true)
    return PassiveAggressiveModel(
      configuration: configuration, state: result.state, negativeFactor: negativeFactor,
      positiveFactor: positiveFactor, epochCount: epochCount + 1, didConverge: didConverge)
  }
}
