import Testing

@testable import Records

@Suite struct YearInferenceTests {
  /// The years of days written as month and day, the latest of them in 2026.
  private func years(_ days: [(Int, Int)]) throws -> [Int] {
    var inference = YearInference()
    let relative = try days.map { day in
      inference.relativeYear(
        of: try #require(
          YearlessTime(month: day.0, day: day.1, hour: 12, minute: 0, second: 0)))
    }
    return relative.map { inference.year(ofRelative: $0, lastYear: 2026) }
  }

  @Test func aJumpFromDecemberToJanuaryIsANewYear() throws {
    #expect(try years([(11, 3), (12, 31), (1, 1), (3, 1)]) == [2025, 2025, 2026, 2026])
  }

  @Test func logsMayStandYoungestFirst() throws {
    #expect(
      try years([(1, 1), (1, 20), (12, 1), (12, 31), (11, 1)]) == [2026, 2026, 2025, 2025, 2025])
  }

  @Test func aClockThatWasPutBackIsNoNewYear() throws {
    #expect(try years([(5, 2), (5, 1), (5, 3)]) == [2026, 2026, 2026])
  }

  @Test func aLeapDayNeedsALeapYear() throws {
    let day = try #require(YearlessTime(month: 2, day: 29, hour: 0, minute: 0, second: 0))
    #expect(day.moment(in: 2024, .universal) == Timestamp("2024-02-29T00:00:00Z"))
    #expect(day.moment(in: 2026, .universal) == nil)
    #expect(YearlessTime(month: 2, day: 30, hour: 0, minute: 0, second: 0) == nil)
  }
}
