import Dispatch
import GRDB

/// Opens the database of the state, and checks that it is sound and ours before it is written.
struct StateDatabase {
  /// `ipcs` in ASCII, by which `file` tells it from other databases of ours.
  static let applicationIdentifier = 0x6970_6373
  /// The newest that is known.
  static var schemaVersion: Int { Migration.all.count }

  /// Of the threads that work on the database: that of all others.
  ///
  /// GRDB would take more, which only root may; for others Dispatch tells the system's log of it.
  static var priority: DispatchQoS { .default }

  /// Kibibytes of pages in memory: the upper levels of the indices of a million addresses.
  private static let cacheKibibyteCount = 32 << 10

  private let directory: StateDirectory
  private let path: String

  init(in directory: StateDirectory) {
    self.directory = directory
    path = directory.path(of: StateDirectory.databaseName)
  }

  /// Opens the database to be written; makes it where there is none, and migrates it.
  ///
  /// Whoever calls this holds the lock.
  func openForWriting() throws(StateFailure) -> DatabaseQueue {
    if directory.has(StateDirectory.databaseName) {
      try checkHeader(mustBeOurs: true)
      // By a connection that cannot write, so that one which is refused keeps every byte: even the
      // last to close a connection for writing would move the log's pages into the file.
      let queue = try open(path, forWriting: false)
      _ = try check(queue)
      try close(queue)
    } else {
      try NewStateDatabase(in: directory).make()
    }
    let queue = try open(path, forWriting: true)
    do {
      try Migration.migrate(queue)
      // What would stop the first change, stops it now: nothing was read or sent yet.
      try queue.inTransaction(.immediate) { _ in .rollback }
    } catch {
      throw StateFailure(error, of: path)
    }
    return queue
  }

  /// Opens the database to be read only.
  func openForReading() throws(StateFailure) -> DatabaseQueue {
    guard directory.has(StateDirectory.databaseName) else {
      throw StateFailure(
        .notFound, "'\(path)' is not there; 'ipclust watch' makes it when it first looks")
    }
    try checkHeader(mustBeOurs: false)
    let queue = try open(nameForReading, forWriting: false)
    let version = try check(queue)
    guard version == Self.schemaVersion else {
      throw StateFailure(
        .readOnly,
        "'\(path)' has schema \(version), but \(Self.schemaVersion) is read; run 'ipclust watch' "
          + "once, which migrates it")
    }
    return queue
  }

  /// What SQLite is told to open.
  ///
  /// To read a database with a write-ahead log it makes the log's files, which it cannot where
  /// nothing may be written; without them all is in the file, and nobody is about to change that.
  private var nameForReading: String {
    let hasLog = directory.has(StateDirectory.databaseName + "-wal")
    guard !hasLog, !directory.isWritable else { return path }
    let escaped = path.utf8.map { byte in
      let isPlain =
        byte == UInt8(ascii: "/") || (0x30...0x39).contains(byte)
        || (0x61...0x7a).contains(byte | 0x20)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "file:" + escaped.joined() + "?immutable=1"
  }

  private func checkHeader(mustBeOurs: Bool) throws(StateFailure) {
    let header = try DatabaseHeader(of: path, mustBeOurs: mustBeOurs)
    try check(header.applicationIdentifier, header.userVersion)
  }

  private func check(_ applicationIdentifier: Int, _ version: Int) throws(StateFailure) {
    guard applicationIdentifier == Self.applicationIdentifier, version > 0 else {
      throw StateFailure(
        .notADatabase,
        "'\(path)' must be the state of ipclust, but is another program's database; use another "
          + "directory, by --state")
    }
    guard version <= Self.schemaVersion else {
      throw StateFailure(
        .newerSchema,
        "'\(path)' has schema \(version), but at most \(Self.schemaVersion) is known; a newer "
          + "ipclust wrote it: use that one")
    }
  }

  /// Checks all pages, and what the log says beyond the header.
  ///
  /// - Returns: the version of the schema.
  private func check(_ queue: DatabaseQueue) throws(StateFailure) -> Int {
    do {
      return try queue.read { database in
        let identifier = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try check(identifier, version)
        let report = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
        guard report == "ok" else {
          // The report has lines: which database, then what is wrong with it.
          let words = (report ?? "no answer").split(whereSeparator: \.isNewline)
            .joined(separator: " ")
          throw StateFailure(
            .corruptDatabase, "'\(path)' is damaged: \(words); " + StateFailure.remedyForDamage)
        }
        return version
      }
    } catch {
      throw StateFailure(error, of: path)
    }
  }

  private func close(_ queue: DatabaseQueue) throws(StateFailure) {
    do { try queue.close() } catch { throw StateFailure(error, of: path) }
  }

  private func open(_ path: String, forWriting: Bool) throws(StateFailure) -> DatabaseQueue {
    do {
      return try DatabaseQueue(path: path, configuration: Self.configuration(forWriting))
    } catch {
      throw StateFailure(error, of: path)
    }
  }

  private static func configuration(_ forWriting: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.qos = Self.priority
    configuration.readonly = !forWriting
    configuration.busyMode = .timeout(Double(StateFailure.busySeconds))
    configuration.prepareDatabase { database in
      // Foreign keys are GRDB's own default. Defensive mode has no pragma; nothing that a row
      // says is ever run here.
      try database.execute(
        sql: """
          PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
          PRAGMA synchronous = FULL; PRAGMA cache_size = -\(cacheKibibyteCount);
          """)
    }
    return configuration
  }
}
