import GRDB

/// A step from one version of the schema to the next, in a transaction of its own.
struct Migration {
  /// That it leads to.
  let version: Int
  let statements: String

  /// In order, from version 1, without a gap.
  static let all = [version1]

  /// Brings the database up to the newest version.
  static func migrate(_ queue: DatabaseQueue) throws {
    try queue.inDatabase { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      for step in all where step.version > version {
        try database.inTransaction(.immediate) {
          try database.execute(sql: step.statements)
          // Part of the transaction, as all of the header is.
          try database.execute(sql: "PRAGMA user_version = \(step.version)")
          return .commit
        }
      }
    }
  }
}
