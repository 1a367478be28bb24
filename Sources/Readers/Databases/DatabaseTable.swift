import GRDB
import Records

/// The table of a stranger's database that holds rows of `extract`.
struct DatabaseTable {
  let name: String
  /// The columns that are read, by names of ours.
  let columnNames: [String]

  private static func tables(withTraits: Bool) -> [(name: String, columns: [String])] {
    [
      ("packets", PacketTable.names(withTraits: withTraits)),
      ("addresses", AddressCountTable.names),
    ]
  }

  /// What `PRAGMA table_xinfo` calls a column that is neither generated nor of a virtual table.
  private static let ordinaryColumn = 0

  /// Finds the table, after checking that the file is sound.
  ///
  /// - Parameter withTraits: whether the header fields of packets are wanted.
  /// - Throws: `missingTable`, `notATable`, `corruptDatabase`, `missingColumns`, or SQLite's error.
  init(_ database: Database, withTraits: Bool) throws {
    let report = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
    guard report == "ok" else {
      // The report has lines: which database, then what is wrong with it.
      let words = (report ?? "no answer").split(whereSeparator: \.isNewline).joined(separator: " ")
      throw InputFailure(
        .corruptDatabase, "the database is damaged: \(words); copy it again")
    }
    let tables = Self.tables(withTraits: withTraits)
    guard let (name, wanted) = try tables.first(where: { try Self.exists($0.name, database) })
    else {
      throw InputFailure(
        .missingTable, "a database of packets needs a table 'packets' or 'addresses', but has none")
    }
    let present = try Self.ordinaryColumns(of: name, database)
    self.name = name
    columnNames = wanted.filter(present.contains)
    // Refused here as well as by the table's reader: without columns there is no statement.
    guard !columnNames.isEmpty else {
      throw InputFailure(
        .missingColumns, "the table '\(name)' has none of the columns of an extract")
    }
  }

  /// Reads all rows in the order of the table; an index that holds the columns has another.
  var selection: String {
    let columns = columnNames.map { "\"\($0)\"" }.joined(separator: ", ")
    return "SELECT \(columns) FROM main.\"\(name)\" NOT INDEXED"
  }

  /// - Throws: `notATable` for a view or a virtual table, which would run what the file says.
  private static func exists(_ name: String, _ database: Database) throws -> Bool {
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

  private static func ordinaryColumns(of name: String, _ database: Database) throws -> [String] {
    try Row.fetchAll(database, sql: "PRAGMA main.table_xinfo(\"\(name)\")")
      .filter { ($0["hidden"] as Int?) == ordinaryColumn }
      .compactMap { $0["name"] as String? }
  }
}
