import Records

/// Reads the records of a login log that is text: a table, OpenSSH's lines or journal entries.
struct LoginTextReader {
  private let stream: ByteStream
  private let limits: InputLimits

  init(_ stream: ByteStream, _ limits: InputLimits) {
    self.stream = stream
    self.limits = limits
  }

  /// A CSV of attempts.
  func readTable(into flow: inout LoginFlow, _ shouldStop: () -> Bool) {
    stream.passByteOrderMark()
    let zone = flow.selection.zone
    var table: LoginTable?
    CSVReader(stream: stream, limits: limits).read(
      into: &flow, shouldStop,
      header: { row, _ throws(InputFailure) in table = try LoginTable(header: row) },
      row: { row, _, flow in
        guard let table else { return }
        flow.account { () throws(SkipReason) in try table.attempt(row, in: zone) }
      })
    finish(&flow.tally)
  }

  /// A CSV of attacks.
  func readAttacks(into flow: inout AttackFlow, _ shouldStop: () -> Bool) {
    stream.passByteOrderMark()
    let zone = flow.zone
    var table: AttackTable?
    CSVReader(stream: stream, limits: limits).read(
      into: &flow, shouldStop,
      header: { row, _ throws(InputFailure) in table = try AttackTable(header: row) },
      row: { row, _, flow in
        guard let table else { return }
        flow.account { () throws(SkipReason) in try table.attack(row, in: zone) }
      })
    finish(&flow.tally)
  }

  /// OpenSSH's lines in a syslog, among those of other programs.
  func readAuthLog(
    into flow: inout LoginFlow, _ years: inout YearInference, _ shouldStop: () -> Bool
  ) {
    flow.tally.describe { $0.format = .authLog }
    stream.passByteOrderMark()
    var log = AuthLog(zone: flow.selection.zone)
    readLines(into: &flow, &years, shouldStop) { line, isEnded throws(SkipReason) in
      try log.attempt(line, isEnded: isEnded)
    }
  }

  /// Journal entries, a JSON object a line.
  func readJournal(
    into flow: inout LoginFlow, _ years: inout YearInference, _ shouldStop: () -> Bool
  ) {
    flow.tally.describe { $0.format = .journal }
    stream.passByteOrderMark()
    var journal = JournalLog()
    readLines(into: &flow, &years, shouldStop) { line, _ throws(SkipReason) in
      try journal.attempt(line)
    }
  }

  /// Accounts for every line that is not blank.
  private func readLines(
    into flow: inout LoginFlow, _ years: inout YearInference, _ shouldStop: () -> Bool,
    _ read: (_ line: Span<UInt8>, _ isEnded: Bool) throws(SkipReason) -> LoginLine
  ) {
    var splitter = LineSplitter(maximumByteCount: limits.rowByteCount)
    var isEnded = true
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      guard isTooLong || !line.isBlank else { return }
      flow.account(&years) { () throws(SkipReason) in
        if isTooLong { throw .tooLong }
        return try read(line, isEnded)
      }
    }
    switch stream.readBlocks(shouldStop, isOver: { false }, { splitter.consume($0, take) }) {
    case .whole:
      isEnded = false
      splitter.finish(take)
    case .broken: if splitter.hasPendingLine { flow.tally.countSkip(.truncatedRecord) }
    case .stopped: flow.tally.stop()
    }
    finish(&flow.tally)
  }

  private func finish(_ tally: inout InputTally) {
    if let failure = stream.failure { tally.fail(failure, .partial) }
    // The header alone says that a table is one; what cannot be used in it is counted.
    if tally.summary.failure != nil, tally.summary.packetCount == 0 {
      tally.escalateWithoutUse()
    }
  }
}
