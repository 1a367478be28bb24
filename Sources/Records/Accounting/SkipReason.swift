/// Why a record could not be used; the words stand in every output.
public enum SkipReason: String, Error, Sendable, Hashable, CaseIterable, Codable {
  // Damage of the file itself: the place counts once and is no record.
  case truncatedRecord = "truncated-record"
  case corruptRecord = "corrupt-record"
  case corruptBlock = "corrupt-block"

  // Frames that hold no usable IP header.
  case truncatedHeader = "truncated-header"
  case badHeader = "bad-header"
  case noIP = "no-ip"
  case tooDeep = "too-deep"
  case unsupportedLinkType = "unsupported-linktype"

  // Records that the user left out.
  case filtered = "filtered"
  case outsideTime = "outside-time"

  // Lines of text inputs.
  case badIP = "bad-ip"
  case badTime = "bad-time"
  case badValue = "bad-value"
  case missingField = "missing-field"
  case missingValue = "missing-value"
  case tooLong = "too-long"
  case encoding = "encoding"
  case malformed = "malformed"

  // Rows of login logs and of attacks.
  case badSuccess = "bad-success"
  case badType = "bad-type"
  case negativeDuration = "negative-duration"

  // Lines of login logs that are sound, but tell of no attempt.
  case notAnAttempt = "not-an-attempt"
  /// Of an attempt that another line has told of.
  case sameAttempt = "same-attempt"
  case otherProgram = "other-program"

  /// Whether the reason marks a damaged place rather than a whole record.
  public var isDamage: Bool {
    switch self {
    case .truncatedRecord, .corruptRecord, .corruptBlock: true
    default: false
    }
  }
}
