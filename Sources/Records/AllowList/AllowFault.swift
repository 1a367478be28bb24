/// Why a line of an allow-list is none.
public struct AllowFault: Error, Sendable, Equatable {
  /// From 1.
  public let line: Int
  public let expected: String
  /// The user's words, or what is wrong with them.
  public let found: String

  public init(line: Int, expected: String, found: String) {
    self.line = line
    self.expected = expected
    self.found = found
  }
}

extension AllowFault: CustomStringConvertible {
  /// Without the line, which stands before it with the name of the file.
  public var description: String { "expected \(expected), but found \(found)" }
}
