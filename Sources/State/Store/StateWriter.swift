import GRDB

/// The state while one transaction changes it.
///
/// Only to be used inside of the closure that it was given to.
public struct StateWriter {
  /// Sees what this transaction has changed.
  public var reader: StateReader

  /// Runs a statement that gives no rows.
  ///
  /// - Returns: how many rows it changed.
  @discardableResult
  func execute(_ sql: String, _ arguments: [DatabaseValue]) throws(StateFailure) -> Int {
    try reader.query {
      let statement = try reader.database.cachedStatement(sql: sql)
      try statement.execute(arguments: StatementArguments(arguments))
      return reader.database.changesCount
    }
  }

  /// Runs an insertion.
  ///
  /// - Returns: the number that the database gave to the row.
  @discardableResult
  func insert(_ sql: String, _ arguments: [DatabaseValue]) throws(StateFailure) -> Int64 {
    try execute(sql, arguments)
    return reader.database.lastInsertedRowID
  }
}
