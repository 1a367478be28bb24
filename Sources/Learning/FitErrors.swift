/// A hyper-parameter outside the values an estimator accepts.
public struct InvalidHyperparameter: Error, Equatable, CustomStringConvertible {
  public let name: String
  public let requirement: String
  public let value: String

  public init(name: String, requirement: String, value: String) {
    self.name = name
    self.requirement = requirement
    self.value = value
  }

  public var description: String { "'\(name)' must be \(requirement), but is \(value)" }

  /// Checks that a count is at least `minimum`.
  static func check(
    _ name: String, _ value: Int, isAtLeast minimum: Int
  ) throws(InvalidHyperparameter) {
    guard value < minimum else { return }
    throw InvalidHyperparameter(
      name: name, requirement: "at least \(minimum)", value: "\(value)")
  }

  /// Checks that a quantity is finite and above `minimum`.
  static func check(
    _ name: String, _ value: Double, isAbove minimum: Double
  ) throws(InvalidHyperparameter) {
    guard !(value > minimum && value.isFinite) else { return }
    throw InvalidHyperparameter(
      name: name, requirement: minimum == 0 ? "positive" : "above \(minimum)", value: "\(value)")
  }
}

/// Why no model could be fitted to a data set.
public enum FitError: Error, Equatable, CustomStringConvertible {
  case tooFewSamples(required: Int, available: Int)
  /// Fewer rows of a class than folds, each of which needs one.
  case tooFewForFolds(foldCount: Int, isPositive: Bool, available: Int)
  case nonFinite(row: Int, column: Int, value: String)
  /// Values so large that their squares leave the range of a double.
  case overflow(row: Int, column: Int)
  /// Columns that depend on each other at a scale where the regularization is lost in rounding.
  case degenerate
  case weightCount(expected: Int, found: Int)
  /// A weight that is negative, not finite or above 1e150.
  case invalidWeight(row: Int, value: String)
  case labelCount(expected: Int, found: Int)
  /// Labels that are all the same, where a fit tells two classes apart.
  case oneClass(isPositive: Bool)
  /// Coefficients that left the range of a double.
  case diverged(epoch: Int)
  /// Rows of another number of features than the model's.
  case featureCount(expected: Int, found: Int)
  /// A hyper-parameter that does not suit the data.
  case invalidHyperparameter(InvalidHyperparameter)

  public var description: String {
    switch self {
    case .tooFewSamples(let required, let available):
      "a fit needs at least \(required) rows, but there are \(available)"
    case .tooFewForFolds(let foldCount, let isPositive, let available):
      "\(foldCount) folds need at least \(foldCount) rows of each class, but there "
        + (available == 1 ? "is 1 " : "are \(available) ")
        + (isPositive ? "positive" : "negative") + (available == 1 ? " one" : " ones")
    case .nonFinite(let row, let column, let value):
      "row \(row), column \(column): a finite number was expected, but \(value) was found"
    case .overflow(let row, let column):
      "row \(row), column \(column): the magnitude is above 1e150, so its square overflows"
    case .degenerate:
      "columns depend on each other and are too large to be told apart; drop or rescale columns"
    case .weightCount(let expected, let found):
      "a weight for each of \(expected) rows was expected, but there are \(found)"
    case .invalidWeight(let row, let value):
      "row \(row): a weight from 0 to 1e150 was expected, but \(value) was found"
    case .labelCount(let expected, let found):
      "a label for each of \(expected) rows was expected, but there are \(found)"
    case .oneClass(let isPositive):
      "rows of both classes are needed, but all are \(isPositive ? "positive" : "negative")"
    case .diverged(let epoch):
      "the coefficients left the range of a double in epoch \(epoch); "
        + "scale the features or lower the learning rate"
    case .featureCount(let expected, let found):
      "the model has \(expected) features, but the rows have \(found)"
    case .invalidHyperparameter(let error):
      error.description
    }
  }
}
