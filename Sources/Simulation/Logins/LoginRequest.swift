import Records

/// What a client sends to the server.
struct LoginRequest {
  let time: Moment
  let address: IPAddress
  let username: String
  /// Whether the password is that of the account, if there is one.
  let hasPassword: Bool

  /// By time; those of one moment as they stand.
  static func inOrder(_ requests: [LoginRequest]) -> [LoginRequest] {
    requests.indices
      .sorted { (requests[$0].time, $0) < (requests[$1].time, $1) }
      .map { requests[$0] }
  }
}
