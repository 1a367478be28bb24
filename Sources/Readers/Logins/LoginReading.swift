import Records

/// What one login log gave.
public struct LoginReading: Sendable {
  private var flow: LoginFlow
  /// Of a database with a table of attacks, where that was wanted.
  public let labels: AttackReading?

  init(flow: LoginFlow, labels: AttackReading?) {
    self.flow = flow
    self.labels = labels
  }

  /// Gives lines without a year theirs; call it once all logs were read.
  public mutating func settle(_ years: YearInference) { flow.settle(years) }

  /// In the order of the log.
  public var attempts: [LoginAttempt] { flow.attempts }

  /// Where every record went, with the rows counted that say the same as another.
  ///
  /// - Parameter ordered: `attempts` in their own order.
  public func summary(ordered: [LoginAttempt]) -> InputSummary {
    var summary = flow.tally.summary
    guard summary.format == .csv || summary.format == .sqlite else { return summary }
    summary.duplicateRowCount = zip(ordered, ordered.dropFirst()).count { $0 == $1 }
    return summary
  }
}

/// What a table of attacks gave.
public struct AttackReading: Sendable {
  /// In the order of the table.
  public let attacks: [Attack]
  public let summary: InputSummary

  init(_ flow: AttackFlow) {
    attacks = flow.attacks
    summary = flow.tally.summary
  }
}
