import Features
import Records

/// The tables of features that are made of logs; another one is another case.
public enum LoginFeatureTable: String, Sendable, CaseIterable {
  /// Failing user names, day of the week and hour.
  case course

  public var schema: FeatureSchema {
    switch self {
    case .course: MinuteTable.schema
    }
  }

  /// The table of that schema; nil where there is none.
  public init?(_ schema: FeatureSchema) {
    guard let table = Self.allCases.first(where: { $0.schema == schema }) else { return nil }
    self = table
  }

  /// The rows of a log.
  ///
  /// - Parameters:
  ///   - attempts: in order of time.
  ///   - attacks: nil where no labels are known.
  /// - Precondition: a day is a whole number of periods.
  public func samples(
    _ attempts: [LoginAttempt], attacks: [Attack]?, periodSeconds: Int64
  ) throws(LoginTableFault) -> LoginSamples {
    guard let resolution = MinuteTable.Resolution(seconds: periodSeconds) else {
      preconditionFailure("a day is a whole number of periods")
    }
    switch self {
    case .course:
      return try LoginSamples(MinuteTable(attempts, attacks: attacks, resolution: resolution))
    }
  }
}
