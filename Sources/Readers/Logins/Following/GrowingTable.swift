import Records

/// A table of a database that goes on growing: its new rows, each once.
///
/// Rows are new by their rowid, which SQLite gives in rising order.
struct GrowingTable {
  private let path: InputPath
  private let limits: InputLimits
  /// In lower case.
  private let name: String
  private let wantedColumns: [String]
  /// That of the last row taken.
  private var lastRow = Int64.min
  private var isChecked = false

  /// Rows that one look takes, so that memory stays bounded.
  private static let rowCount = 10_000

  init(_ path: InputPath, _ limits: InputLimits, name: String, columns: [String]) {
    self.path = path
    self.limits = limits
    self.name = name
    wantedColumns = columns
  }

  /// Hands rows that were written since to what `reader` makes of the table's columns; says whether
  /// there were any.
  ///
  /// - Throws: also `busy`, after which another look may succeed.
  mutating func look(
    isCancelled: () -> Bool,
    reader: (_ columns: [String]) throws -> (TableRow, ForeignTables.Values) -> Void
  ) throws(InputFailure) -> Bool {
    let before = lastRow
    var last = before
    let (limits, path, isChecked) = (limits, path, isChecked)
    let (name, wantedColumns) = (name, wantedColumns)
    try withoutActuallyEscaping(isCancelled) { (isCancelled) throws(InputFailure) in
      let stream = try ByteStream(
        InputSource(path: path), limits: limits, isCancelled: isCancelled)
      try ForeignDatabase(stream, path).read(isCancelled) { tables in
        if !isChecked { try tables.check() }
        guard try tables.has(name) else {
          throw InputFailure(.missingTable, "expected a table '\(name)', but found none")
        }
        let columns = try LoginDatabaseReader.columns(wantedColumns, of: name, tables)
        let take = try reader(columns)
        try tables.forEachRow(of: name, columns, after: before, limit: Self.rowCount) {
          last = $0
          take($1, $2)
        }
      }
    }
    self.isChecked = true
    lastRow = last
    return last != before
  }
}

/// The table `logs` of a database that goes on growing.
final class GrowingLogTable {
  private var table: GrowingTable
  private var flow: LoginFlow

  init(_ path: InputPath, _ selection: LoginSelection, _ limits: InputLimits) {
    table = GrowingTable(
      path, limits, name: LoginDatabaseReader.logTable, columns: LoginTable.names)
    flow = LoginFlow(path, selection)
  }

  var summary: InputSummary { flow.tally.summary }

  /// The attempts found since the last call, in the order of the table.
  func attempts() -> [LoginAttempt] { flow.takeAttempts() }

  /// Takes rows that were written since; says whether there were any.
  func look(isCancelled: () -> Bool) throws(InputFailure) -> Bool {
    var flow = flow
    defer { self.flow = flow }
    let zone = flow.selection.zone
    return try table.look(isCancelled: isCancelled) { columns in
      let columnsOfLog = try LoginTable(header: TableRow(names: columns))
      let nameColumn = columns.firstIndex(of: "username")
      return { row, values in
        flow.account { () throws(SkipReason) in
          let isNameNull = nameColumn.map(values.nullColumns.contains) ?? false
          if values.holdBlob || isNameNull { throw .badType }
          return try columnsOfLog.attempt(row, in: zone)
        }
      }
    }
  }
}
