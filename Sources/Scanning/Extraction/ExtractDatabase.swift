import Features
import GRDB
import Records

/// `extract --format sqlite`: a database that docs/guide/extract.md describes.
public enum ExtractDatabase {
  static let schemaVersion = 1

  /// Writes a table of packets into the empty file at `path`.
  ///
  /// - Parameter body: hands rows to the sink, and returns where the inputs' records went.
  public static func writePackets(
    to path: String, columns: [PacketColumn],
    _ body: (PacketDatabaseSink) -> ExtractAccount
  ) throws(DatabaseWriteFailure) -> ExtractAccount {
    try write(to: path) { database in
      let table = PacketDatabaseTable(columns: columns)
      try database.execute(sql: table.definition)
      let sink = PacketDatabaseSink(
        table, try database.makeStatement(sql: table.insertion))
      let account = body(sink)
      if let failure = sink.failure { throw failure }
      for index in table.indices { try database.execute(sql: index) }
      return account
    }
  }

  /// Writes a table of addresses into the empty file at `path`.
  public static func write(
    _ rows: AddressRows, _ account: ExtractAccount, to path: String
  ) throws(DatabaseWriteFailure) {
    _ = try write(to: path) { database in
      try AddressDatabaseTable.write(rows, to: database)
      return account
    }
  }

  private static func write(
    to path: String, _ body: (Database) throws -> ExtractAccount
  ) throws(DatabaseWriteFailure) -> ExtractAccount {
    try NewDatabase.write(to: path, schemaVersion: schemaVersion) { database in
      let account = try body(database)
      try InputDatabaseTables.write(account.inputs, to: database)
      return account
    }
  }
}
