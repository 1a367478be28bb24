/// One attempt to log in, as a login log tells it.
public struct LoginAttempt: Sendable, Hashable {
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

extension LoginAttempt: Comparable {
  /// By time, then by everything else, so that rows in any order come into the same one.
  public static func < (left: LoginAttempt, right: LoginAttempt) -> Bool {
    if left.time < right.time { return true }
    if right.time < left.time { return false }
    if left.sourceAddress != right.sourceAddress {
      return left.sourceAddress < right.sourceAddress
    }
    if left.username != right.username { return left.username < right.username }
    if left.isSuccess != right.isSuccess { return right.isSuccess }
    let (leftReason, rightReason) = (left.failureReason ?? "", right.failureReason ?? "")
    if leftReason != rightReason { return leftReason < rightReason }
    return left.time.fractionDigitCount < right.time.fractionDigitCount
  }
}
