import Records

/// Reads the records of a text: a table of packets, a Zeek log, or a list of addresses.
struct TextReader {
  let kind: InputKind
  let stream: ByteStream
  let limits: InputLimits

  /// Reads to the end or the first damage, and accounts for every record in `flow`.
  func read(into flow: inout RecordFlow, shouldStop: () -> Bool) {
    if stream.peek(3).elementsEqual(Magic.utf8ByteOrderMark) { _ = stream.take(upTo: 3) { _ in } }
    switch kind {
    case .packetTable: readPacketTable(into: &flow, shouldStop)
    case .zeekTable: readZeekTable(into: &flow, shouldStop)
    case .zeekJSON:
      flow.tally.describe {
        $0.format = .zeek
        $0.note = Self.zeekNote
      }
      readLines(into: &flow, shouldStop) { line, record throws(SkipReason) in
        line.isBlank ? nil : try ZeekJSONLine.observation(line, record: record)
      }
    case .addressList, .capture:
      flow.tally.describe { $0.format = .addresses }
      readLines(into: &flow, shouldStop) { line, record throws(SkipReason) in
        try AddressLine.address(line).map {
          Observation(source: $0, destination: nil, record: record)
        }
      }
    }
    if let failure = stream.failure { flow.tally.fail(failure, .partial) }
    failIfNothingWasUsable(&flow.tally)
    flow.tally.escalateWithoutUse()
  }

  /// Said of every Zeek log: its sources began a connection, which its packets need not show.
  private static let zeekNote =
    "directions are Zeek's: a source is the host that began the connection"

  private func readPacketTable(into flow: inout RecordFlow, _ shouldStop: () -> Bool) {
    flow.tally.describe { $0.format = .csv }
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
      let record = flow.tally.nextRecord
      if row.hasOpenQuote {
        flow.tally.fail(
          InputFailure(
            .malformed, "record \(record) opens a quote that nothing closes", record: record),
          .partial)
      }
      flow.account { () throws(SkipReason) in
        try table.observation(row, record: record)
      }
    }
    let ending = readBlocks(
      shouldStop, isOver: { headerFailure != nil || splitter.isLost },
      { splitter.consume($0, take) })
    switch ending {
    case .whole: splitter.finish(take)
    case .broken:
      if splitter.hasPendingRow, !splitter.isLost { flow.tally.countSkip(.truncatedRecord) }
    case .stopped: flow.tally.stop()
    }
    if splitter.isLost {
      let record = flow.tally.nextRecord
      flow.tally.countSkip(.corruptRecord)
      flow.tally.fail(
        InputFailure(
          .corruptRecord,
          "expected the end of a quoted field within \(limits.rowByteCount) bytes, "
            + "but found no closing quote", record: record), .partial)
    }
    if let headerFailure { flow.tally.fail(headerFailure, .error) }
  }

  private func readZeekTable(into flow: inout RecordFlow, _ shouldStop: () -> Bool) {
    flow.tally.describe {
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
    readLines(into: &flow, shouldStop, isOver: { headerFailure != nil }, take)
    if let headerFailure {
      flow.tally.fail(headerFailure, flow.tally.summary.usedPacketCount > 0 ? .partial : .error)
    }
  }

  /// Gives every line to `observation`, which returns nil for lines that are no records.
  private func readLines(
    into flow: inout RecordFlow, _ shouldStop: () -> Bool, isOver: () -> Bool = { false },
    _ observation: (_ line: Span<UInt8>, _ record: Int) throws(SkipReason) -> Observation?
  ) {
    var splitter = LineSplitter(maximumByteCount: limits.rowByteCount)
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      let record = flow.tally.nextRecord
      flow.account { () throws(SkipReason) in
        if isTooLong { throw .tooLong }
        return try observation(line, record)
      }
    }
    switch readBlocks(shouldStop, isOver: isOver, { splitter.consume($0, take) }) {
    case .whole: splitter.finish(take)
    case .broken: if splitter.hasPendingLine { flow.tally.countSkip(.truncatedRecord) }
    case .stopped: flow.tally.stop()
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

  /// A text of which no line can be used is not what it was taken for.
  ///
  /// Rows without addresses, or left out on request, are: a table of nothing but ARP is a table of packets.
  private func failIfNothingWasUsable(_ tally: inout InputTally) {
    let summary = tally.summary
    let goodReasons: [SkipReason] = [.noIP, .filtered, .outsideTime]
    let badCount = goodReasons.reduce(summary.packetCount) { $0 - (summary.skipped[$1] ?? 0) }
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
