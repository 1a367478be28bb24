extension StateStore {
  /// Where the state lies unless the user says otherwise.
  ///
  /// The first entry of `STATE_DIRECTORY`, which a service manager sets (systemd.exec(5)), else
  /// `ipclust` in `XDG_STATE_HOME`, else in `.local/state` of `HOME`; nil without any of these.
  /// - SeeAlso: *XDG Base Directory Specification*, by which a path that is not absolute is ignored.
  public static func defaultDirectory(environment: [String: String]) -> [UInt8]? {
    let entries = environment["STATE_DIRECTORY"]?.split(separator: ":") ?? []
    if let first = entries.first { return Array(first.utf8) }
    if let home = environment["XDG_STATE_HOME"], home.hasPrefix("/") {
      return Array("\(home)/ipclust".utf8)
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return Array("\(home)/.local/state/ipclust".utf8)
  }
}
