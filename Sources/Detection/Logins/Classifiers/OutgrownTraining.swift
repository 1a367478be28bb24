import Learning

/// A training whose numbers grew beyond what a model can hold.
public struct OutgrownTraining: Error, Equatable, CustomStringConvertible {
  /// A parameter that was given and lets numbers grow.
  public struct Cause: Sendable, Equatable {
    public let parameter: LoginParameter
    /// Whether it is the smaller values that let them grow.
    public let isTooSmall: Bool
  }

  /// The likeliest first; empty where no such parameter was given.
  public let causes: [Cause]
  /// Whether a trained model was learning on, whose parameters stay.
  public let isUpdate: Bool

  /// - Parameter parameters: those that were given; of several values the most extreme one counts.
  public init(
    _ name: LoginClassifierName, _ parameters: [LoginParameter], isUpdate: Bool = false
  ) {
    let isOptimal = parameters.contains { $0.name == "learning-rate" && $0.value == "optimal" }
    causes = name.growth(isOptimal: isOptimal).compactMap { name, growth in
      let given = parameters.filter { $0.name == name && Double($0.value) != nil }
      let ordered = given.sorted { (Double($0.value) ?? 0) < (Double($1.value) ?? 0) }
      guard let least = ordered.first, let most = ordered.last else { return nil }
      let isTooSmall =
        switch growth {
        case .small: true
        case .large: false
        case .either: (Double(least.value) ?? 0) < 1 && (Double(most.value) ?? 0) <= 1
        }
      return Cause(parameter: isTooSmall ? least : most, isTooSmall: isTooSmall)
    }
    self.isUpdate = isUpdate
  }

  /// Nil for another reason than coefficients that left the range of a double.
  public init?(
    _ error: FitError, _ name: LoginClassifierName, _ parameters: [LoginParameter],
    isUpdate: Bool = false
  ) {
    guard case .diverged = error else { return nil }
    self.init(name, parameters, isUpdate: isUpdate)
  }

  public var description: String {
    let remedy =
      causes.isEmpty
      ? "choose other parameters"
      : causes.map { "\($0.isTooSmall ? "raise" : "lower") \($0.parameter)" }
        .joined(separator: " or ")
        + (causes.count == 1 ? ", the likely cause" : ", the likely causes")
    return "expected a training whose numbers a model can hold, but they grew beyond; " + remedy
      + (isUpdate ? ", and train anew" : "")
  }
}

extension LoginClassifierName {
  /// Values of a parameter with which the numbers of a training, or their reciprocals, grow.
  fileprivate enum Growth {
    case small
    case large
    case either
  }

  /// The parameters that numbers of a training grow with, the likeliest first.
  ///
  /// - Parameter isOptimal: whether steps are as long as `alpha` is small.
  fileprivate func growth(isOptimal: Bool) -> [(name: String, growth: Growth)] {
    switch self {
    case .dummy, .randomForest: []
    // Variances are divided by.
    case .naiveBayes: [("smoothing", .either)]
    case .logisticRegression, .passiveAggressive: [("C", .large), ("class-weight", .large)]
    case .sgd: [isOptimal ? ("alpha", .small) : ("eta0", .large), ("class-weight", .large)]
    }
  }
}
