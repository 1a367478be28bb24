import Foundation
import GRDB
import Records

/// The tables `inputs` and `skipped`: where every record of every input went.
enum InputDatabaseTables {
  static func write(_ inputs: [InputSummary], to database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE inputs (
          input INTEGER PRIMARY KEY, path TEXT, status TEXT, errorClass TEXT, errorMessage TEXT,
          errorRecord INTEGER, errorByteOffset INTEGER, note TEXT, format TEXT, compression TEXT,
          linkTypes TEXT, byteCount INTEGER, packetCount INTEGER, usedPacketCount INTEGER,
          ipv4PacketCount INTEGER, ipv6PacketCount INTEGER, damagedCount INTEGER,
          firstTimestamp TEXT, lastTimestamp TEXT, outOfOrderCount INTEGER,
          snapshotTruncatedCount INTEGER
        );
        CREATE TABLE skipped (input INTEGER, reason TEXT, count INTEGER);
        """)
    for (index, input) in inputs.enumerated() {
      try write(input, index, to: database)
      for reason in SkipReason.allCases {
        guard let count = input.skipped[reason], count > 0 else { continue }
        try database.execute(
          sql: "INSERT INTO skipped VALUES (?, ?, ?)", arguments: [index, reason.rawValue, count])
      }
    }
  }

  private static func write(_ input: InputSummary, _ index: Int, to database: Database) throws {
    let values: [DatabaseValue] = [
      index.databaseValue, path(input.path), input.status.rawValue.databaseValue,
      value(input.failure?.class.rawValue), value(input.failure?.message),
      value(input.failure?.record), value(input.failure?.byteOffset), value(input.note),
      value(input.format?.rawValue), value(input.compression?.rawValue),
      input.linkTypes.joined(separator: ",").databaseValue, input.byteCount.databaseValue,
      input.packetCount.databaseValue, input.usedPacketCount.databaseValue,
      input.ipv4PacketCount.databaseValue, input.ipv6PacketCount.databaseValue,
      input.damagedCount.databaseValue, value(input.firstTimestamp?.description),
      value(input.lastTimestamp?.description), input.outOfOrderCount.databaseValue,
      input.snapshotTruncatedCount.databaseValue,
    ]
    let places = values.map { _ in "?" }.joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO inputs VALUES (\(places))", arguments: StatementArguments(values))
  }

  private static func value(_ value: (some DatabaseValueConvertible)?) -> DatabaseValue {
    value?.databaseValue ?? .null
  }

  /// A path as text, or as the bytes it is where that is no text.
  private static func path(_ path: InputPath) -> DatabaseValue {
    path.isText ? path.text.databaseValue : Data(path.bytes).databaseValue
  }
}
