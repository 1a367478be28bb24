import Records
import Testing

@testable import Detection

@Suite struct LoginIncidentTests {
  private static func attempt(
    _ second: Int64, _ address: UInt32, _ name: String, isSuccess: Bool = false
  ) -> LoginAttempt {
    LoginAttempt(
      time: Timestamp(seconds: second, nanoseconds: 5, fractionDigitCount: 9),
      sourceAddress: IPAddress(ipv4: address), username: name, isSuccess: isSuccess,
      failureReason: isSuccess ? nil : "wrong")
  }

  private static let attempts = [
    attempt(59, 9, "before"), attempt(60, 1, "ada"), attempt(61, 1, "bob"),
    attempt(62, 1, "bob"), attempt(63, 1, "carol", isSuccess: true),
    attempt(64, 2, "dan", isSuccess: true), attempt(65, 3, "eve"),
    attempt(66, 3, "eve", isSuccess: true), attempt(119, 2, "ada"), attempt(120, 4, "ada"),
    attempt(180, 9, "behind"),
  ]

  private func incidents(_ seconds: [Int64], _ length: Int64 = 60) -> [LoginIncident] {
    LoginIncident.incidents(
      of: seconds.enumerated().map { ($1, Double($0)) }, periodSeconds: length,
      attempts: Self.attempts)
  }

  @Test func minutesInARowAreOneIncident() {
    let found = incidents([60, 120, 240, 300, 360, 600])
    #expect(found.map(\.periods.count) == [2, 3, 1])
    #expect(found.map(\.start.seconds) == [60, 240, 600])
    #expect(found.map(\.end.seconds) == [180, 420, 660])
    #expect(found.map(\.score) == [1, 4, 5])
  }

  @Test func aPeriodHoldsItsOwnRowsAndNoOthers() throws {
    let period = try #require(incidents([60]).first?.periods.first)
    #expect(period.attemptCount == 8 && period.failureCount == 5)
    #expect(
      period.failingUsernames == [
        Tally(name: "ada", count: 2), Tally(name: "bob", count: 2), Tally(name: "eve", count: 1),
      ])
    #expect(period.failingAddresses.map(\.count) == [3, 1, 1])
    #expect(period.failingAddresses.map(\.address.low) == [1, 2, 3])
  }

  /// Carol was entered from where two others failed, Dan from where another failed; Eve only
  /// mistyped.
  @Test func successesBesideFailuresOfOtherNamesAreSuspect() throws {
    let period = try #require(incidents([60]).first?.periods.first)
    #expect(period.suspectSuccesses == ["carol", "dan"])
  }

  @Test func anIncidentSumsUpItsPeriods() throws {
    let incident = try #require(incidents([60, 120]).first)
    #expect(incident.failingUsernames.first == Tally(name: "ada", count: 3))
    #expect(incident.failingAddresses.count == 4)
    #expect(incident.attemptCount == 9 && incident.failureCount == 6)
    #expect(incident.suspectSuccesses == ["carol", "dan"])
  }

  @Test func periodsOfOtherLengthsAreJoinedByTheirs() {
    #expect(incidents([0, 30, 90], 30).map(\.periods.count) == [2, 1])
    #expect(incidents([]).isEmpty)
    #expect(incidents([900]).first?.attemptCount == 0)
  }
}
