/// What was wrong with a failed attempt, in the words that the field's tables use.
public enum LoginFailureReason: String, Sendable, CaseIterable {
  case wrongPassword = "error_wrong_password"
  case wrongUsername = "error_wrong_username"
  case accountLocked = "error_account_locked"
  /// A key, ticket or host that was not accepted; in no table of the field's, but in OpenSSH's log.
  case wrongKey = "error_wrong_key"
  /// An account that exists and is shut out by the server's settings; likewise.
  case notAllowed = "error_not_allowed"

  /// `text` as one of these words if it is one but for its case, blanks, hyphens and `error_`; other
  /// text as it is.
  public static func normalized(_ text: String) -> String {
    let joined = String(
      text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    let known = allCases.first { $0.rawValue == joined || $0.rawValue == "error_" + joined }
    return known?.rawValue ?? text
  }
}
