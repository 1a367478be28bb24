import Learning
import Records

extension LoginClassifierReader {
  func gradientDescent(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> StochasticGradientModel {
    let configuration = try configuration(&members) {
      (members: inout ModelMembers, configuration: inout StochasticGradientDescent.Configuration)
        throws(JSONFault) in
      configuration.loss = try members.choice("loss", StochasticGradientDescent.Loss.self)
      configuration.penalty = try penalty(&members)
      configuration.regularization = try members.number("alpha")
      configuration.learningRate = try learningRate(&members)
    } check: { (configuration) throws(InvalidHyperparameter) in
      _ = try StochasticGradientDescent(configuration)
    }
    return StochasticGradientModel(
      configuration: configuration, state: try state(members.take("state")),
      negativeFactor: try members.positive("negativeFactor"),
      positiveFactor: try members.positive("positiveFactor"),
      epochCount: try members.count("epochCount"),
      didConverge: try members.boolean("didConverge"))
  }

  func passiveAggressive(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> PassiveAggressiveModel {
    let configuration = try configuration(&members) {
      (members: inout ModelMembers, configuration: inout PassiveAggressive.Configuration)
        throws(JSONFault) in
      configuration.variant = try members.choice("variant", PassiveAggressive.Variant.self)
      configuration.aggressiveness = try members.number("aggressiveness")
    } check: { (configuration) throws(InvalidHyperparameter) in
      _ = try PassiveAggressive(configuration)
    }
    return PassiveAggressiveModel(
      configuration: configuration, state: try state(members.take("state")),
      negativeFactor: try members.positive("negativeFactor"),
      positiveFactor: try members.positive("positiveFactor"),
      epochCount: try members.count("epochCount"),
      didConverge: try members.boolean("didConverge"))
  }

  /// Reads what a classifier alone has by `own`, and what all of them have.
  ///
  /// Whatever a fit would not be made of is refused by the sentences of `check`.
  private func configuration<Configuration: OnlineConfiguration>(
    _ members: inout ModelMembers,
    own: (inout ModelMembers, inout Configuration) throws(JSONFault) -> Void,
    check: (Configuration) throws(InvalidHyperparameter) -> Void
  ) throws(JSONFault) -> Configuration {
    let element = try members.take("configuration")
    let configuration = try ModelMembers.read(element) { (members) throws(JSONFault) in
      var configuration = Configuration()
      try own(&members, &configuration)
      configuration.averagingStart = try members.optional("averagingStart")?
        .integer(in: 1...Int.max)
      configuration.fitsIntercept = try members.boolean("fitsIntercept")
      configuration.classWeighting = try classWeighting(&members)
      configuration.maximumEpochCount = try members.count("maximumEpochCount")
      configuration.tolerance = try members.optional("tolerance")?.number()
      configuration.patience = try members.count("patience")
      configuration.shuffles = try members.boolean("shuffles")
      configuration.seed = try members.take("seed").unsignedInteger()
      return configuration
    }
    do throws(InvalidHyperparameter) {
      try check(configuration)
    } catch {
      throw element.fault("\(error)")
    }
    return configuration
  }

  private func state(_ element: JSONElement) throws(JSONFault) -> OnlineState {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let coefficients = try members.bounded("coefficients", count: scaler.featureCount)
      let intercept = try members.bounded("intercept")
      let averages = try members.bounded("averageCoefficients", count: scaler.featureCount)
      let averageIntercept = try members.bounded("averageIntercept")
      let averagedStepCount = try members.take("averagedStepCount")
        .integer(in: 0...Self.largestStepCount)
      return OnlineState(
        coefficients: coefficients, intercept: intercept, averageCoefficients: averages,
        averageIntercept: averageIntercept, averagedStepCount: averagedStepCount,
        stepCount: try members.count("stepCount", in: averagedStepCount...Self.largestStepCount))
    }
  }

  /// Up to here a double counts every step, and no sum of counts overflows.
  private static let largestStepCount = 1 << 53

  private func penalty(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> CoefficientPenalty {
    let element = try members.take("penalty")
    switch try element.string() {
    case "none": return CoefficientPenalty.none
    case "l1": return .absolute
    case "l2": return .squared
    case "elastic-net": return .elasticNet(absoluteShare: try members.share("l1Ratio"))
    default: throw element.fault("expected none, l1, l2 or elastic-net, but found another word")
    }
  }

  private func learningRate(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> LearningRate {
    let element = try members.take("learningRate")
    switch try element.string() {
    case "optimal": return .optimal
    case "constant": return .constant(try members.number("initialRate"))
    case "adaptive": return .adaptive(initial: try members.number("initialRate"))
    case "inverse":
      return .inverseScaling(
        initial: try members.number("initialRate"), exponent: try members.number("exponent"))
    default:
      throw element.fault("expected constant, inverse, optimal or adaptive, but found another word")
    }
  }

  private func classWeighting(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> ClassWeighting {
    let element = try members.take("classWeight")
    switch try element.string() {
    case "none": return ClassWeighting.none
    case "balanced": return .balanced
    case "given":
      let weights = try members.numbers("classWeights", count: 2)
      return .given(negative: weights[0], positive: weights[1])
    default: throw element.fault("expected none, balanced or given, but found another word")
    }
  }
}
