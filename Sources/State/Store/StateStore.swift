import GRDB

/// What outlives a scan, in one SQLite database of a directory of its own.
///
/// docs/state.md has its tables. A store for writing holds the lock of the directory until it is
/// deinitialized. Not to be used again inside of `read` or `write`.
public final class StateStore: Sendable {
  /// 32 hexadecimal digits, drawn when the state was made; identifiers of findings begin with it.
  public let stateId: String

  private let queue: DatabaseQueue
  private let path: String
  /// Nil of a store that is only read.
  private let lock: StateLock?

  /// Opens the state for writing, and makes or migrates it first where that is due.
  ///
  /// - Parameter directory: made, for us alone, where there is none.
  /// - Throws: `busy` at once where another scan runs, and after 5 s where another program has
  ///   locked the database; every other class of failure but `notFound`. Nothing is changed then.
  public init(writing directory: [UInt8]) throws(StateFailure) {
    let directory = try StateDirectory(making: directory)
    lock = try StateLock(in: directory)
    path = directory.path(of: StateDirectory.databaseName)
    queue = try StateDatabase(in: directory).openForWriting()
    stateId = try Self.read(queue, path) { reader throws(StateFailure) in try reader.stateId() }
  }

  /// Opens the state for reading: takes no lock, makes nothing and migrates nothing.
  ///
  /// - Throws: `notFound` where there is none.
  public init(reading directory: [UInt8]) throws(StateFailure) {
    let directory = try StateDirectory(existing: directory)
    lock = nil
    path = directory.path(of: StateDirectory.databaseName)
    queue = try StateDatabase(in: directory).openForReading()
    stateId = try Self.read(queue, path) { reader throws(StateFailure) in try reader.stateId() }
  }

  deinit {
    // Before the lock is given back. All that was written is durable already, so a failure to tidy
    // up concerns nobody.
    try? queue.close()
  }

  /// Hands the state as it is at one moment to `body`.
  public func read<Result>(
    _ body: (StateReader) throws(StateFailure) -> Result
  ) throws(StateFailure) -> Result {
    // Else the database might be closed as soon as its queue was looked up.
    try withExtendedLifetime(self) { () throws(StateFailure) in
      try Self.read(queue, path, body)
    }
  }

  /// Hands the state to `body` to be changed in one transaction, which is durable on return.
  ///
  /// Where `body` or the transaction fails, nothing has changed.
  @discardableResult
  public func write<Result>(
    _ body: (StateWriter) throws(StateFailure) -> Result
  ) throws(StateFailure) -> Result {
    do {
      return try queue.write { database in
        try body(StateWriter(reader: StateReader(database, path)))
      }
    } catch {
      throw StateFailure(error, of: path)
    }
  }

  private static func read<Result>(
    _ queue: DatabaseQueue, _ path: String,
    _ body: (StateReader) throws(StateFailure) -> Result
  ) throws(StateFailure) -> Result {
    do {
      return try queue.read { database in try body(StateReader(database, path)) }
    } catch {
      throw StateFailure(error, of: path)
    }
  }
}
