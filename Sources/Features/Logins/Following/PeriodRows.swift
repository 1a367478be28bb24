import Records

/// Makes the rows of a table one after another, while the log is being written.
///
/// The rows are those that `MinuteTable` and `ExtendedTable` make of the whole log. Memory does not
/// grow with it.
public struct PeriodRows: Sendable {
  /// Counts of one row; those that are equal at the same hour of the week are equal rows.
  public typealias Counts = [Int32]

  private enum Table: Sendable {
    case plain
    case extended(ExtendedWindows)
  }

  public let schema: FeatureSchema
  public let periodSeconds: Int64
  private var table: Table

  /// Nil for another schema than those of the two tables, and for periods that its table has not.
  public init?(_ schema: FeatureSchema, periodSeconds: Int64) {
    self.schema = schema
    self.periodSeconds = periodSeconds
    switch schema {
    case MinuteTable.schema where MinuteTable.Resolution(seconds: periodSeconds) != nil:
      table = .plain
    case ExtendedTable.schema where periodSeconds == ExtendedTable.secondsPerMinute:
      table = .extended(ExtendedWindows())
    default: return nil
    }
  }

  /// Whether a row depends on what happened before its period.
  public var seesEarlierPeriods: Bool { schema == ExtendedTable.schema }

  /// Goes on to a later period and takes what happened in it.
  ///
  /// - Parameters:
  ///   - seconds: since 1970, at which the period begins.
  ///   - attempts: all of the period, in any order.
  public mutating func counts(ofPeriodAt seconds: Int64, _ attempts: [LoginAttempt]) -> Counts {
    switch table {
    case .plain:
      var names: Set<String> = []
      for attempt in attempts where !attempt.isSuccess { names.insert(attempt.username) }
      return [Int32(clamping: names.count)]
    case .extended(var windows):
      // Taken out of the enumeration, so that nothing of it is copied.
      table = .plain
      defer { table = .extended(windows) }
      return windows.counts(of: seconds / ExtendedTable.secondsPerMinute, attempts[...])
    }
  }

  /// The row's numbers in the order of the schema.
  public func features(_ counts: Counts, at seconds: Int64) -> [Double] {
    let (dayOfWeek, hour) = (MinuteTable.dayOfWeek(seconds), MinuteTable.hour(seconds))
    switch table {
    case .plain: return MinuteTable.features(Int(counts[0]), dayOfWeek: dayOfWeek, hour: hour)
    case .extended: return ExtendedRow.features(counts, dayOfWeek: dayOfWeek, hour: hour)
    }
  }

  /// Different user names that failed in the period.
  public func usernamesWithFailures(_ counts: Counts) -> Int {
    // The first column of both tables.
    Int(counts[ExtendedCount.usernamesWithFailures.rawValue])
  }
}
