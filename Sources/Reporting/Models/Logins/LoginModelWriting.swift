import Detection
import Learning

/// The members of each classifier in a model file.
enum LoginModelWriting {
  static func write(_ model: LoginClassifierModel, to json: inout JSONWriter) {
    switch model {
    case .dummy(let model): write(model.base, to: &json)
    case .naiveBayes(let model): write(model.base, to: &json)
    case .logisticRegression(let model): write(model.base, to: &json)
    case .randomForest(let model): write(model.base, to: &json)
    case .sgd(let model): write(model.base, to: &json)
    case .passiveAggressive(let model): write(model.base, to: &json)
    }
  }

  private static func write(_ model: DummyModel, to json: inout JSONWriter) {
    json.member("strategy", model.strategy.rawValue)
    json.member("seed", model.seed)
    json.member("positiveShare", model.positiveShare)
  }

  private static func write(_ model: GaussianNaiveBayesModel, to json: inout JSONWriter) {
    json.member("positivePrior", model.positivePrior)
    json.member("negativeMeans", model.negativeMeans)
    json.member("positiveMeans", model.positiveMeans)
    json.member("negativeVariances", model.negativeVariances)
    json.member("positiveVariances", model.positiveVariances)
  }

  private static func write(_ model: LogisticRegressionModel, to json: inout JSONWriter) {
    json.member("coefficients", model.coefficients)
    json.member("intercept", model.intercept)
    json.member("iterationCount", model.iterationCount)
    json.member("didConverge", model.didConverge)
  }

  private static func write(_ model: RandomForestModel, to json: inout JSONWriter) {
    json.array("trees") { json in
      for tree in model.trees {
        json.object(.compact) { json in
          json.member("features", tree.nodes.map(\.feature))
          json.member("thresholds", tree.nodes.map(\.threshold))
          json.member("leftChildren", tree.nodes.map(\.leftChild))
          json.member("positiveShares", tree.nodes.map(\.positiveShare))
        }
      }
    }
  }

  // MARK: Online

  private static func write(_ model: StochasticGradientModel, to json: inout JSONWriter) {
    let configuration = model.configuration
    json.object("configuration") { json in
      json.member("loss", configuration.loss.rawValue)
      write(configuration.penalty, to: &json)
      json.member("alpha", configuration.regularization)
      write(configuration.learningRate, to: &json)
      write(passes: configuration, to: &json)
    }
    write(
      model.state, model.negativeFactor, model.positiveFactor, model.epochCount,
      model.didConverge, to: &json)
  }

  private static func write(_ model: PassiveAggressiveModel, to json: inout JSONWriter) {
    let configuration = model.configuration
    json.object("configuration") { json in
      json.member("variant", configuration.variant.rawValue)
      json.member("aggressiveness", configuration.aggressiveness)
      write(passes: configuration, to: &json)
    }
    write(
      model.state, model.negativeFactor, model.positiveFactor, model.epochCount,
      model.didConverge, to: &json)
  }

  private static func write(
    passes configuration: some OnlineConfiguration, to json: inout JSONWriter
  ) {
    json.member("averagingStart", configuration.averagingStart)
    json.member("fitsIntercept", configuration.fitsIntercept)
    write(configuration.classWeighting, to: &json)
    json.member("maximumEpochCount", configuration.maximumEpochCount)
    json.member("tolerance", configuration.tolerance)
    json.member("patience", configuration.patience)
    json.member("shuffles", configuration.shuffles)
    json.member("seed", configuration.seed)
  }

  private static func write(
    _ state: OnlineState, _ negativeFactor: Double, _ positiveFactor: Double, _ epochCount: Int,
    _ didConverge: Bool, to json: inout JSONWriter
  ) {
    json.object("state") { json in
      json.member("coefficients", state.coefficients)
      json.member("intercept", state.intercept)
      json.member("averageCoefficients", state.averageCoefficients)
      json.member("averageIntercept", state.averageIntercept)
      json.member("averagedStepCount", state.averagedStepCount)
      json.member("stepCount", state.stepCount)
    }
    json.member("negativeFactor", negativeFactor)
    json.member("positiveFactor", positiveFactor)
    json.member("epochCount", epochCount)
    json.member("didConverge", didConverge)
  }

  private static func write(_ penalty: CoefficientPenalty, to json: inout JSONWriter) {
    switch penalty {
    case .none: json.member("penalty", "none")
    case .squared: json.member("penalty", "l2")
    case .absolute: json.member("penalty", "l1")
    case .elasticNet(let share):
      json.member("penalty", "elastic-net")
      json.member("l1Ratio", share)
    }
  }

  private static func write(_ rate: LearningRate, to json: inout JSONWriter) {
    switch rate {
    case .constant(let initial):
      json.member("learningRate", "constant")
      json.member("initialRate", initial)
    case .inverseScaling(let initial, let exponent):
      json.member("learningRate", "inverse")
      json.member("initialRate", initial)
      json.member("exponent", exponent)
    case .optimal: json.member("learningRate", "optimal")
    case .adaptive(let initial):
      json.member("learningRate", "adaptive")
      json.member("initialRate", initial)
    }
  }

  private static func write(_ weighting: ClassWeighting, to json: inout JSONWriter) {
    switch weighting {
    case .none: json.member("classWeight", "none")
    case .balanced: json.member("classWeight", "balanced")
    case .given(let negative, let positive):
      json.member("classWeight", "given")
      json.member("classWeights", [negative, positive])
    }
  }
}
