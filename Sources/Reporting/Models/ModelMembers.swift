import LinearAlgebra
import Records

/// The members of one object of a model file, each taken once; none may be left.
struct ModelMembers {
  private let element: JSONElement
  private var rest: [String: JSONElement]

  init(_ element: JSONElement) throws(JSONFault) {
    self.element = element
    rest = try element.members()
  }

  /// Reads an object whole: `body` takes every member that it may have.
  static func read<Result>(
    _ element: JSONElement, _ body: (inout ModelMembers) throws(JSONFault) -> Result
  ) throws(JSONFault) -> Result {
    var members = try ModelMembers(element)
    let result = try body(&members)
    if let key = members.rest.keys.min() {
      throw (members.rest[key] ?? element)
        .fault("expected no further member, but found '\(JSONText.escape(key))'")
    }
    return result
  }

  mutating func optional(_ key: String) -> JSONElement? { rest.removeValue(forKey: key) }

  mutating func take(_ key: String) throws(JSONFault) -> JSONElement {
    guard let member = optional(key) else {
      throw element.fault("expected the member '\(key)', but found none")
    }
    return member
  }

  mutating func string(_ key: String) throws(JSONFault) -> String { try take(key).string() }

  mutating func number(_ key: String) throws(JSONFault) -> Double { try take(key).number() }

  mutating func count(
    _ key: String, in limits: ClosedRange<Int> = 0...Int.max
  ) throws(JSONFault) -> Int {
    try take(key).integer(in: limits)
  }

  mutating func boolean(_ key: String) throws(JSONFault) -> Bool { try take(key).boolean() }

  mutating func numbers(_ key: String, count: Int) throws(JSONFault) -> [Double] {
    try take(key).numbers(count: count)
  }

  mutating func matrix(
    _ key: String, rowCount: Int, columnCount: Int
  ) throws(JSONFault) -> Matrix {
    try take(key).matrix(rowCount: rowCount, columnCount: columnCount)
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(JSONFault) -> Choice {
    let member = try take(key)
    guard let choice = Choice(rawValue: try member.string()) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw member.fault("expected one of \(names), but found another word")
    }
    return choice
  }

  /// What each element of an array is read as.
  mutating func list<Result>(
    _ key: String, atMost limit: Int,
    _ body: (JSONElement) throws(JSONFault) -> Result
  ) throws(JSONFault) -> [Result] {
    var results: [Result] = []
    for element in try take(key).elements(atMost: limit) { results.append(try body(element)) }
    return results
  }
}

extension JSONElement {
  func numbers(count: Int) throws(JSONFault) -> [Double] {
    var numbers: [Double] = []
    for element in try elements(count: count) { numbers.append(try element.number()) }
    return numbers
  }

  func numbers(atMost limit: Int) throws(JSONFault) -> [Double] {
    var numbers: [Double] = []
    for element in try elements(atMost: limit) { numbers.append(try element.number()) }
    return numbers
  }

  func matrix(rowCount: Int, columnCount: Int) throws(JSONFault) -> Matrix {
    var numbers: [Double] = []
    for row in try elements(count: rowCount) { numbers += try row.numbers(count: columnCount) }
    return Matrix(rowCount: rowCount, columnCount: columnCount, elements: numbers)
  }
}
