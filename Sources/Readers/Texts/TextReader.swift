import Records

/// Reads the records of a text: a table of packets, a Zeek log, or a list of addresses.
struct TextReader {
  let kind: InputKind
  let stream: ByteStream
  let limits: InputLimits

  /// Reads to the end or the first damage, and accounts for every record in `tally`.
  func read(
    into tally: inout InputTally, shouldStop: () -> Bool, _ body: (Observation) -> Void
  ) {
    if stream.peek(3).elementsEqual(Magic.utf8ByteOrderMark) { _ = stream.take(upTo: 3) { _ in } }
    switch kind {
    case .packetTable: readPacketTable(into: &tally, shouldStop, body)
    case .zeekTable: readZeekTable(into: &tally, shouldStop, body)
    case .zeekJSON:
      tally.describe {
        $0.format = .zeek
        $0.note = Self.zeekNote
      }
      readLines(into: &tally, shouldStop, body) { line, record throws(SkipReason) in
        line.isBlank ? nil : try ZeekJSONLine.observation(line, record: record)
      }
    case .addressList, .capture:
      tally.describe { $0.format = .addresses }
      readLines(into: &tally, shouldStop, body) { line, record throws(SkipReason) in
        try AddressLine.address(line).map {
          Observation(source: $0, destination: nil, record: record)
        }
      }
    }
    if let failure = stream.failure { tally.fail(failure, .partial) }
    failIfNothingWasUsable(&tally)
    tally.escalateWithoutUse()
  }

  /// Said of every Zeek log: its sources began a connection, which its packets need not show.
  private static let zeekNote =
    "directions are Zeek's: a source is the host that began the connection"

  private func readPacketTable(
    into tally: inout InputTally, _ shouldStop: () -> Bool, _ body: (Observation) -> Void
  ) {
    tally.describe { $0.format = .csv }
    var splitter = CSVRowSplitter(
      maximumFieldByteCount: limits.fieldByteCount, maximumRowByteCount: limits.rowByteCount)
    var table: PacketTable?
    var headerFailure: InputFailure?
    func take(_ row: CSVRow) {
      guard headerFailure == nil else { return }
      guard let table else {
        do throws(InputFailure) {
          table = try PacketTable(header: row)
        } catch {
          headerFailure = error
        }
        return
      }
      let record = tally.nextRecord
      if row.hasOpenQuote {
        tally.fail(
          InputFailure(
            .malformed, "record \(record) opens a quote that nothing closes", record: record),
          .partial)
      }
      account(for: record, &tally, body) { () throws(SkipReason) in
        try table.observation(row, record: record)
      }
    }
    let ending = readBlocks(
      shouldStop, isOver: { headerFailure != nil || splitter.isLost },
      { splitter.consume($0, take) })
    switch ending {
    case .whole: splitter.finish(take)
    case .broken: if splitter.hasPendingRow, !splitter.isLost { tally.countSkip(.truncatedRecord) }
    case .stopped: tally.stop()
    }
    if splitter.isLost {
      let record = tally.nextRecord
      tally.countSkip(.corruptRecord)
      tally.fail(
        InputFailure(
          .corruptRecord,
          "expected the end of a quoted field within \(limits.rowByteCount) bytes, "
            + "but found no closing quote", record: record), .partial)
    }
    if let headerFailure { tally.fail(headerFailure, .error) }
  }

  private func readZeekTable(
    into tally: inout InputTally, _ shouldStop: () -> Bool, _ body: (Observation) -> Void
  ) {
    tally.describe {
      $0.format = .zeek
      $0.note = Self.zeekNote
    }
    var table = ZeekTable()
    var headerFailure: InputFailure?
    func take(_ line: Span<UInt8>, _ record: Int) throws(SkipReason) -> Observation? {
      guard !line.isBlank, headerFailure == nil else { return nil }
      guard line[0] == UInt8(ascii: "#") else { return try table.observation(line, record: record) }
      do throws(InputFailure) {
        try table.declare(line)
      } catch {
        headerFailure = error
      }
      return nil
    }
    readLines(into: &tally, shouldStop, isOver: { headerFailure != nil }, body, take)
    if let headerFailure {
      tally.fail(headerFailure, tally.summary.usedPacketCount > 0 ? .partial : .error)
    }
  }

  /// Gives every line to `observation`, which returns nil for lines that are no records.
  private func readLines(
    into tally: inout InputTally, _ shouldStop: () -> Bool, isOver: () -> Bool = { false },
    _ body: (Observation) -> Void,
    _ observation: (_ line: Span<UInt8>, _ record: Int) throws(SkipReason) -> Observation?
  ) {
    var splitter = LineSplitter(maximumByteCount: limits.rowByteCount)
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      let record = tally.nextRecord
      account(for: record, &tally, body) { () throws(SkipReason) in
        if isTooLong { throw .tooLong }
        return try observation(line, record)
      }
    }
    switch readBlocks(shouldStop, isOver: isOver, { splitter.consume($0, take) }) {
    case .whole: splitter.finish(take)
    case .broken: if splitter.hasPendingLine { tally.countSkip(.truncatedRecord) }
    case .stopped: tally.stop()
    }
  }

  /// How the reading of a text's blocks came to its end.
  private enum Ending {
    /// At the end of the text, or where its reader wanted no more of it.
    case whole
    /// At damage, so that what is left of a line is not what stood in the file.
    case broken
    case stopped
  }

  /// Hands every block to `consume` until there are none, or `isOver` or `shouldStop` says so.
  private func readBlocks(
    _ shouldStop: () -> Bool, isOver: () -> Bool, _ consume: (Span<UInt8>) -> Void
  ) -> Ending {
    while stream.take(consume) {
      if isOver() { return .whole }
      if shouldStop() { return .stopped }
    }
    if stream.failure != nil { return .broken }
    // A silent pipe that was given up on ends without a failure, but not at the text's end.
    return shouldStop() ? .stopped : .whole
  }

  /// Counts one record as used or skipped, unless it turns out to be none.
  private func account(
    for record: Int, _ tally: inout InputTally, _ body: (Observation) -> Void,
    _ observation: () throws(SkipReason) -> Observation?
  ) {
    do throws(SkipReason) {
      guard let observation = try observation() else { return }
      tally.countRecord(at: observation.timestamp)
      tally.countUse((observation.source ?? observation.destination)?.family)
      body(observation)
    } catch {
      tally.countRecord(at: nil)
      tally.countSkip(error)
    }
  }

  /// A text of which no line can be used is not what it was taken for.
  ///
  /// Rows without addresses are: a table of nothing but ARP is a table of packets.
  private func failIfNothingWasUsable(_ tally: inout InputTally) {
    let summary = tally.summary
    let badCount = summary.packetCount - (summary.skipped[.noIP] ?? 0)
    guard summary.usedPacketCount == 0, badCount > 0 else { return }
    let reasons = summary.skipped.map { "\($0.key.rawValue) \($0.value)" }.sorted()
    tally.fail(
      InputFailure(
        .malformed,
        "none of \(summary.packetCount) records can be used (\(reasons.joined(separator: ", ")))",
        record: 1), .error)
  }
}

extension Span<UInt8> {
  fileprivate var isBlank: Bool {
    for index in indices where self[index] != UInt8(ascii: " ") && self[index] != UInt8(ascii: "\t")
    {
      return false
    }
    return true
  }
}
