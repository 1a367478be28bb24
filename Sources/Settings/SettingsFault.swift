/// What is wrong with one place of a configuration.
public struct SettingsFault: Error, Sendable, Equatable {
  public let origin: Origin
  public let expected: String
  public let found: String
  /// What to do about it; nil where nothing is known.
  public let remedy: String?

  /// Where a value comes from.
  public enum Origin: Sendable, Hashable {
    /// A line of the file, from 1; nil where it is not known.
    case file(line: Int?)
    /// A variable of the environment.
    case variable(String)
  }

  public init(_ origin: Origin, expected: String, found: String, remedy: String? = nil) {
    self.origin = origin
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }
}

extension SettingsFault: CustomStringConvertible {
  /// Without the place, which stands before it.
  public var description: String {
    "expected \(expected), but found \(found)" + (remedy.map { "; \($0)" } ?? "")
  }
}

extension SettingsFault.Origin: Comparable {
  /// Lines as they stand, those that are not known first; variables behind them by name.
  public static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.file(let one), .file(let other)): (one ?? 0) < (other ?? 0)
    case (.file, .variable): true
    case (.variable, .file): false
    case (.variable(let one), .variable(let other)): one < other
    }
  }
}
