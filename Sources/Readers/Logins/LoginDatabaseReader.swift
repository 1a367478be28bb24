import Records

/// Reads the tables `logs` and `attacks` of a stranger's database.
struct LoginDatabaseReader {
  private let stream: ByteStream

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  static let logTable = "logs"
  static let attackTable = "attacks"

  /// Reads the attempts and, where they are wanted and there is a table of them, the attacks.
  ///
  /// - Returns: the attacks, nil where there is no table.
  func read(
    into flow: inout LoginFlow, withLabels: Bool, shouldStop: () -> Bool
  ) -> AttackFlow? {
    var labels: AttackFlow?
    let zone = flow.selection.zone
    let path = flow.tally.summary.path
    readTables(into: &flow, shouldStop) { tables, flow in
      guard try tables.has(Self.logTable) else {
        throw InputFailure(
          .missingTable, "a database of logins needs a table 'logs', but has none")
      }
      if withLabels, try tables.has(Self.attackTable) {
        var attacks = AttackFlow(path, zone)
        attacks.tally.describe { $0.format = .sqlite }
        // A table of another kind under that name is no reason to refuse the log.
        do { try Self.readAttacks(of: tables, into: &attacks) } catch let failure as InputFailure {
          attacks.tally.fail(failure, .error)
        }
        labels = attacks
      }
      try Self.readAttempts(of: tables, into: &flow)
    }
    return labels
  }

  /// Reads the attacks alone.
  func readAttacks(into flow: inout AttackFlow, shouldStop: () -> Bool) {
    readTables(into: &flow, shouldStop) { tables, flow in
      guard try tables.has(Self.attackTable) else {
        throw InputFailure(
          .missingTable, "a database of labels needs a table 'attacks', but has none")
      }
      try Self.readAttacks(of: tables, into: &flow)
    }
  }

  private func readTables<Account: RecordAccount>(
    into account: inout Account, _ shouldStop: () -> Bool,
    _ body: (ForeignTables, inout Account) throws -> Void
  ) {
    account.tally.describe { $0.format = .sqlite }
    do throws(InputFailure) {
      let database = try ForeignDatabase(stream, account.tally.summary.path)
      try database.read(shouldStop) { tables in
        try tables.check()
        try body(tables, &account)
      }
    } catch {
      if shouldStop() { return account.tally.stop() }
      let hasRows = account.tally.summary.packetCount > 0
      account.tally.fail(error, hasRows ? .partial : .error)
    }
  }

  private static func readAttempts(
    of tables: ForeignTables, into flow: inout LoginFlow
  ) throws {
    let names = try columns(LoginTable.names, of: logTable, tables)
    let table = try LoginTable(header: TableRow(names: names))
    let zone = flow.selection.zone
    let nameColumn = names.firstIndex(of: "username")
    try tables.forEachRow(of: logTable, names) { row, values in
      flow.account { () throws(SkipReason) in
        // An empty name is one that somebody tried; an absent one is none.
        let isNameNull = nameColumn.map(values.nullColumns.contains) ?? false
        if values.holdBlob || isNameNull { throw .badType }
        return try table.attempt(row, in: zone)
      }
    }
  }

  private static func readAttacks(
    of tables: ForeignTables, into flow: inout AttackFlow
  ) throws {
    let names = try columns(AttackTable.names, of: attackTable, tables)
    let table = try AttackTable(header: TableRow(names: names))
    let zone = flow.zone
    try tables.forEachRow(of: attackTable, names) { row, values in
      flow.account { () throws(SkipReason) in
        if values.holdBlob { throw .badType }
        return try table.attack(row, in: zone)
      }
    }
  }

  /// Those of `wanted` that the table has, by which SQLite finds them in any case of letters.
  static func columns(
    _ wanted: [String], of name: String, _ tables: ForeignTables
  ) throws -> [String] {
    let present = Set(try tables.ordinaryColumns(of: name).map { $0.lowercased() })
    let names = wanted.filter(present.contains)
    // Refused by the table's reader as well, but without columns there is no statement.
    guard !names.isEmpty else {
      throw InputFailure(
        .missingColumns,
        "the table '\(name)' has none of the columns \(wanted.joined(separator: ", "))")
    }
    return names
  }
}
