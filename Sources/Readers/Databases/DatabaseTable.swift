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

  /// Finds the table, after checking that the file is sound.
  ///
  /// - Parameter withTraits: whether the header fields of packets are wanted.
  /// - Throws: `missingTable`, `notATable`, `corruptDatabase`, `missingColumns`, or SQLite's error.
  init(_ database: ForeignTables, withTraits: Bool) throws {
    try database.check()
    let tables = Self.tables(withTraits: withTraits)
    guard let (name, wanted) = try tables.first(where: { try database.has($0.name) }) else {
      throw InputFailure(
        .missingTable, "a database of packets needs a table 'packets' or 'addresses', but has none")
    }
    let present = try database.ordinaryColumns(of: name)
    self.name = name
    columnNames = wanted.filter(present.contains)
    // Refused here as well as by the table's reader: without columns there is no statement.
    guard !columnNames.isEmpty else {
      throw InputFailure(
        .missingColumns, "the table '\(name)' has none of the columns of an extract")
    }
  }
}
