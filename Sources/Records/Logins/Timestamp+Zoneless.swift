extension Timestamp {
  /// `2018-01-01 00:05:32.988414`: UTC without saying so, as tables of logins have it.
  public var zonelessText: String {
    String(description.dropLast().map { $0 == "T" ? " " : $0 })
  }
}
