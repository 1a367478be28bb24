/// Classifiers that learn from labelled attacks.
public enum LoginClassifierName: String, Sendable, CaseIterable {
  case dummy
  case naiveBayes = "naive-bayes"
  case logisticRegression = "logistic-regression"
  case randomForest = "random-forest"
  case sgd
  case passiveAggressive = "passive-aggressive"

  /// Whether a model goes on learning from new rows alone.
  public var learnsOnline: Bool { self == .sgd || self == .passiveAggressive }

  /// The parameters that may be given, as they are written.
  public var parameterNames: [String] {
    switch self {
    case .dummy: ["strategy"]
    case .naiveBayes: ["smoothing", "prior"]
    case .logisticRegression: ["C", "class-weight"]
    case .randomForest: ["trees", "features", "class-weight"]
    case .sgd:
      [
        "loss", "penalty", "l1-ratio", "alpha", "learning-rate", "eta0", "power", "average",
        "epochs", "tolerance", "class-weight",
      ]
    case .passiveAggressive: ["C", "variant", "average", "epochs", "tolerance", "class-weight"]
    }
  }
}

/// A parameter of a classifier and its value, as they are written.
public struct LoginParameter: Sendable, Equatable {
  public let name: String
  public let value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension LoginParameter: CustomStringConvertible {
  /// `C=0.5`.
  public var description: String { "\(name)=\(value)" }
}
