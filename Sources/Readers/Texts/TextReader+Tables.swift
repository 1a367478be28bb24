import Records

extension TextReader {
  /// A CSV of packets or of addresses.
  func readRowTable(into flow: inout RecordFlow, _ shouldStop: () -> Bool) {
    flow.tally.describe { $0.format = .csv }
    var splitter = CSVRowSplitter(
      maximumFieldByteCount: limits.fieldByteCount, maximumRowByteCount: limits.rowByteCount)
    var table: RecordTable?
    var headerFailure: InputFailure?
    func take(_ row: TableRow) {
      guard headerFailure == nil else { return }
      guard let table else {
        do throws(InputFailure) {
          table = try RecordTable(
            header: row, depth: flow.selection.depth, withTraits: flow.wantsTraits)
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
      flow.accountForRow { () throws(SkipReason) in try table.record(row, number: record) }
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
      case .header(let schemaVersion): frame.begin(schemaVersion)
      case .trailer(let rowCount, let isComplete): frame.end(rowCount, isComplete)
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

/// Header and trailer around rows of JSON, by which a cut text shows.
private struct RowFrame {
  private var schemaVersion: Int?
  private var trailer: (rowCount: Int?, isComplete: Bool)?

  var isTooNew: Bool { schemaVersion ?? 0 > JSONTable.schemaVersion }

  mutating func begin(_ schemaVersion: Int) { self.schemaVersion = schemaVersion }

  mutating func end(_ rowCount: Int?, _ isComplete: Bool) { trailer = (rowCount, isComplete) }

  func settle(_ tally: inout InputTally) {
    let rowCount = tally.summary.packetCount
    if let schemaVersion, isTooNew {
      tally.fail(
        InputFailure(
          .newerSchema,
          "expected schema version \(JSONTable.schemaVersion), but found \(schemaVersion); "
            + "read it with a newer ipclust"), .error)
    } else if let trailer {
      if !trailer.isComplete {
        tally.describe { $0.note = "the inputs of the extract were damaged or not read to the end" }
      }
      if let expectedCount = trailer.rowCount, expectedCount != rowCount {
        tally.fail(
          InputFailure(
            .malformed,
            "the trailer tells of \(expectedCount) rows, but \(rowCount) were found; "
              + "extract again", record: rowCount), .partial)
      }
    } else if schemaVersion != nil, tally.summary.status == .ok {
      tally.fail(
        InputFailure(
          .truncatedRecord, "the text ends without the trailer of an extract; copy it again",
          record: rowCount), .partial)
    }
  }
}
