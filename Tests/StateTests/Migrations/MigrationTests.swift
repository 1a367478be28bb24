import Foundation
import GRDB
import Testing

@testable import State

@Suite struct MigrationTests {
  @Test func versionsFollowEachOther() {
    #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
  }

  /// A state as a released version made it, with rows in it.
  private func folder(_ release: ReleasedSchema) throws -> StateFolder {
    let folder = try StateFolder()
    try FileManager.default.createDirectory(
      atPath: folder.directory, withIntermediateDirectories: true)
    chmod(folder.directory, 0o700)
    try folder.execute(
      """
      PRAGMA application_id = \(0x6970_6373);
      PRAGMA journal_mode = WAL;
      \(release.statements)
      \(release.rows)
      PRAGMA user_version = \(release.version);
      """)
    chmod(folder.path("state.db"), 0o600)
    return folder
  }

  @Test(arguments: ReleasedSchema.all)
  func aStateOfEveryReleaseIsOpenedWithAllItHeld(_ release: ReleasedSchema) throws {
    let folder = try folder(release)
    let store = try folder.store()
    #expect(store.stateId == "000102030405060708090a0b0c0d0e0f")
    try store.read { reader throws(StateFailure) in
      #expect(try reader.capture(7)?.skipped == [.noIP: 2])
      #expect(try reader.knownFiles().map(\.verdict) == [.capture(7)])
      #expect(try reader.addresses(on: .source, of: .ipv4, days: nil).map(\.packetCount) == [5])
      #expect(try reader.dayRange() == 20_000...20_000)
      #expect(try reader.finding("abcdef")?.finding.reasons == ["first", "second"])
      #expect(try reader.pendingDeliveries(to: "syslog").count == 1)
      #expect(try reader.feedback().map(\.why) == ["a printer"])
      #expect(try reader.allowHits().map(\.count) == [3])
      #expect(try reader.latestBaseline()?.model == [1, 2])
      #expect(try reader.scans(limit: 1).map(\.note) == ["a note"])
    }
    #expect(try version(folder) == Migration.all.count)
  }

  /// So that nobody changes a version that is out: the same tables come out of both.
  @Test func aNewStateHasTheSchemaOfTheLastRelease() throws {
    let old = try folder(try #require(ReleasedSchema.all.last))
    let new = try StateFolder()
    try old.make()
    try new.make()
    #expect(try schema(of: old) == schema(of: new))
    #expect(try schema(of: new).count > 20)
  }

  private func schema(of folder: StateFolder) throws -> [String] {
    let queue = try DatabaseQueue(path: folder.path("state.db"))
    defer { try? queue.close() }
    return try queue.read { database in
      try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master ORDER BY name").map {
        let definition = ($0["sql"] as String?)?.split(whereSeparator: \.isWhitespace)
        return "\($0["name"] as String): \(definition?.joined(separator: " ") ?? "automatic")"
      }
    }
  }

  private func version(_ folder: StateFolder) throws -> Int? {
    let queue = try DatabaseQueue(path: folder.path("state.db"))
    defer { try? queue.close() }
    return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }
}
