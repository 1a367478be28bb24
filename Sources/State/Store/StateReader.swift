import GRDB

/// The state as it was when `StateStore.read` began, or as a transaction has left it so far.
///
/// Only to be used inside of the closure that it was given to. Whatever is asked throws the
/// `StateFailure` of the database.
public struct StateReader {
  let database: Database
  /// Of the database, for messages.
  let path: String

  init(_ database: Database, _ path: String) {
    self.database = database
    self.path = path
  }

  /// Runs statements, and gives their errors our words.
  func query<Result>(_ body: () throws -> Result) throws(StateFailure) -> Result {
    do {
      return try body()
    } catch {
      throw StateFailure(error, of: path)
    }
  }

  /// What `make` makes of every row that a query gives.
  ///
  /// - Parameters:
  ///   - sql: of ours; values come as arguments.
  func rows<Element>(
    _ sql: String, _ arguments: [DatabaseValue] = [],
    _ make: (inout RowFields) throws -> Element
  ) throws(StateFailure) -> [Element] {
    try query {
      let statement = try database.cachedStatement(sql: sql)
      let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
      var elements: [Element] = []
      while let row = try cursor.next() {
        var fields = RowFields(row)
        elements.append(try make(&fields))
      }
      return elements
    }
  }

  func stateId() throws(StateFailure) -> String {
    let found = try rows("SELECT value FROM meta WHERE name = 'stateId'") { try $0.text() }
    guard let id = found.first else {
      throw StateFailure(
        .corruptDatabase,
        "'\(path)' is damaged: it has no number of its own; " + StateFailure.remedyForDamage)
    }
    return id
  }
}
