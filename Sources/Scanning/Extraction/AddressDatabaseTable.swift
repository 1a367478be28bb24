import Features
import GRDB
import Records

/// The table `addresses`: a row for each side and distinct address.
enum AddressDatabaseTable {
  static func write(_ rows: AddressRows, to database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE addresses (
          side TEXT, family TEXT, address TEXT, packetCount INTEGER, byteCount INTEGER,
          firstTimestamp TEXT, lastTimestamp TEXT, firstPacket INTEGER
        )
        """)
    let places = AddressRows.columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.makeStatement(
      sql: "INSERT INTO addresses (\(AddressRows.columns.joined(separator: ", "))) "
        + "VALUES (\(places))")
    try rows.visit { side, record throws(any Error) in
      try statement.execute(arguments: [
        side.rawValue, record.address.family.rawValue, record.address.description,
        record.packetCount, record.byteCount, record.firstTimestamp?.description,
        record.lastTimestamp?.description, record.firstPacket,
      ])
      return true
    }
  }
}
