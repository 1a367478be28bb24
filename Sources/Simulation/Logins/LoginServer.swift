import Records

/// Answers requests: knows the accounts, and locks one after too many wrong passwords.
struct LoginServer {
  /// Wrong passwords in a row that lock an account.
  static let lockingFailureCount = 4
  /// How long it stays locked, in seconds.
  static let lockSeconds = 900.0

  /// What a failed attempt is called, as in logs of this form.
  enum FailureReason: String {
    case unknownUsername = "error_wrong_username"
    case wrongPassword = "error_wrong_password"
    case lockedAccount = "error_account_locked"
  }

  private struct Account {
    var failureCount = 0
    /// Until when; in the past of one that is open.
    var lockEnd: Moment?
  }

  private let users: UserPopulation
  private var accounts: [String: Account] = [:]

  init(users: UserPopulation) { self.users = users }

  /// What the log says of each request.
  ///
  /// - Precondition: `requests` are in order of time.
  mutating func attempts(_ requests: [LoginRequest]) -> [LoginAttempt] {
    var attempts: [LoginAttempt] = []
    attempts.reserveCapacity(requests.count)
    for request in requests {
      let failure = failure(of: request)
      attempts.append(
        LoginAttempt(
          time: request.time.timestamp, sourceAddress: request.address,
          username: request.username, isSuccess: failure == nil,
          failureReason: failure?.rawValue))
    }
    return attempts
  }

  /// Why the request is refused; nil of one that is not.
  private mutating func failure(of request: LoginRequest) -> FailureReason? {
    guard users.has(request.username) else { return .unknownUsername }
    var account = accounts[request.username] ?? Account()
    defer { accounts[request.username] = account }
    if let end = account.lockEnd {
      guard request.time >= end else { return .lockedAccount }
      account = Account()
    }
    guard !request.hasPassword else {
      account.failureCount = 0
      return nil
    }
    account.failureCount += 1
    if account.failureCount >= Self.lockingFailureCount {
      account.lockEnd = request.time.later(bySeconds: Self.lockSeconds)
    }
    return .wrongPassword
  }
}
