import GRDB

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Makes the database, whole or not at all.
///
/// It is made under another name and renamed when it is durable, so whatever ends the program
/// leaves no half of one; what an earlier attempt left is thrown away.
struct NewStateDatabase {
  private static let name = "state.db.new"
  /// Files that SQLite puts beside a database.
  private static let companions = ["-journal", "-wal", "-shm"]

  private let directory: StateDirectory
  private let path: String

  init(in directory: StateDirectory) {
    self.directory = directory
    path = directory.path(of: Self.name)
  }

  func make() throws(StateFailure) {
    try checkNoLogIsLeft()
    for suffix in [""] + Self.companions { unlink(path + suffix) }
    try makeEmptyFile()
    do {
      try fill()
    } catch {
      throw StateFailure(error, of: path)
    }
    try publish()
  }

  /// SQLite would take the log of a database that is gone for that of a new one.
  private func checkNoLogIsLeft() throws(StateFailure) {
    for suffix in Self.companions where directory.has(StateDirectory.databaseName + suffix) {
      let log = directory.path(of: StateDirectory.databaseName + suffix)
      throw StateFailure(
        .corruptDatabase,
        "'\(log)' is there, but not the database it belongs to; put that back, or move "
          + "'\(log)' away to begin anew")
    }
  }

  private func makeEmptyFile() throws(StateFailure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StateFailure(errorNumber: errno, "make", path) }
    close(descriptor)
  }

  private func fill() throws {
    var configuration = Configuration()
    configuration.qos = StateDatabase.priority
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase {
      try $0.execute(
        sql: "PRAGMA application_id = \(StateDatabase.applicationIdentifier)")
    }
    try Migration.migrate(queue)
    let mode = try queue.inDatabase {
      try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL")
    }
    try queue.close()
    guard mode == "wal" else {
      throw StateFailure(
        .ioError,
        "'\(path)' must have a write-ahead log, which this file system does not allow; use "
          + "another directory, by --state")
    }
  }

  private func publish() throws(StateFailure) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw StateFailure(errorNumber: errno, "open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0,
      rename(path, directory.path(of: StateDirectory.databaseName)) == 0
    else { throw StateFailure(errorNumber: errno, "write", path) }
    try directory.synchronize()
  }
}
