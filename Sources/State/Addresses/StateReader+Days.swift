import Features
import GRDB
import Records

extension StateReader {
  /// The days on which packets were seen, in days since 1970 (UTC), rising.
  public func activeDays() throws(StateFailure) -> [Int64] {
    var days: Set<Int64> = []
    for side in Side.allCases {
      for family in AddressFamily.allCases {
        // From one day to the next by the index, past all addresses of a day.
        days.formUnion(
          try rows(
            """
            WITH RECURSIVE later(day) AS (
              SELECT min(day) FROM addressDays WHERE side = ?1 AND family = ?2 AND day > ?3
              UNION ALL
              SELECT (SELECT min(day) FROM addressDays
                WHERE side = ?1 AND family = ?2 AND day > later.day)
              FROM later WHERE day IS NOT NULL)
            SELECT day FROM later WHERE day IS NOT NULL
            """,
            [
              side.number.databaseValue, family.number.databaseValue, Self.noDay.databaseValue,
            ]
          ) { fields in try fields.optionalInteger() }.compactMap { $0 })
      }
    }
    return days.sorted()
  }
}
