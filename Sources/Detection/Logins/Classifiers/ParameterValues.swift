import Learning

/// Parameters read from their text, each with what it may be.
struct ParameterValues {
  private let values: [String: String]

  /// - Throws: for a name that the classifier does not know, or that stands twice.
  init(
    _ parameters: [LoginParameter], of name: LoginClassifierName
  ) throws(InvalidHyperparameter) {
    var values: [String: String] = [:]
    for parameter in parameters {
      guard name.parameterNames.contains(parameter.name) else {
        throw InvalidHyperparameter(
          name: parameter.name,
          requirement: "one of \(name.parameterNames.joined(separator: ", "))",
          value: "no parameter of \(name.rawValue)")
      }
      guard values.updateValue(parameter.value, forKey: parameter.name) == nil else {
        throw InvalidHyperparameter(
          name: parameter.name, requirement: "given once", value: "given twice")
      }
    }
    self.values = values
  }

  func number(_ name: String) throws(InvalidHyperparameter) -> Double? {
    guard let text = values[name] else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw InvalidHyperparameter(name: name, requirement: "a number", value: text)
    }
    return number
  }

  func count(_ name: String) throws(InvalidHyperparameter) -> Int? {
    guard let text = values[name] else { return nil }
    guard let count = Int(text) else {
      throw InvalidHyperparameter(name: name, requirement: "a whole number", value: text)
    }
    return count
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(InvalidHyperparameter) -> Choice? {
    guard let text = values[name] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw InvalidHyperparameter(
        name: name,
        requirement: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "),
        value: text)
    }
    return choice
  }

  /// `none`, `balanced`, or what a positive row weighs beside a negative one.
  func classWeighting() throws(InvalidHyperparameter) -> ClassWeighting? {
    guard let text = values["class-weight"] else { return nil }
    switch text {
    case "none": return ClassWeighting.none
    case "balanced": return .balanced
    default:
      guard let weight = Double(text), weight > 0, weight.isFinite else {
        throw InvalidHyperparameter(
          name: "class-weight", requirement: "'none', 'balanced' or a positive number",
          value: text)
      }
      return .given(negative: 1, positive: weight)
    }
  }

  /// A step, or nil within for `never`.
  func averagingStart() throws(InvalidHyperparameter) -> Int?? {
    guard let text = values["average"] else { return nil }
    if text == "never" { return .some(nil) }
    guard let step = Int(text), step >= 1 else {
      throw InvalidHyperparameter(
        name: "average", requirement: "'never' or a step from 1 up", value: text)
    }
    return .some(step)
  }
}
