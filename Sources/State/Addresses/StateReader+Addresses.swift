import Features
import GRDB
import Records

extension StateReader {
  /// The day of packets without a time: `NULL` cannot stand in a key.
  static let noDay = Int64.min

  private static let countColumns = """
    packetCount, byteCount, firstSeconds, firstNanoseconds, firstDigits, lastSeconds, \
    lastNanoseconds, lastDigits
    """

  /// All that is known of an address on one side.
  public func history(
    of address: IPAddress, on side: Side
  ) throws(StateFailure) -> AddressHistory? {
    try rows(
      """
      SELECT address, \(Self.countColumns), activeDayCount FROM addresses
      WHERE side = ? AND family = ? AND address = ?
      """,
      [
        side.number.databaseValue, address.family.number.databaseValue,
        address.octetData.databaseValue,
      ]
    ) { fields in try fields.history(on: side, activeDayCount: nil) }.first
  }

  /// The addresses of one side and family, in their order.
  ///
  /// - Parameters:
  ///   - days: days since 1970, UTC, of which alone packets are counted; nil for all packets, those
  ///     without a time too.
  public func addresses(
    on side: Side, of family: AddressFamily, days: Range<Int64>?
  ) throws(StateFailure) -> [AddressHistory] {
    let population = [side.number.databaseValue, family.number.databaseValue]
    guard let days else {
      return try rows(
        """
        SELECT address, \(Self.countColumns), activeDayCount FROM addresses
        WHERE side = ? AND family = ? ORDER BY address
        """, population
      ) { fields in try fields.history(on: side, activeDayCount: nil) }
    }
    // One day needs no sorting: its rows lie in the order of addresses.
    let isOneDay = !days.isEmpty && days.lowerBound == days.upperBound - 1
    let parts = try rows(
      """
      SELECT address, \(Self.countColumns) FROM addressDays
      WHERE side = ? AND family = ? AND \(isOneDay ? "day = ?" : "day >= ? AND day < ?")
      ORDER BY address
      """,
      population + [max(days.lowerBound, Self.noDay + 1).databaseValue]
        + (isOneDay ? [] : [days.upperBound.databaseValue])
    ) { fields in try fields.history(on: side, activeDayCount: 1) }
    return isOneDay ? parts : Self.merged(parts)
  }

  /// The first and the last day with packets, in days since 1970, UTC.
  public func dayRange() throws(StateFailure) -> ClosedRange<Int64>? {
    var days: [Int64] = []
    for side in Side.allCases {
      for family in AddressFamily.allCases {
        // Each a single look into the index.
        for end in ["min", "max"] {
          let found = try rows(
            "SELECT \(end)(day) FROM addressDays WHERE side = ? AND family = ? AND day > ?",
            [
              side.number.databaseValue, family.number.databaseValue, Self.noDay.databaseValue,
            ]
          ) { fields in try fields.optionalInteger() }
          days += found.compactMap { $0 }
        }
      }
    }
    guard let first = days.min(), let last = days.max() else { return nil }
    return first...last
  }

  /// One history for each address of several days, whose parts follow each other.
  private static func merged(_ parts: [AddressHistory]) -> [AddressHistory] {
    var histories: [AddressHistory] = []
    for part in parts {
      if let last = histories.last, last.address == part.address {
        histories[histories.count - 1] = last.merged(with: part)
      } else {
        histories.append(part)
      }
    }
    return histories
  }
}

extension RowFields {
  /// - Parameter activeDayCount: nil where the row has it, behind all else.
  fileprivate mutating func history(on side: Side, activeDayCount: Int?) throws -> AddressHistory {
    AddressHistory(
      side: side, address: try address(), packetCount: try count(), byteCount: try count(),
      firstTimestamp: try timestamp(), lastTimestamp: try timestamp(),
      activeDayCount: try activeDayCount ?? count())
  }
}

extension AddressHistory {
  /// Sums of counts, and the earliest and the latest time.
  fileprivate func merged(with other: AddressHistory) -> AddressHistory {
    func sum(_ left: Int, _ right: Int) -> Int {
      let (sum, isBeyond) = left.addingReportingOverflow(right)
      return isBeyond ? .max : sum
    }
    return AddressHistory(
      side: side, address: address, packetCount: sum(packetCount, other.packetCount),
      byteCount: sum(byteCount, other.byteCount),
      firstTimestamp: [firstTimestamp, other.firstTimestamp].compactMap { $0 }.min(),
      lastTimestamp: [lastTimestamp, other.lastTimestamp].compactMap { $0 }.max(),
      activeDayCount: activeDayCount + other.activeDayCount)
  }
}
