import LinearAlgebra

/// A linear margin and all that it needs to go on learning.
public struct StochasticGradientModel: OnlineClassifierModel {
  public let configuration: StochasticGradientDescent.Configuration
  public let state: OnlineState
  /// What the weights of negative rows are multiplied by, as the fit found it.
  public let negativeFactor: Double
  public let positiveFactor: Double
  /// Passes of the fit; updates add one each.
  public let epochCount: Int
  public let didConverge: Bool

  public init(
    configuration: StochasticGradientDescent.Configuration, state: OnlineState,
    negativeFactor: Double, positiveFactor: Double, epochCount: Int, didConverge: Bool
  ) {
    self.configuration = configuration
    self.state = state
    self.negativeFactor = negativeFactor
    self.positiveFactor = positiveFactor
    self.epochCount = epochCount
    self.didConverge = didConverge
  }

  public var featureCount: Int { state.featureCount }

  /// Whether scores are probabilities.
  private var hasProbabilities: Bool {
    configuration.loss == .log || configuration.loss == .modifiedHuber
  }

  public var defaultThreshold: Double { hasProbabilities ? 0.5 : 0 }

  /// Probability of the positive class where the loss has one, else the margin.
  ///
  /// - SeeAlso: Zhang and Elkan, "Transforming classifier scores into accurate multiclass
  ///   probability estimates", KDD (2002), for the modified Huber loss.
  public func scores(of samples: Matrix) -> [Double] {
    let margins = margins(
      of: samples, coefficients: state.scoringCoefficients, intercept: state.scoringIntercept)
    return switch configuration.loss {
    case .log: logistic(margins)
    case .modifiedHuber: margins.map { (max(-1, min(1, $0)) + 1) / 2 }
    case .hinge, .perceptron, .squaredHinge: margins
    }
  }

  /// The model after one pass over labelled rows, of one class or of both.
  ///
  /// The count of steps goes on, and so do the means; an adaptive rate begins anew.
  public func updated(
    with samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> StochasticGradientModel {
    try checkUpdate(samples, labels, weights, featureCount: featureCount)
    let rows = StepRows(
      GroupedSamples(samples), labels: labels, weights: weights,
      factors: (negativeFactor, positiveFactor))
    let result = try configuration.run(rows, from: state, isUpdate: true)
    return StochasticGradientModel(
      configuration: configuration, state: result.state, negativeFactor: negativeFactor,
      positiveFactor: positiveFactor, epochCount: epochCount + 1, didConverge: didConverge)
  }
}

/// Checks that rows, labels and weights of an update suit a model.
func checkUpdate(
  _ samples: Matrix, _ labels: [Bool], _ weights: [Double]?, featureCount: Int
) throws(FitError) {
  guard samples.columnCount == featureCount else {
    throw .featureCount(expected: featureCount, found: samples.columnCount)
  }
  try checkSamples(samples, weights, requiredRowCount: 0)
  guard labels.count == samples.rowCount else {
    throw .labelCount(expected: samples.rowCount, found: labels.count)
  }
}
