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
}

/// Why no model could be fitted to a data set.
public enum FitError: Error, Equatable, CustomStringConvertible {
  case tooFewSamples(required: Int, available: Int)
  case nonFinite(row: Int, column: Int, value: String)
  /// Values so large that their squares leave the range of a double.
  case overflow(row: Int, column: Int)
  /// Columns that depend on each other at a scale where the regularization is lost in rounding.
  case degenerate

  public var description: String {
    switch self {
    case .tooFewSamples(let required, let available):
      "a fit needs at least \(required) rows, but there are \(available)"
    case .nonFinite(let row, let column, let value):
      "row \(row), column \(column): a finite number was expected, but \(value) was found"
    case .overflow(let row, let column):
      "row \(row), column \(column): the magnitude is above 1e150, so its square overflows"
    case .degenerate:
      "columns depend on each other and are too large to be told apart; drop or rescale columns"
    }
  }
}
