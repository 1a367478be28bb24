import Foundation
import GRDB
import Records
import Testing

@testable import State

@Suite struct StateDatabaseTests {
  private static func file(_ number: Int) -> KnownFile {
    KnownFile(
      path: InputPath("captures/\(number).pcap"),
      identity: KnownFile.Identity(
        device: 1, node: UInt64(number), byteCount: 24, modificationSeconds: 5,
        modificationNanoseconds: 0), verdict: .ignored("empty-file"))
  }

  /// A state of many pages.
  private static func largeFolder() throws -> StateFolder {
    let folder = try StateFolder()
    try folder.make { writer throws(StateFailure) in
      for number in 0..<2000 { try writer.put(file(number)) }
    }
    return folder
  }

  @Test(arguments: [4096, 40_960])
  func aDamagedPageIsToldOfAndKept(_ offset: Int) throws {
    let folder = try Self.largeFolder()
    let url = URL(filePath: folder.path("state.db"))
    var data = try Data(contentsOf: url)
    #expect(data.count > 100_000)
    for index in offset..<offset + 64 { data[index] ^= 0xff }
    try data.write(to: url)
    chmod(url.path, 0o600)
    let before = try folder.contents()
    let failure = try #require(folder.refusal())
    #expect(failure.class == .corruptDatabase)
    #expect(failure.message.contains("state.db' is damaged: "))
    #expect(failure.message.utf8.allSatisfy { $0 >= 0x20 }, "\(failure.message)")
    #expect(try folder.contents()["state.db"] == before["state.db"])
    #expect(
      StateFolder.failure { _ = try StateStore(reading: folder.bytes) }?.class
        == .corruptDatabase)
  }

  @Test(arguments: ["", "SQLite", String(repeating: "no database ", count: 400)])
  func aFileThatIsNoDatabaseIsKept(_ text: String) throws {
    let folder = try StateFolder()
    try folder.make()
    let url = URL(filePath: folder.path("state.db"))
    try Data(text.utf8).write(to: url)
    #expect(folder.refusal()?.class == .notADatabase)
    #expect(try Data(contentsOf: url) == Data(text.utf8))
  }

  @Test func theDatabaseOfAnotherProgramIsKept() throws {
    let folder = try StateFolder()
    try folder.make()
    try FileManager.default.removeItem(atPath: folder.path("state.db"))
    try folder.execute("CREATE TABLE theirs (value)")
    chmod(folder.path("state.db"), 0o600)
    let before = try folder.contents()
    let failure = try #require(folder.refusal())
    #expect(failure.class == .notADatabase)
    #expect(failure.message.contains("another program's database"))
    #expect(try folder.contents() == before)
  }

  @Test func aNewerSchemaKeepsEveryByte() throws {
    let folder = try Self.largeFolder()
    try folder.execute("PRAGMA user_version = \(StateDatabase.schemaVersion + 1)")
    let before = try folder.contents()
    let failure = try #require(folder.refusal())
    #expect(failure.class == .newerSchema)
    #expect(failure.message.contains("has schema 2, but at most 1 is known"))
    #expect(try folder.contents() == before)
    #expect(
      StateFolder.failure { _ = try StateStore(reading: folder.bytes) }?.class == .newerSchema)
  }

  /// As a newer program leaves it that was killed: the header still has the old version.
  @Test func aNewerSchemaThatOnlyTheLogKnowsKeepsEveryByte() throws {
    let folder = try Self.largeFolder()
    let queue = try DatabaseQueue(path: folder.path("state.db"))
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA wal_autocheckpoint = 0;
          PRAGMA user_version = \(StateDatabase.schemaVersion + 1);
          """)
    }
    let killed = try StateFolder()
    try FileManager.default.createDirectory(
      atPath: killed.directory, withIntermediateDirectories: true)
    chmod(killed.directory, 0o700)
    for name in ["state.db", "state.db-wal"] {
      try FileManager.default.copyItem(atPath: folder.path(name), toPath: killed.path(name))
    }
    try queue.close()
    let before = try killed.contents()
    #expect(killed.refusal()?.class == .newerSchema)
    let after = try killed.contents()
    #expect(after["state.db"] == before["state.db"])
    #expect(after["state.db-wal"] == before["state.db-wal"])
  }

  @Test func anotherProgramsLockIsWaitedForAndToldOf() throws {
    let folder = try StateFolder()
    try folder.make()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: folder.path("state.db"), configuration: configuration)
    try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let clock = ContinuousClock()
    let start = clock.now
    let failure = try #require(folder.refusal())
    let duration = clock.now - start
    #expect(failure.class == .busy)
    #expect(failure.message.contains("another program has locked it for 5 s"))
    #expect(duration > .seconds(4) && duration < .seconds(30))
    try other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    #expect(folder.refusal() == nil)
  }

  @Test func aDatabaseThatIsGoneWithoutItsLogIsNotMadeAnew() throws {
    let folder = try StateFolder()
    try folder.make()
    let log = Data("the last changes".utf8)
    try FileManager.default.removeItem(atPath: folder.path("state.db"))
    try log.write(to: URL(filePath: folder.path("state.db-wal")))
    #expect(folder.refusal()?.class == .corruptDatabase)
    #expect(try folder.contents()["state.db-wal"] == log)
    #expect(try folder.contents()["state.db"] == nil)
  }

  @Test func whatAnEndedAttemptLeftIsThrownAway() throws {
    let folder = try StateFolder()
    try folder.make()
    try FileManager.default.removeItem(atPath: folder.path("state.db"))
    for suffix in ["", "-journal", "-wal"] {
      try Data("half".utf8).write(to: URL(filePath: folder.path("state.db.new" + suffix)))
    }
    #expect(folder.refusal() == nil)
    #expect(Set(try folder.contents().keys) == ["lock", "state.db"])
  }

  @Test func connectionsAreAsTheContractAsks() throws {
    let folder = try StateFolder()
    try folder.make()
    let directory = try StateDirectory(making: folder.bytes)
    let queue = try StateDatabase(in: directory).openForWriting()
    let values = try queue.read { database in
      try [
        "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema",
        "cell_size_check", "mmap_size", "application_id", "user_version",
      ].map { try Row.fetchOne(database, sql: "PRAGMA \($0)")?[0] as DatabaseValue? }
    }
    let expected: [any DatabaseValueConvertible] = [
      "wal", 2, 1, 5000, 0, 1, 0, 0x6970_6373, 1,
    ]
    #expect(values == expected.map(\.databaseValue))
  }

  @Test(arguments: [
    (ResultCode.SQLITE_FULL, StateFailure.Class.full), (.SQLITE_IOERR_WRITE, .ioError),
    (.SQLITE_IOERR_FSYNC, .ioError), (.SQLITE_READONLY_DIRECTORY, .readOnly),
    (.SQLITE_CANTOPEN, .readOnly), (.SQLITE_PERM, .readOnly), (.SQLITE_BUSY_SNAPSHOT, .busy),
    (.SQLITE_CORRUPT_INDEX, .corruptDatabase), (.SQLITE_NOTADB, .notADatabase),
  ])
  func errorsOfSQLiteHaveTheirClass(_ code: ResultCode, _ class: StateFailure.Class) {
    let failure = StateFailure(DatabaseError(resultCode: code), of: "d/state.db")
    #expect(failure.class == `class`)
    #expect(failure.message.contains("'d/state.db'"))
  }
}
