import Foundation
import GRDB

/// Why a database could not be written.
public struct DatabaseWriteFailure: Error, Equatable, Sendable {
  /// As in `errno`, which SQLite's own result stands for.
  public let errorNumber: Int32
}

/// A database of ours that does not exist yet.
enum NewDatabase {
  /// `ipcl` in ASCII, by which `file` tells our databases from others.
  static let applicationIdentifier = 0x6970_636c

  /// Fills the empty file at `path`.
  ///
  /// One transaction without a journal: the file is new, and is thrown away if anything goes wrong.
  static func write<Result>(
    to path: String, schemaVersion: Int, _ body: (Database) throws -> Result
  ) throws(DatabaseWriteFailure) -> Result {
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
      let result = try queue.inDatabase { database in
        var result: Result?
        try database.inTransaction {
          result = try body(database)
          return .commit
        }
        return result
      }
      try queue.close()
      guard let result else { preconditionFailure("a transaction that commits has a result") }
      return result
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
