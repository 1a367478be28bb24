import GRDB
import Records

/// Reads the rows of a database that `extract --format sqlite` wrote, or of one with such tables.
///
/// The file may be a stranger's: it is opened to be read only, nothing that its schema holds is
/// run, and only ordinary tables are read.
struct DatabaseReader {
  private let stream: ByteStream

  /// Seconds to wait for a program that is writing the database.
  private static let busySeconds = 5.0

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  /// Reads to the end or the first damage, and accounts for every row in `flow`.
  func read(into flow: inout RecordFlow, shouldStop: () -> Bool) {
    flow.tally.describe { $0.format = .sqlite }
    do {
      let path = try filePath(flow.tally.summary.path)
      try withoutActuallyEscaping(shouldStop) { shouldStop in
        try read(path, into: &flow, shouldStop)
      }
    } catch {
      if shouldStop() { return flow.tally.stop() }
      let hasRows = flow.tally.summary.packetCount > 0
      flow.tally.fail(Self.failure(error), hasRows ? .partial : .error)
    }
  }

  /// SQLite opens files by itself, which must be there whole and under a name that is text.
  private func filePath(_ path: InputPath) throws(InputFailure) -> String {
    if stream.compression != .none {
      throw InputFailure(
        .unsupportedCompression, "a compressed database is not read; decompress it first")
    }
    if path == .standardInput {
      throw InputFailure(
        .unsupportedFormat, "a database is not read from standard input; name its file")
    }
    guard path.isText else {
      throw InputFailure(.encoding, "a database is only read by a name in UTF-8; rename the file")
    }
    // Never a name that SQLite takes for something else, such as ':memory:' or a URI.
    return path.text.hasPrefix("/") ? path.text : "./" + path.text
  }

  private func read(
    _ path: String, into flow: inout RecordFlow, _ shouldStop: @escaping () -> Bool
  ) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(Self.busySeconds)
    configuration.prepareDatabase { database in
      if let connection = unsafe database.sqliteConnection { unsafe SQLite.harden(connection) }
      try database.execute(
        sql: """
          PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;
          PRAGMA ignore_check_constraints = ON;
          """)
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase { database in
      guard let connection = unsafe database.sqliteConnection else { return }
      try unsafe SQLite.interrupting(connection, when: SQLite.Watch(shouldStop)) {
        let table = try DatabaseTable(database, withTraits: flow.wantsTraits)
        try readRows(of: table, database, into: &flow)
      }
    }
    try queue.close()
  }

  private func readRows(
    of table: DatabaseTable, _ database: Database, into flow: inout RecordFlow
  ) throws {
    let columns = try RecordTable(
      header: TableRow(names: table.columnNames), depth: flow.selection.depth,
      withTraits: flow.wantsTraits)
    let statement = try database.makeStatement(sql: table.selection)
    var row = TableRow()
    while true {
      switch unsafe SQLite.step(statement.sqliteStatement) {
      case .done: return
      case .failed(let code): throw DatabaseError(resultCode: ResultCode(rawValue: code))
      case .row: break
      }
      row.removeAll()
      var isWithoutBlobs = true
      for column in table.columnNames.indices {
        let isText = unsafe SQLite.append(column, of: statement.sqliteStatement, to: &row)
        isWithoutBlobs = isWithoutBlobs && isText
      }
      let record = flow.tally.nextRecord
      flow.accountForRow { () throws(SkipReason) in
        guard isWithoutBlobs else { throw .badValue }
        return try columns.record(row, number: record)
      }
    }
  }

  /// A failure in the words of the outcome contract.
  private static func failure(_ error: any Error) -> InputFailure {
    if let failure = error as? InputFailure { return failure }
    guard let error = error as? DatabaseError else {
      return InputFailure(.readError, "SQLite cannot read the database: \(error)")
    }
    let words = error.message ?? "\(error.resultCode)"
    switch error.resultCode.primaryResultCode {
    case .SQLITE_NOTADB:
      return InputFailure(
        .notADatabase, "the file begins like an SQLite database, but is none: \(words)")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return InputFailure(
        .busy, "another program is writing the database: \(words); wait until it is done")
    case .SQLITE_CORRUPT:
      return InputFailure(.corruptDatabase, "the database is damaged: \(words); copy it again")
    case .SQLITE_TOOBIG:
      return InputFailure(.tooLarge, "a value is larger than any column may hold: \(words)")
    default:
      return InputFailure(.readError, "SQLite cannot read the database: \(words)")
    }
  }
}
