import Records

/// A login log of any known kind that goes on growing.
public final class GrowingLog {
  private let path: InputPath
  private let selection: LoginSelection
  private let limits: InputLimits
  /// The time at which the reading began, from which years are told; nil for a log that is replayed.
  private let now: Timestamp?
  private var content = Content.unknown

  /// No line of a log is longer.
  private static let lookAheadByteCount = 64 << 10

  private enum Content {
    /// Nothing was written yet.
    case unknown
    case text(GrowingText)
    case table(GrowingLogTable)
  }

  public init(
    _ path: InputPath, selection: LoginSelection, now: Timestamp?,
    limits: InputLimits = InputLimits()
  ) {
    self.path = path
    self.selection = selection
    self.now = now
    self.limits = limits
  }

  /// Where the records went so far.
  public var summary: InputSummary {
    switch content {
    case .unknown: InputSummary(path: path)
    case .text(let text): text.summary
    case .table(let table): table.summary
    }
  }

  /// Takes what was written since the last look, or a part of it.
  ///
  /// - Returns: the attempts, perhaps none; nil where nothing was written.
  /// - Throws: why nothing can be read; after `busy` another look may succeed.
  public func look(isCancelled: () -> Bool) throws(InputFailure) -> [LoginAttempt]? {
    switch content {
    case .unknown:
      guard try recognize(isWhole: false, isCancelled) else { return nil }
      return []
    case .text(let text):
      return try text.look(isCancelled: isCancelled) ? text.attempts() : nil
    case .table(let table):
      return try table.look(isCancelled: isCancelled) ? table.attempts() : nil
    }
  }

  /// Takes what is left, and a last line that has no end, where nothing will be added.
  ///
  /// - Throws: also where nothing of a log was written.
  public func finish(isCancelled: () -> Bool) throws(InputFailure) -> [LoginAttempt] {
    if case .unknown = content { _ = try recognize(isWhole: true, isCancelled) }
    var attempts: [LoginAttempt] = []
    while let more = try look(isCancelled: isCancelled) { attempts += more }
    guard case .text(let text) = content else { return attempts }
    text.finish()
    return attempts + text.attempts()
  }

  /// Says whether there are bytes to tell by: those of a whole line, or of a database.
  private func recognize(
    isWhole: Bool, _ isCancelled: () -> Bool
  ) throws(InputFailure) -> Bool {
    try withoutActuallyEscaping(isCancelled) { (isCancelled) throws(InputFailure) -> Bool in
      let stream = try ByteStream(
        InputSource(path: path), limits: limits, isCancelled: isCancelled)
      guard stream.compression == .none else {
        throw InputFailure(
          .unsupportedCompression, "a compressed log does not grow; name the one that is written to"
        )
      }
      let head = stream.peek(Self.lookAheadByteCount)
      guard
        isWhole || head.count == Self.lookAheadByteCount || head.contains(UInt8(ascii: "\n"))
          || head.starts(with: Magic.sqlite)
      else { return false }
      let kind = try LoginKind(stream)
      guard kind != .database else {
        content = .table(GrowingLogTable(path, selection, limits))
        return true
      }
      let year = kind == .authLog ? firstYear(stream, isCancelled) : nil
      content = .text(
        try GrowingText(path, kind, selection, limits, firstYear: year))
      return true
    }
  }

  /// The year of the first time of a syslog, of which the latest must not lie in the future.
  private func firstYear(_ stream: ByteStream, _ isCancelled: () -> Bool) -> Int? {
    var years = YearInference()
    var latest: (year: Int, time: YearlessTime)?
    var log = AuthLog(zone: selection.zone)
    var splitter = LineSplitter(maximumByteCount: limits.rowByteCount)
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      guard !isTooLong, let line = try? log.attempt(line), case .yearless(let time) = line.time
      else { return }
      let year = years.relativeYear(of: time)
      if year == years.latestRelativeYear { latest = (year, time) }
    }
    _ = stream.readBlocks(isCancelled, isOver: { false }, { splitter.consume($0, take) })
    splitter.finish(take)
    if let year = selection.lastYear { return year - (latest?.year ?? 0) }
    guard let now, let year = now.year else { return nil }
    guard let latest else { return year }
    // A clock may be a day behind that of the log.
    let secondsPerDay: Int64 = 86_400
    let isPast =
      latest.time.moment(in: year, selection.zone).map { $0.seconds <= now.seconds + secondsPerDay }
      ?? false
    return (isPast ? year : year - 1) - latest.year
  }
}
