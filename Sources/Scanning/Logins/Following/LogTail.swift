import Readers
import Records

/// A login log and its labels while they are being written.
///
/// What Readers follows one by one, for the command: earlier files of the log first, then the one
/// that grows.
public final class LogTail {
  private var earlier: ArraySlice<InputPath>
  private let log: GrowingLog
  private let labels: GrowingLabels?
  private let selection: LoginSelection

  /// - Parameters:
  ///   - paths: the files of one log in their order; the last goes on growing.
  ///   - labels: nil where no labels are wanted.
  ///   - now: the time at which the reading begins, from which missing years are told; nil for a log
  ///     that is replayed.
  /// - Precondition: there is a path.
  public init(
    _ paths: [InputPath], labels: InputPath?, selection: LoginSelection, now: Timestamp?
  ) {
    guard let last = paths.last else { preconditionFailure("a log has a file") }
    earlier = paths.dropLast()
    log = GrowingLog(last, selection: selection, now: now)
    self.labels = labels.map { GrowingLabels($0, zone: selection.zone) }
    self.selection = selection
  }

  /// Where the records of the growing file went so far.
  public var summary: InputSummary { log.summary }
  public var labelSummary: InputSummary? { labels?.summary }

  /// The attempts that were written since the last look, or some of them; nil where there are none
  /// by now.
  ///
  /// - Throws: why nothing can be read; after `busy` another look may succeed.
  public func attempts(
    isCancelled: () -> Bool
  ) throws(InputFailure) -> [LoginAttempt]? {
    guard let path = earlier.popFirst() else { return try log.look(isCancelled: isCancelled) }
    var years = YearInference()
    var reading = LoginReader(selection: selection).read(
      InputSource(path: path), years: &years, withLabels: false, isCancelled: isCancelled,
      progress: { _ in })
    reading.settle(years)
    let summary = reading.summary(ordered: [])
    if summary.status == .error, let failure = summary.failure { throw failure }
    return reading.attempts.sorted()
  }

  /// The attacks that were written down since the last look.
  public func attacks(isCancelled: () -> Bool) throws(InputFailure) -> [Attack] {
    try labels?.look(isCancelled: isCancelled) ?? []
  }

  /// Takes a last line of the log that has no end, where nothing will be added to it.
  ///
  /// - Throws: also where nothing of a log was written.
  public func lastAttempts(
    isCancelled: () -> Bool
  ) throws(InputFailure) -> [LoginAttempt] {
    try log.finish(isCancelled: isCancelled)
  }

  /// Takes a last line of the labels that has no end, where nothing will be added to it.
  public func lastAttacks() -> [Attack] { labels?.finish() ?? [] }
}
