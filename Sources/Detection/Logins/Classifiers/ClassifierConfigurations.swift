import Learning

// Where parameters as they are written become the configurations of classifiers. What is not given
// stays as the classifier has it, which are the field's own choices.

extension DummyClassifier {
  init(_ values: ParameterValues, seed: UInt64) throws(InvalidHyperparameter) {
    var configuration = Configuration()
    configuration.seed = seed
    if let strategy = try values.choice("strategy", Strategy.self) {
      configuration.strategy = strategy
    }
    self.init(configuration)
  }
}

extension GaussianNaiveBayes {
  init(_ values: ParameterValues) throws(InvalidHyperparameter) {
    var configuration = Configuration()
    if let smoothing = try values.number("smoothing") {
      configuration.varianceSmoothing = smoothing
    }
    configuration.positivePrior = try values.number("prior")
    try self.init(configuration)
  }
}

extension LogisticRegression {
  init(_ values: ParameterValues) throws(InvalidHyperparameter) {
    var configuration = Configuration()
    if let c = try values.number("C") { configuration.inverseRegularization = c }
    if let weighting = try values.classWeighting() { configuration.classWeighting = weighting }
    try self.init(configuration)
  }
}

extension RandomForest {
  init(
    _ values: ParameterValues, seed: UInt64, threadCount: Int
  ) throws(InvalidHyperparameter) {
    var configuration = Configuration()
    configuration.seed = seed
    configuration.threadCount = threadCount
    if let count = try values.count("trees") { configuration.treeCount = count }
    configuration.splitFeatureCount = try values.count("features")
    if let weighting = try values.classWeighting() { configuration.classWeighting = weighting }
    try self.init(configuration)
  }
}

extension StochasticGradientDescent {
  private enum RateName: String, CaseIterable {
    case constant
    case inverse
    case optimal
    case adaptive
  }

  private enum PenaltyName: String, CaseIterable {
    case none
    case l1
    case l2
    case elasticNet = "elastic-net"
  }

  /// scikit-learn's defaults of an inverse rate and of an elastic net.
  private static let (usualRate, usualPower, usualShare) = (0.01, 0.5, 0.15)

  init(_ values: ParameterValues, seed: UInt64) throws(InvalidHyperparameter) {
    var configuration = Configuration()
    if let loss = try values.choice("loss", Loss.self) { configuration.loss = loss }
    if let alpha = try values.number("alpha") { configuration.regularization = alpha }
    configuration.penalty = try Self.penalty(values)
    configuration.learningRate = try Self.learningRate(values)
    try configuration.setPasses(values, seed: seed)
    try self.init(configuration)
  }

  private static func penalty(
    _ values: ParameterValues
  ) throws(InvalidHyperparameter) -> CoefficientPenalty {
    let share = try values.number("l1-ratio")
    let name = try values.choice("penalty", PenaltyName.self) ?? .l2
    if share != nil, name != .elasticNet {
      throw InvalidHyperparameter(
        name: "l1-ratio", requirement: "given with penalty=elastic-net alone",
        value: "given with penalty=\(name.rawValue)")
    }
    return switch name {
    case .none: CoefficientPenalty.none
    case .l1: .absolute
    case .l2: .squared
    case .elasticNet: .elasticNet(absoluteShare: share ?? usualShare)
    }
  }

  private static func learningRate(
    _ values: ParameterValues
  ) throws(InvalidHyperparameter) -> LearningRate {
    let initial = try values.number("eta0") ?? usualRate
    let power = try values.number("power")
    let name = try values.choice("learning-rate", RateName.self) ?? .adaptive
    if power != nil, name != .inverse {
      throw InvalidHyperparameter(
        name: "power", requirement: "given with learning-rate=inverse alone",
        value: "given with learning-rate=\(name.rawValue)")
    }
    return switch name {
    case .constant: .constant(initial)
    case .inverse: .inverseScaling(initial: initial, exponent: power ?? usualPower)
    case .optimal: .optimal
    case .adaptive: .adaptive(initial: initial)
    }
  }
}

extension PassiveAggressive {
  init(_ values: ParameterValues, seed: UInt64) throws(InvalidHyperparameter) {
    var configuration = Configuration()
    if let c = try values.number("C") { configuration.aggressiveness = c }
    if let variant = try values.choice("variant", Variant.self) { configuration.variant = variant }
    try configuration.setPasses(values, seed: seed)
    try self.init(configuration)
  }
}

extension OnlineConfiguration {
  /// What all classifiers that learn row by row have in common.
  fileprivate mutating func setPasses(
    _ values: ParameterValues, seed: UInt64
  ) throws(InvalidHyperparameter) {
    self.seed = seed
    if let start = try values.averagingStart() { averagingStart = start }
    if let count = try values.count("epochs") { maximumEpochCount = count }
    if let tolerance = try values.number("tolerance") { self.tolerance = tolerance }
    if let weighting = try values.classWeighting() { classWeighting = weighting }
  }
}

extension InvalidHyperparameter {
  /// Properties of configurations whose parameters are written otherwise.
  private static let writtenNames = [
    "absoluteShare": "l1-ratio",
    "aggressiveness": "C",
    "averagingStart": "average",
    "classWeights": "class-weight",
    "exponent": "power",
    "inverseRegularization": "C",
    "learningRate": "eta0",
    "maximumEpochCount": "epochs",
    "positivePrior": "prior",
    "regularization": "alpha",
    "splitFeatureCount": "features",
    "treeCount": "trees",
    "varianceSmoothing": "smoothing",
  ]

  /// The same of the parameter that was given.
  var asWritten: InvalidHyperparameter {
    InvalidHyperparameter(
      name: Self.writtenNames[name] ?? name, requirement: requirement, value: value)
  }
}
