/// What somebody who looked into a finding says of it.
public struct FeedbackEntry: Sendable, Equatable {
  /// Given by the database; 0 before.
  public var id: Int64
  public let findingId: String
  public let verdict: Verdict
  /// In their words.
  public let why: String
  /// Until when it holds, in seconds since 1970; nil for ever.
  public let untilSeconds: Int64?
  /// Whether it was taken back.
  public let isUndone: Bool
  /// By the clock, in seconds since 1970.
  public let recordedSeconds: Int64

  public enum Verdict: String, Sendable, CaseIterable {
    case benign
    case malicious
  }

  public init(
    id: Int64 = 0, findingId: String, verdict: Verdict, why: String, untilSeconds: Int64?,
    isUndone: Bool = false, recordedSeconds: Int64
  ) {
    self.id = id
    self.findingId = findingId
    self.verdict = verdict
    self.why = why
    self.untilSeconds = untilSeconds
    self.isUndone = isUndone
    self.recordedSeconds = recordedSeconds
  }
}
