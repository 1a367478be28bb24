import Features
import Foundation
import GRDB
import Records

/// Why a database could not be written.
public struct DatabaseWriteFailure: Error, Equatable, Sendable {
  /// As in `errno`, which SQLite's own result stands for.
  public let errorNumber: Int32
}

/// `extract --format sqlite`: a database that docs/guide/extract.md describes.
public enum ExtractDatabase {
  /// `ipcl` in ASCII, by which `file` tells our databases from others.
  static let applicationIdentifier = 0x6970_636c
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

  /// One transaction without a journal: the file is new, and is thrown away if anything goes wrong.
  private static func write(
    to path: String, _ body: (Database) throws -> ExtractAccount
  ) throws(DatabaseWriteFailure) -> ExtractAccount {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
          PRAGMA application_id = \(applicationIdentifier); PRAGMA user_version = \(schemaVersion);
          """)
    }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let account = try queue.inDatabase { database in
        var account = ExtractAccount(inputs: [])
        try database.inTransaction {
          account = try body(database)
          try InputDatabaseTables.write(account.inputs, to: database)
          return .commit
        }
        return account
      }
      try queue.close()
      return account
    } catch {
      throw DatabaseWriteFailure(errorNumber: errorNumber(of: error))
    }
  }

  private static func errorNumber(of error: any Error) -> Int32 {
    switch (error as? DatabaseError)?.resultCode.primaryResultCode {
    case .SQLITE_FULL: ENOSPC
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY: EACCES
    case .SQLITE_NOMEM: ENOMEM
    default: EIO
    }
  }
}
