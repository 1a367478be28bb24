import GRDB
import Records

/// Reads the rows of a database that `extract --format sqlite` wrote, or of one with such tables.
struct DatabaseReader {
  private let stream: ByteStream

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  /// Reads to the end or the first damage, and accounts for every row in `flow`.
  func read(into flow: inout RecordFlow, shouldStop: () -> Bool) {
    flow.tally.describe { $0.format = .sqlite }
    do throws(InputFailure) {
      let database = try ForeignDatabase(stream, flow.tally.summary.path)
      try database.read(shouldStop) { tables in
        let table = try DatabaseTable(tables, withTraits: flow.wantsTraits)
        try readRows(of: table, tables, into: &flow)
      }
    } catch {
      if shouldStop() { return flow.tally.stop() }
      let hasRows = flow.tally.summary.packetCount > 0
      flow.tally.fail(error, hasRows ? .partial : .error)
    }
  }

  private func readRows(
    of table: DatabaseTable, _ tables: ForeignTables, into flow: inout RecordFlow
  ) throws {
    let columns = try RecordTable(
      header: TableRow(names: table.columnNames), depth: flow.selection.depth,
      withTraits: flow.wantsTraits)
    try tables.forEachRow(of: table.name, table.columnNames) { row, values in
      let record = flow.tally.nextRecord
      flow.accountForRow { () throws(SkipReason) in
        guard !values.holdBlob else { throw .badValue }
        return try columns.record(row, number: record)
      }
    }
  }
}
