import CSQLite
import Records

/// What SQLite is asked for that GRDB does not offer.
///
/// The only file that imports SQLite. Pointers to connections and statements come from GRDB, which
/// keeps what they point to alive for as long as the objects they are taken from.
enum SQLite {
  /// Bytes of the longest value that is read: more than any column of ours holds, and few enough
  /// that a crafted value cannot take the memory.
  private static let maximumValueByteCount: Int32 = 1 << 20

  /// Virtual-machine steps between two looks at whether the reading was cancelled.
  private static let stepsPerLook: Int32 = 100_000

  /// What a step of a statement came to.
  enum Step {
    case row
    case done
    /// SQLite's result code.
    case failed(Int32)
  }

  /// What a value of a row was.
  enum Value {
    /// Or a number, which SQLite writes as text.
    case text
    case null
    case blob
  }

  /// Makes a connection to a file of strangers as harmless as it gets.
  static func harden(_ connection: OpaquePointer) {
    // Results are left: an older SQLite may not know an option, and no right depends on one.
    _ = unsafe ipclust_sqlite3_set_option(connection, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = unsafe ipclust_sqlite3_set_option(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    _ = unsafe ipclust_sqlite3_set_option(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    _ = unsafe ipclust_sqlite3_set_option(connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    _ = unsafe sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, maximumValueByteCount)
    _ = unsafe sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0)
  }

  /// Has every statement of `connection` end as soon as `watch` says so, until `body` is done.
  static func interrupting<Result>(
    _ connection: OpaquePointer, when watch: Watch, _ body: () throws -> Result
  ) rethrows -> Result {
    // The watch outlives the handler: it is taken back before this function returns.
    let context = unsafe Unmanaged.passUnretained(watch).toOpaque()
    unsafe sqlite3_progress_handler(
      connection, stepsPerLook,
      { context in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().isOver() ? 1 : 0
      }, context)
    defer { unsafe sqlite3_progress_handler(connection, 0, nil, nil) }
    return try withExtendedLifetime(watch) { try body() }
  }

  /// Who is asked whether to go on.
  final class Watch {
    fileprivate let isOver: () -> Bool

    init(_ isOver: @escaping () -> Bool) { self.isOver = isOver }
  }

  static func step(_ statement: OpaquePointer) -> Step {
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW: .row
    case SQLITE_DONE: .done
    case let code: .failed(code)
    }
  }

  /// Adds the value in `column` of the row under way to `row`, as text.
  ///
  /// - Returns: what it was; of a blob, which no column of ours holds, nothing is added.
  static func append(
    _ column: Int, of statement: OpaquePointer, to row: inout TableRow
  ) -> Value {
    let column = Int32(truncatingIfNeeded: column)
    switch unsafe sqlite3_column_type(statement, column) {
    case SQLITE_NULL:
      row.append(EmptyCollection())
      return .null
    case SQLITE_BLOB:
      row.append(EmptyCollection())
      return .blob
    default:
      // Numbers are converted to text by SQLite. The bytes stay until the next step.
      let text = unsafe sqlite3_column_text(statement, column)
      let byteCount = unsafe Int(sqlite3_column_bytes(statement, column))
      unsafe row.append(UnsafeBufferPointer(start: text, count: text == nil ? 0 : byteCount))
      return .text
    }
  }
}
