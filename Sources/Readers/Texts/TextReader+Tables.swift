import Records

extension TextReader {
  /// A CSV of packets or of addresses.
  func readRowTable(into flow: inout RecordFlow, _ shouldStop: () -> Bool) {
    var table: RecordTable?
    CSVReader(stream: stream, limits: limits).read(
      into: &flow, shouldStop,
      header: { row, flow throws(InputFailure) in
        table = try RecordTable(
          header: row, depth: flow.selection.depth, withTraits: flow.wantsTraits)
      },
      row: { row, record, flow in
        flow.accountForRow { () throws(SkipReason) in try table?.record(row, number: record) }
      })
  }

  /// Rows as JSON objects, with the header and trailer of `extract` or without.
  func readRowJSON(into flow: inout RecordFlow, _ shouldStop: () -> Bool) {
    flow.tally.describe { $0.format = .ndjson }
    let json = JSONTable(withTraits: flow.wantsTraits)
    let header = TableRow(names: json.columnNames)
    guard
      let packets = try? PacketTable(
        header: header, depth: flow.selection.depth, withTraits: flow.wantsTraits),
      let addresses = try? AddressCountTable(header: header)
    else { preconditionFailure("a table has the columns that it names itself") }
    var frame = RowFrame()
    var row = TableRow()
    func take(_ line: Span<UInt8>, _ record: Int) throws(SkipReason) -> TableRecord? {
      guard !line.isBlank, !frame.isTooNew else { return nil }
      switch try json.read(line, into: &row) {
      case .header(let schemaVersion): frame.begin(schemaVersion, after: record - 1)
      case .trailer(let rowCount, let isComplete):
        frame.end(rowCount, isComplete, after: record - 1)
      case .row(isOfPackets: true): return try packets.record(row, number: record)
      case .row(isOfPackets: false): return try addresses.record(row, number: record)
      case .other: throw .missingField
      }
      return nil
    }
    readRows(into: &flow, shouldStop, isOver: { frame.isTooNew }, take)
    frame.settle(&flow.tally)
  }
}

/// Headers and trailers around rows of JSON, by which a cut text shows.
///
/// Extracts may be joined: each has a header, and its trailer tells of its own rows.
private struct RowFrame {
  private var schemaVersion: Int?
  private var isOpen = false
  private var hasEnded = false
  /// Rows before the header under way.
  private var earlierRowCount = 0
  /// Whether all extracts so far were of undamaged inputs.
  private var isComplete = true
  /// What is wrong with an extract that has ended.
  private var failure: InputFailure?

  var isTooNew: Bool { schemaVersion ?? 0 > JSONTable.schemaVersion }

  /// - Parameter rowCount: rows before the header.
  mutating func begin(_ schemaVersion: Int, after rowCount: Int) {
    if isOpen { failure = failure ?? Self.cut(rowCount) }
    self.schemaVersion = max(schemaVersion, self.schemaVersion ?? 0)
    earlierRowCount = rowCount
    isOpen = true
  }

  /// - Parameter rowCount: rows before the trailer.
  mutating func end(_ expectedCount: Int?, _ isComplete: Bool, after rowCount: Int) {
    isOpen = false
    hasEnded = true
    self.isComplete = self.isComplete && isComplete
    let foundCount = rowCount - earlierRowCount
    earlierRowCount = rowCount
    guard let expectedCount, expectedCount != foundCount else { return }
    failure =
      failure
      ?? InputFailure(
        .malformed,
        "the trailer tells of \(expectedCount) rows, but \(foundCount) were found; extract again",
        record: max(1, rowCount))
  }

  func settle(_ tally: inout InputTally) {
    if let schemaVersion, isTooNew {
      tally.fail(
        InputFailure(
          .newerSchema,
          "expected schema version \(JSONTable.schemaVersion), but found \(schemaVersion); "
            + "read it with a newer ipclust"), .error)
      return
    }
    if !isComplete {
      tally.describe { $0.note = "the inputs of the extract were damaged or not read to the end" }
    }
    if let failure { tally.fail(failure, .partial) }
    let rowCount = tally.summary.packetCount
    if hasEnded, !isOpen, rowCount > earlierRowCount {
      tally.fail(
        InputFailure(
          .malformed,
          "\(rowCount - earlierRowCount) rows follow the trailer of the extract; extract again",
          record: earlierRowCount + 1), .partial)
    }
    if isOpen, tally.summary.status == .ok {
      tally.fail(Self.cut(tally.summary.packetCount), .partial)
    }
  }

  private static func cut(_ rowCount: Int) -> InputFailure {
    InputFailure(
      .truncatedRecord, "the text ends without the trailer of an extract; copy it again",
      record: max(1, rowCount))
  }
}
