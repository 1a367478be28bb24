/// One attempt to log in, as a login log tells it.
public struct LoginAttempt: Sendable, Equatable {
  public let time: Timestamp
  public let sourceAddress: IPAddress
  /// As the client sent it: data of a stranger, to be escaped wherever it is shown.
  public let username: String
  public let isSuccess: Bool
  /// The log's own word for what was wrong; nil for successes and where the log says nothing.
  public let failureReason: String?

  public init(
    time: Timestamp, sourceAddress: IPAddress, username: String, isSuccess: Bool,
    failureReason: String? = nil
  ) {
    self.time = time
    self.sourceAddress = sourceAddress
    self.username = username
    self.isSuccess = isSuccess
    self.failureReason = failureReason
  }
}
