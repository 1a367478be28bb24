import Records

/// A login log that is a growing text: its new lines, each once it is whole.
final class GrowingText {
  private let file: GrowingFile
  private let kind: LoginKind
  private let limits: InputLimits
  private var flow: LoginFlow
  private var years = YearInference()
  /// The year of the first time that names none.
  private let firstYear: Int?

  private var rows: CSVRowSplitter
  private var table: LoginTable?
  private var lines: LineSplitter
  private var authLog: AuthLog
  private var journal = JournalLog()
  private var failure: InputFailure?

  /// - Parameters:
  ///   - kind: that of a text.
  ///   - firstYear: nil for the one that is assumed.
  init(
    _ path: InputPath, _ kind: LoginKind, _ selection: LoginSelection, _ limits: InputLimits,
    firstYear: Int?
  ) throws(InputFailure) {
    file = try GrowingFile(path)
    self.kind = kind
    self.limits = limits
    self.firstYear = firstYear
    flow = LoginFlow(path, selection)
    rows = Self.rowSplitter(limits)
    lines = LineSplitter(maximumByteCount: limits.rowByteCount)
    authLog = AuthLog(zone: selection.zone)
  }

  var summary: InputSummary { flow.tally.summary }

  /// Takes what was written since; says whether anything was, or another file was begun.
  func look(isCancelled: () -> Bool) throws(InputFailure) -> Bool {
    let look = try file.look(isCancelled: isCancelled) { take($0) }
    if look == .replaced { finish() }
    if let failure { throw failure }
    return look != .nothing
  }

  /// Takes a last line that has no end and will get none.
  func finish() {
    rows.finish { take($0) }
    rows = Self.rowSplitter(limits)
    lines.finish { takeLine($0, $1, isEnded: false) }
  }

  /// The attempts found since the last call, in the order of the log.
  func attempts() -> [LoginAttempt] {
    let latest = years.latestRelativeYear
    flow.settle(years, lastYear: (firstYear ?? LoginSelection.assumedYear) + latest)
    return flow.takeAttempts()
  }

  private static func rowSplitter(_ limits: InputLimits) -> CSVRowSplitter {
    CSVRowSplitter(
      maximumFieldByteCount: limits.fieldByteCount, maximumRowByteCount: limits.rowByteCount)
  }

  private func take(_ bytes: Span<UInt8>) {
    guard kind == .table else { return lines.consume(bytes) { takeLine($0, $1) } }
    rows.consume(bytes) { take($0) }
    guard rows.isLost else { return }
    failure = InputFailure(
      .corruptRecord,
      "expected the end of a quoted field within \(limits.rowByteCount) bytes, but found no closing "
        + "quote", record: flow.nextRecord)
  }

  private func take(_ row: TableRow) {
    if isHeader(row) { return }
    guard let table else { return }
    let zone = flow.selection.zone
    flow.account { () throws(SkipReason) in try table.attempt(row, in: zone) }
  }

  /// Whether a row names columns, which it does in the first file and may do in those after it.
  private func isHeader(_ row: TableRow) -> Bool {
    do throws(InputFailure) {
      table = try LoginTable(header: row)
      return true
    } catch {
      if table == nil { failure = failure ?? error }
      return table == nil
    }
  }

  private func takeLine(_ line: Span<UInt8>, _ isTooLong: Bool, isEnded: Bool = true) {
    guard isTooLong || !line.isBlank else { return }
    flow.account(&years) { () throws(SkipReason) in
      if isTooLong { throw .tooLong }
      guard kind != .journal else { return try journal.attempt(line) }
      return try authLog.attempt(line, isEnded: isEnded)
    }
  }
}
