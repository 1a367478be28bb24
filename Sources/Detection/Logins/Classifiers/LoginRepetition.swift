import Records

/// Rows of a log from which a model has learned before.
public struct LoginRepetition: Sendable, Equatable {
  /// Of the log.
  public let path: InputPath
  /// From the first of these rows to the end of the last, as far as is known.
  public let times: Range<Timestamp>
  /// Whether the log has the same bytes as before, and not only the same name.
  public let isSameContent: Bool

  public init(path: InputPath, times: Range<Timestamp>, isSameContent: Bool) {
    self.path = path
    self.times = times
    self.isSameContent = isSameContent
  }
}

extension SavedLoginModel {
  /// What of the rows of `times` in `logs` the model has learned from already.
  ///
  /// A log that has grown is known by its name, the same bytes by their SHA-256; logs of other servers
  /// may well be of the same time.
  public func repetitions(of times: Range<Timestamp>, in logs: [Input]) -> [LoginRepetition] {
    logs.compactMap { log in
      let known = lessons.compactMap { $0.repetition(of: times, in: log) }
      guard let start = known.map(\.times.lowerBound).min(),
        let end = known.map(\.times.upperBound).max()
      else { return nil }
      return LoginRepetition(
        path: log.path, times: start..<end, isSameContent: known.contains { $0.isSameContent })
    }
  }
}

extension SavedLoginModel.Lesson {
  fileprivate func repetition(
    of times: Range<Timestamp>, in log: SavedLoginModel.Input
  ) -> LoginRepetition? {
    let isSameContent = log.sha256 != nil && inputs.contains { $0.sha256 == log.sha256 }
    let isSameName = log.path != .standardInput && inputs.contains { $0.path == log.path }
    guard isSameContent || (isSameName && rowTimes != nil) else { return nil }
    // Of the same bytes, what was asked for tells the rows as well.
    let start = max(rowTimes?.lowerBound ?? from ?? times.lowerBound, times.lowerBound)
    let end = min(rowTimes?.upperBound ?? to ?? times.upperBound, times.upperBound)
    guard start < end else { return nil }
    return LoginRepetition(path: log.path, times: start..<end, isSameContent: isSameContent)
  }
}
