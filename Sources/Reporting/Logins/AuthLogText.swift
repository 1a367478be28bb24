import Records

/// A log of logins as OpenSSH's server writes it through syslog, with times in RFC 3339.
///
/// - SeeAlso: openssh-portable, `auth.c` (`auth_log`, `allowed_user`); rsyslog's
///   `RSYSLOG_FileFormat`.
public enum AuthLogText {
  private static let hostName = "server"
  /// Client ports are taken in turn from the dynamic range (RFC 6335 section 6).
  private static let ports = 49_152...65_535
  private static let firstProcess = 1_000
  /// Where process numbers begin again, as Linux has it by default.
  private static let processCount = 31_768

  public static func write(_ attempts: [LoginAttempt], to output: OutputBuffer) {
    for (index, attempt) in attempts.enumerated() where !output.hasFailed {
      let head =
        attempt.time.description.dropLast() + "+00:00 \(hostName) "
        + "sshd[\(firstProcess + index % processCount)]: "
      let port = ports.lowerBound + index % ports.count
      for message in messages(of: attempt, port: port) { output.write(head + message + "\n") }
    }
  }

  /// The lines of one attempt; the last is that of the password.
  private static func messages(of attempt: LoginAttempt, port: Int) -> [String] {
    let name = TerminalText.escape(attempt.username)
    let address = attempt.sourceAddress.description
    let place = "from \(address) port \(port)"
    if attempt.isSuccess { return ["Accepted password for \(name) \(place) ssh2"] }
    switch attempt.failureReason {
    case "error_wrong_username":
      return [
        "Invalid user \(name) \(place)", "Failed password for invalid user \(name) \(place) ssh2",
      ]
    case "error_account_locked":
      return [
        "User \(name) from \(address) not allowed because account is locked",
        "Failed password for invalid user \(name) \(place) ssh2",
      ]
    default:
      return ["Failed password for \(name) \(place) ssh2"]
    }
  }
}
