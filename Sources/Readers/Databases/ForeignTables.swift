import GRDB
import Records

/// The tables of a stranger's database that is open.
struct ForeignTables {
  private let database: Database

  init(_ database: Database) {
    self.database = database
  }

  /// What the values of a row were, beside their text.
  struct Values {
    /// Whether one was a blob, which no column of ours holds.
    var holdBlob = false
    /// Columns whose value was absent.
    var nullColumns: Set<Int> = []
  }

  /// What `PRAGMA table_xinfo` calls a column that is neither generated nor of a virtual table.
  private static let ordinaryColumn = 0

  /// Checks that the file is sound.
  ///
  /// - Throws: `corruptDatabase`, or SQLite's error.
  func check() throws {
    let report = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
    guard report == "ok" else {
      // The report has lines: which database, then what is wrong with it.
      let words = (report ?? "no answer").split(whereSeparator: \.isNewline).joined(separator: " ")
      throw InputFailure(
        .corruptDatabase, "the database is damaged: \(words); copy it again")
    }
  }

  /// Whether there is a table of this name, which is in lower case.
  ///
  /// - Throws: `notATable` for a view or a virtual table, which would run what the file says.
  func has(_ name: String) throws -> Bool {
    let found = try Row.fetchOne(
      database,
      sql: """
        SELECT type, rootpage FROM main.sqlite_master
        WHERE lower(name) = ? AND type IN ('table', 'view')
        """, arguments: [name])
    guard let found else { return false }
    // A virtual table has no page of its own.
    let (type, rootPage) = (found[0] as String?, found[1] as Int64?)
    guard type == "table", let rootPage, rootPage > 0 else {
      throw InputFailure(
        .notATable, "'\(name)' must be an ordinary table, but is not; copy its rows into one")
    }
    return true
  }

  /// The names of the columns that hold what was stored in them.
  func ordinaryColumns(of name: String) throws -> [String] {
    try Row.fetchAll(database, sql: "PRAGMA main.table_xinfo(\"\(name)\")")
      .filter { ($0["hidden"] as Int?) == Self.ordinaryColumn }
      .compactMap { $0["name"] as String? }
  }

  /// Hands every row of a table to `body`, in the order of the table.
  ///
  /// - Parameter columns: names of ours, so that nothing in them can be SQL.
  func forEachRow(
    of name: String, _ columns: [String], _ body: (TableRow, Values) -> Void
  ) throws {
    // An index that holds the columns has another order.
    let statement = try database.makeStatement(
      sql: "SELECT \(Self.list(columns)) FROM main.\"\(name)\" NOT INDEXED")
    try forEachRow(of: statement, columns.count, body)
  }

  /// Hands the next rows behind one of a table to `body`, in the order of their numbers.
  ///
  /// - Parameters:
  ///   - columns: names of ours, so that nothing in them can be SQL.
  ///   - number: the rowid of the row behind which to begin.
  ///   - limit: how many rows at most.
  /// - Throws: SQLite's error; also for a table whose rows have no numbers.
  func forEachRow(
    of name: String, _ columns: [String], after number: Int64, limit: Int,
    _ body: (_ number: Int64, TableRow, Values) -> Void
  ) throws {
    let statement = try database.makeStatement(
      sql: """
        SELECT \(Self.list(columns)), rowid FROM main."\(name)" NOT INDEXED
        WHERE rowid > ? ORDER BY rowid LIMIT ?
        """)
    try statement.setArguments([number, limit])
    try forEachRow(of: statement, columns.count + 1) { row, values in
      // Behind the other columns, so that these keep their places.
      guard let range = row.range(of: columns.count),
        let number = Int64(String(decoding: row.bytes[range], as: UTF8.self))
      else { return }
      body(number, row, values)
    }
  }

  private static func list(_ columns: [String]) -> String {
    columns.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private func forEachRow(
    of statement: Statement, _ columnCount: Int, _ body: (TableRow, Values) -> Void
  ) throws {
    var row = TableRow()
    while true {
      switch unsafe SQLite.step(statement.sqliteStatement) {
      case .done: return
      case .failed(let code): throw DatabaseError(resultCode: ResultCode(rawValue: code))
      case .row: break
      }
      row.removeAll()
      var values = Values()
      for column in 0..<columnCount {
        switch unsafe SQLite.append(column, of: statement.sqliteStatement, to: &row) {
        case .text: break
        case .null: values.nullColumns.insert(column)
        case .blob: values.holdBlob = true
        }
      }
      body(row, values)
    }
  }
}
