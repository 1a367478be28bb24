import Features
import GRDB
import Records

extension StateWriter {
  /// Adds what was counted of addresses on one day to what is known of them.
  ///
  /// Counts end at the largest number there is. An address may come more than once.
  ///
  /// - Parameters:
  ///   - day: days since 1970, UTC, that all the packets are of; nil where they have no time.
  public func add(
    _ records: some Sequence<AddressRecord>, on side: Side, day: Int64?
  ) throws(StateFailure) {
    // By address, so that neighbours of the indices follow each other.
    let records = records.sorted { $0.address < $1.address }
    let database = reader.database
    try reader.query {
      let summary = try database.cachedStatement(sql: Self.summaryAddition)
      let ofDay = try database.cachedStatement(sql: Self.dayAddition)
      for record in records {
        let arguments = Self.arguments(record, side, day)
        // Asks for the row of the day, so it comes before that is there.
        summary.setUncheckedArguments(arguments)
        try summary.execute()
        ofDay.setUncheckedArguments(arguments)
        try ofDay.execute()
      }
    }
  }

  /// In the places of both statements, of which that of the day has no use for the last.
  private static func arguments(
    _ record: AddressRecord, _ side: Side, _ day: Int64?
  ) -> StatementArguments {
    let (first, last) = (record.firstTimestamp, record.lastTimestamp)
    // Values as they are in one array: a tenth faster than database values added up.
    let values: [(any DatabaseValueConvertible)?] = [
      side.number, record.address.family.number, day ?? StateReader.noDay,
      record.address.octetData, record.packetCount, record.byteCount,
      first?.seconds, first.map { Int64($0.nanoseconds) },
      first.map { Int64($0.fractionDigitCount) },
      last?.seconds, last.map { Int64($0.nanoseconds) },
      last.map { Int64($0.fractionDigitCount) }, day != nil,
    ]
    return StatementArguments(values)
  }

  private static let summaryAddition = """
    INSERT INTO addresses (
      side, family, address, packetCount, byteCount, firstSeconds, firstNanoseconds, firstDigits,
      lastSeconds, lastNanoseconds, lastDigits, activeDayCount)
    VALUES (?1, ?2, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
    ON CONFLICT DO UPDATE SET \(merger), activeDayCount = activeDayCount + (?13 AND NOT EXISTS (
      SELECT 1 FROM addressDays WHERE side = ?1 AND family = ?2 AND day = ?3 AND address = ?4))
    """

  private static let dayAddition = """
    INSERT INTO addressDays (
      side, family, day, address, packetCount, byteCount, firstSeconds, firstNanoseconds,
      firstDigits, lastSeconds, lastNanoseconds, lastDigits)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    ON CONFLICT DO UPDATE SET \(merger)
    """

  /// Sums of counts, the earliest and the latest time, each with the digits it came with.
  private static let merger: String = {
    // SQLite makes a sum that is too large a number with a fraction, which no column takes.
    let sums = ["packetCount", "byteCount"].map { count in
      """
      \(count) = CASE WHEN \(count) > \(Int64.max) - excluded.\(count) THEN \(Int64.max) \
      ELSE \(count) + excluded.\(count) END
      """
    }
    let times = [("first", "<"), ("last", ">")].flatMap { end, order in
      ["Seconds", "Nanoseconds", "Digits"].map { part in
        """
        \(end)\(part) = CASE WHEN \(end)Seconds IS NULL \
        OR (excluded.\(end)Seconds, excluded.\(end)Nanoseconds) \(order) \
        (\(end)Seconds, \(end)Nanoseconds) THEN excluded.\(end)\(part) ELSE \(end)\(part) END
        """
      }
    }
    return (sums + times).joined(separator: ", ")
  }()
}
