import Records

/// Reads the records of a text: a table of packets, a Zeek log, or a list of addresses.
struct TextReader {
  let kind: InputKind
  let stream: ByteStream
  let limits: InputLimits

  /// Reads to the end or the first damage, and accounts for every record in `flow`.
  func read(into flow: inout RecordFlow, shouldStop: () -> Bool) {
    stream.passByteOrderMark()
    switch kind {
    case .rowTable: readRowTable(into: &flow, shouldStop)
    case .rowJSON: readRowJSON(into: &flow, shouldStop)
    case .zeekTable: readZeekTable(into: &flow, shouldStop)
    case .zeekJSON:
      flow.tally.describe {
        $0.format = .zeek
        $0.note = Self.zeekNote
      }
      readRows(into: &flow, shouldStop) { line, record throws(SkipReason) in
        line.isBlank ? nil : try ZeekJSONLine.record(line, number: record)
      }
    case .addressList, .capture, .database:
      flow.tally.describe { $0.format = .addresses }
      readRows(into: &flow, shouldStop) { line, record throws(SkipReason) in
        try AddressLine.address(line).map {
          TableRecord(Observation(source: $0, destination: nil, record: record))
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

  private func readZeekTable(into flow: inout RecordFlow, _ shouldStop: () -> Bool) {
    flow.tally.describe {
      $0.format = .zeek
      $0.note = Self.zeekNote
    }
    let areTraitsWanted = flow.wantsTraits
    var table = ZeekTable()
    var headerFailure: InputFailure?
    func take(_ line: Span<UInt8>, _ record: Int) throws(SkipReason) -> TableRecord? {
      guard !line.isBlank, headerFailure == nil else { return nil }
      guard line[0] == UInt8(ascii: "#") else {
        return areTraitsWanted
          ? try table.record(line, number: record)
          : TableRecord(try table.observation(line, record: record))
      }
      do throws(InputFailure) {
        try table.declare(line)
      } catch {
        headerFailure = error
      }
      return nil
    }
    readRows(into: &flow, shouldStop, isOver: { headerFailure != nil }, take)
    if let headerFailure {
      flow.tally.fail(headerFailure, flow.tally.summary.usedPacketCount > 0 ? .partial : .error)
    }
  }

  /// Gives every line to `row`, which returns nil for lines that are no records.
  func readRows(
    into flow: inout RecordFlow, _ shouldStop: () -> Bool, isOver: () -> Bool = { false },
    _ row: (_ line: Span<UInt8>, _ record: Int) throws(SkipReason) -> TableRecord?
  ) {
    var splitter = LineSplitter(maximumByteCount: limits.rowByteCount)
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      let record = flow.tally.nextRecord
      flow.accountForRow { () throws(SkipReason) in
        if isTooLong { throw .tooLong }
        return try row(line, record)
      }
    }
    switch stream.readBlocks(shouldStop, isOver: isOver, { splitter.consume($0, take) }) {
    case .whole: splitter.finish(take)
    case .broken: if splitter.hasPendingLine { flow.tally.countSkip(.truncatedRecord) }
    case .stopped: flow.tally.stop()
    }
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
  var isBlank: Bool {
    for index in indices where self[index] != UInt8(ascii: " ") && self[index] != UInt8(ascii: "\t")
    {
      return false
    }
    return true
  }
}
