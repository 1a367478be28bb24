import Features
import Records

/// The tables of features that are made of logs; another one is another case.
public enum LoginFeatureTable: String, Sendable, CaseIterable {
  /// Failing user names, day of the week and hour.
  case course
  /// Also reasons, addresses, successes and what led up to the minute.
  case extended

  public var schema: FeatureSchema {
    switch self {
    case .course: MinuteTable.schema
    case .extended: ExtendedTable.schema
    }
  }

  /// Whether a row depends on what happened before its period, also before the first row.
  public var seesEarlierPeriods: Bool { self == .extended }

  /// Whether it can be made with rows of this length.
  public func hasRows(ofSeconds seconds: Int64) -> Bool {
    switch self {
    case .course: MinuteTable.Resolution(seconds: seconds) != nil
    case .extended: seconds == MinuteTable.Resolution.minute.seconds
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
  ///   - from: rows begin no earlier; what happened before only leads up to them.
  /// - Precondition: the table has rows of this length.
  public func samples(
    _ attempts: [LoginAttempt], attacks: [Attack]?, periodSeconds: Int64, from: Timestamp? = nil
  ) throws(LoginTableFault) -> LoginSamples {
    guard hasRows(ofSeconds: periodSeconds),
      let resolution = MinuteTable.Resolution(seconds: periodSeconds)
    else { preconditionFailure("the table has rows of this length") }
    switch self {
    case .course:
      let shown = from.map { from in attempts.filter { from <= $0.time } } ?? attempts
      return try LoginSamples(MinuteTable(shown, attacks: attacks, resolution: resolution))
    case .extended:
      return try LoginSamples(ExtendedTable(attempts, attacks: attacks, from: from))
    }
  }
}
