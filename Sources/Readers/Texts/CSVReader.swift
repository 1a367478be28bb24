import Records

/// What accounts for the records of an input, of whatever kind they are.
protocol RecordAccount {
  var tally: InputTally { get set }
}

extension RecordFlow: RecordAccount {}

/// Reads the rows of a CSV, whatever they tell of.
struct CSVReader {
  let stream: ByteStream
  let limits: InputLimits

  /// Reads to the end or the first damage.
  ///
  /// - Parameters:
  ///   - header: takes the first row; what it throws ends the reading with nothing usable.
  ///   - row: accounts for each of the others, by their number from 1.
  func read<Account: RecordAccount>(
    into account: inout Account, _ shouldStop: () -> Bool,
    header: (TableRow, Account) throws(InputFailure) -> Void,
    row: (TableRow, _ record: Int, inout Account) -> Void
  ) {
    account.tally.describe { $0.format = .csv }
    var splitter = CSVRowSplitter(
      maximumFieldByteCount: limits.fieldByteCount, maximumRowByteCount: limits.rowByteCount)
    var columnCount: Int?
    var headerFailure: InputFailure?
    func take(_ fields: TableRow) {
      guard headerFailure == nil else { return }
      guard columnCount != nil else {
        do throws(InputFailure) {
          try header(fields, account)
          columnCount = fields.fieldCount
        } catch {
          headerFailure = error
        }
        return
      }
      let record = account.tally.nextRecord
      if fields.hasOpenQuote {
        account.tally.fail(
          InputFailure(
            .malformed, "record \(record) opens a quote that nothing closes", record: record),
          .partial)
      }
      row(fields, record, &account)
    }
    func takeLast(_ fields: TableRow) {
      // A line end and fields that are both missing are missing because the file was cut.
      guard let columnCount, headerFailure == nil, !fields.hasOpenQuote,
        fields.fieldCount < columnCount
      else { return take(fields) }
      account.tally.failAtCutRow(fieldCount: fields.fieldCount, of: columnCount)
    }
    let ending = stream.readBlocks(
      shouldStop, isOver: { headerFailure != nil || splitter.isLost },
      { splitter.consume($0, take) })
    switch ending {
    case .whole: splitter.finish(takeLast)
    case .broken:
      if splitter.hasPendingRow, !splitter.isLost { account.tally.countSkip(.truncatedRecord) }
    case .stopped: account.tally.stop()
    }
    if splitter.isLost { account.tally.failAtOpenQuote(after: limits.rowByteCount) }
    if let headerFailure { account.tally.fail(headerFailure, .error) }
  }
}

extension InputTally {
  fileprivate mutating func failAtCutRow(fieldCount: Int, of columnCount: Int) {
    let record = nextRecord
    countSkip(.truncatedRecord)
    fail(
      InputFailure(
        .truncatedRecord,
        "the last row has no line end and \(fieldCount) of \(columnCount) fields; copy the file "
          + "again", record: record), .partial)
  }

  fileprivate mutating func failAtOpenQuote(after byteCount: Int) {
    let record = nextRecord
    countSkip(.corruptRecord)
    fail(
      InputFailure(
        .corruptRecord,
        "expected the end of a quoted field within \(byteCount) bytes, but found no closing quote",
        record: record), .partial)
  }
}
