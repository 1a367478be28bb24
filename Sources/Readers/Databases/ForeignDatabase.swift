import GRDB
import Records

/// An SQLite file that may be a stranger's.
///
/// It is opened to be read only, nothing that its schema holds is run, and only ordinary tables are
/// read. Nothing is written beside it where that can be helped.
struct ForeignDatabase {
  private let path: String
  /// Whether the header asks for a write-ahead log that does not lie beside the file: all rows are
  /// in the file, and SQLite would only create the log that it misses.
  private let lacksLog: Bool

  /// Seconds to wait for a program that is writing the database.
  private static let busySeconds = 5.0
  /// Bytes 18 and 19 of the header, the write and read versions, are 2 for a write-ahead log (file
  /// format, section 1.3.3).
  private static let versionOffset = 18
  private static let logVersion: UInt8 = 2

  /// SQLite opens files by itself, which must be there whole and under a name that is text.
  init(_ stream: ByteStream, _ path: InputPath) throws(InputFailure) {
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
    self.path = path.text.hasPrefix("/") ? path.text : "./" + path.text
    let versions = stream.peek(Self.versionOffset + 2).dropFirst(Self.versionOffset)
    let hasLog = FileIdentity(InputPath(bytes: path.bytes + Array("-wal".utf8))) != nil
    lacksLog = versions.contains(Self.logVersion) && !hasLog
  }

  /// Opens the file, hands its tables to `body` and closes it.
  ///
  /// - Parameter shouldStop: asked now and then, also inside a statement.
  func read(
    _ shouldStop: () -> Bool, _ body: (ForeignTables) throws -> Void
  ) throws(InputFailure) {
    do {
      try withoutActuallyEscaping(shouldStop) { shouldStop in
        let queue = try DatabaseQueue(path: name, configuration: Self.configuration)
        try queue.inDatabase { database in
          guard let connection = unsafe database.sqliteConnection else { return }
          try unsafe SQLite.interrupting(connection, when: SQLite.Watch(shouldStop)) {
            try body(ForeignTables(database))
          }
        }
        try queue.close()
      }
    } catch {
      throw Self.failure(error)
    }
  }

  /// What SQLite is told to open.
  private var name: String {
    guard lacksLog else { return path }
    let escaped = path.utf8.map { byte -> String in
      let isPlain =
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
        || Character(UnicodeScalar(byte)).isLetter && byte < 0x80
      return isPlain ? String(UnicodeScalar(byte)) : "%" + Self.hexadecimal(byte)
    }
    return "file:" + escaped.joined() + "?immutable=1"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(busySeconds)
    configuration.prepareDatabase { database in
      if let connection = unsafe database.sqliteConnection { unsafe SQLite.harden(connection) }
      try database.execute(
        sql: """
          PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;
          PRAGMA ignore_check_constraints = ON;
          """)
    }
    return configuration
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
    case .SQLITE_READONLY, .SQLITE_CANTOPEN:
      return InputFailure(
        .readOnly,
        "the database has a write-ahead log, which SQLite reads only where it may write: \(words); "
          + "copy the database and its '-wal' file into a directory of yours")
    default:
      return InputFailure(.readError, "SQLite cannot read the database: \(words)")
    }
  }
}
