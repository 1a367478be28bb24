import Foundation
import GRDB
import Readers
import Records
import Testing

@Suite struct DatabaseReaderTests {
  /// Reads a database that `sql` made.
  private func reading(
    _ sql: String, selection: RecordSelection = RecordSelection(),
    damage: (inout Data) -> Void = { _ in }
  ) throws -> Reading {
    let input = try TestInput([])
    let file = input.directory.appending(path: "base")
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
    var data = try Data(contentsOf: file)
    damage(&data)
    try data.write(to: file)
    return Reading(InputPath(file.path), selection: selection)
  }

  private static let columns = "timestamp TEXT, id INTEGER, len INTEGER, isrc TEXT, idst TEXT"

  @Test func rowsAreReadInTheOrderOfTheTable() throws {
    let reading = try reading(
      """
      CREATE TABLE packets (\(Self.columns));
      CREATE INDEX all_of_it ON packets (isrc, idst, timestamp, len, id);
      INSERT INTO packets VALUES ('1331901000.260000', 0, 60, '10.0.0.9', '10.0.0.1'),
        (NULL, 1, NULL, NULL, '::1'), ('1331901001', 2, 90, '10.0.0.2', '10.0.0.1');
      """)
    #expect(reading.summary.status == .ok && reading.summary.format == .sqlite)
    #expect(reading.accountsForEveryRecord && reading.summary.packetCount == 3)
    #expect(
      reading.observations.map(\.source) == [IPAddress("10.0.0.9"), nil, IPAddress("10.0.0.2")])
    #expect(reading.observations.map(\.record) == [1, 2, 3])
    #expect(reading.observations[0].timestamp?.fractionDigitCount == 6)
    #expect(reading.observations[2].byteCount == 90)
  }

  @Test func damageIsToldOnOneLine() throws {
    let rows = (0..<2000).map { "(NULL, \($0), 60, '10.0.0.9', '10.0.0.1')" }
    let reading = try reading(
      "CREATE TABLE packets (\(Self.columns)); INSERT INTO packets VALUES "
        + rows.joined(separator: ",")
    ) { data in
      // A page of rows, some way behind the schema's.
      for offset in 8192..<8200 { data[offset] = 0xff }
    }
    let failure = try #require(reading.summary.failure)
    #expect(failure.class == .corruptDatabase)
    #expect(failure.message.utf8.allSatisfy { $0 >= 0x20 }, "\(failure.message)")
  }

  @Test func valuesOfOtherTypesAreSkippedByName() throws {
    let reading = try reading(
      """
      CREATE TABLE packets (timestamp, id, len, isrc, idst);
      INSERT INTO packets VALUES (1331901000, 0, 60, '10.0.0.1', '10.0.0.2'),
        (1331901000.5, 1, 'many', '10.0.0.1', '10.0.0.2'), (NULL, 2, 1, 7, '10.0.0.2'),
        (NULL, 3, 1, x'0a000001', '10.0.0.2'), ('noon', 4, 1, '10.0.0.1', NULL),
        (NULL, 5, 1, NULL, NULL), (NULL, -6, 1, '10.0.0.1', NULL);
      """)
    #expect(reading.accountsForEveryRecord && reading.summary.usedPacketCount == 1)
    #expect(
      reading.summary.skipped == [.badValue: 3, .badIP: 1, .badTime: 1, .noIP: 1])
  }

  @Test func addressCountsWidenTheTimesWithoutCountingTwice() throws {
    let reading = try reading(
      """
      CREATE TABLE addresses (side, address, packetCount, byteCount, firstTimestamp, lastTimestamp);
      INSERT INTO addresses VALUES
        ('source', '10.0.0.1', 3, 300, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z');
      """)
    #expect(reading.summary.packetCount == 1 && reading.summary.usedPacketCount == 1)
    #expect(reading.observations.map(\.packetCount) == [3, 0])
    #expect(reading.observations.map(\.byteCount) == [300, 0])
    #expect(reading.summary.firstTimestamp == Timestamp("2026-01-01T00:00:00Z"))
    #expect(reading.summary.lastTimestamp == Timestamp("2026-01-02T00:00:00Z"))
  }

  @Test func innermostAddressesAreReadOnRequest() throws {
    var selection = RecordSelection()
    selection.depth = .innermost
    let reading = try reading(
      """
      CREATE TABLE packets (isrc, idst, innersrc, innerdst);
      INSERT INTO packets VALUES ('10.0.0.1', '10.0.0.2', 'fd00::1', 'fd00::2');
      """, selection: selection)
    #expect(reading.observations.map(\.source) == [IPAddress("fd00::1")])
  }

  @Test(arguments: [
    ("CREATE TABLE other (isrc, idst)", InputFailure.Class.missingTable),
    ("CREATE TABLE t (isrc, idst); CREATE VIEW packets AS SELECT * FROM t", .notATable),
    ("CREATE TABLE packets (isrc, len)", .missingColumns),
    ("CREATE TABLE packets (a, b)", .missingColumns),
    (
      "CREATE TABLE packets (a, isrc AS (upper(a)), idst AS (hex(a)))",
      .missingColumns
    ),
  ])
  func aTableThatIsNoneOfOursIsRefused(sql: String, expected: InputFailure.Class) throws {
    let reading = try reading(sql)
    #expect(reading.summary.status == .error)
    #expect(reading.summary.failure?.class == expected)
  }

  @Test func aVirtualTableIsRefused() throws {
    let reading = try reading("CREATE VIRTUAL TABLE packets USING fts5 (isrc, idst)")
    #expect(reading.summary.failure?.class == .notATable)
  }

  @Test func aDamagedPageIsACorruptDatabase() throws {
    let sql = """
      CREATE TABLE packets (\(Self.columns));
      WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 999)
      INSERT INTO packets SELECT i, i, 60, '10.0.0.1', '10.0.0.2' FROM n;
      """
    let damaged = try reading(sql) { data in
      for offset in 8192..<8292 { data[offset] = 0xa5 }
    }
    #expect(damaged.summary.failure?.class == .corruptDatabase)
    #expect(damaged.summary.status == .error && damaged.observations.isEmpty)
    let cut = try reading(sql) { data in data = data.prefix(9000) }
    #expect(cut.summary.failure?.class == .corruptDatabase)
    let foreign = try reading(sql) { data in
      for offset in 16..<100 { data[offset] = 0xff }
    }
    #expect(foreign.summary.failure?.class == .notADatabase)
  }

  @Test func noDamageOfAByteTraps() throws {
    let sql = "CREATE TABLE packets (isrc, idst); INSERT INTO packets VALUES ('::1', '::2')"
    for offset in stride(from: 0, to: 8192, by: 97) {
      let reading = try reading(sql) { data in data[offset] ^= 0xff }
      #expect(reading.accountsForEveryRecord, "byte \(offset)")
    }
  }

  @Test func aHugeValueIsTooLarge() throws {
    let reading = try reading(
      """
      CREATE TABLE packets (isrc, idst);
      INSERT INTO packets VALUES (hex(zeroblob(2000000)), '::1');
      """)
    #expect([.tooLarge, .corruptDatabase].contains(reading.summary.failure?.class))
  }

  @Test func aWriterAtWorkIsWaitedForAndThenNamed() throws {
    let input = try TestInput([])
    let file = input.directory.appending(path: "base")
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "CREATE TABLE packets (isrc, idst)")
      try database.execute(sql: "BEGIN EXCLUSIVE")
      let reading = Reading(InputPath(file.path))
      #expect(reading.summary.failure?.class == .busy)
      try database.execute(sql: "COMMIT")
    }
  }

  @Test func rowsOfAWriteAheadLogAreRead() throws {
    let input = try TestInput([])
    let file = input.directory.appending(path: "base")
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = WAL; CREATE TABLE packets (isrc, idst);
          INSERT INTO packets VALUES ('10.0.0.1', '10.0.0.2');
          """)
      let reading = Reading(InputPath(file.path))
      #expect(reading.observations.count == 1)
    }
  }
}
