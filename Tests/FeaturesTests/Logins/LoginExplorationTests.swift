import Records
import TestSupport
import Testing

@testable import Features

@Suite struct LoginExplorationTests {
  private static func attempt(
    _ time: String, _ address: UInt32, _ name: String, _ reason: String? = nil,
    isSuccess: Bool? = nil
  ) throws -> LoginAttempt {
    LoginAttempt(
      time: try #require(Timestamp("2025-01-0" + time)), sourceAddress: IPAddress(ipv4: address),
      username: name, isSuccess: isSuccess ?? (reason == nil), failureReason: reason)
  }

  private static func sample() throws -> [LoginAttempt] {
    [
      try attempt("6 10:00:01Z", 1, "ada"), try attempt("6 10:00:40Z", 1, "ada", "wrong"),
      try attempt("6 10:00:59Z", 2, "bob", "wrong"), try attempt("6 10:02:00Z", 2, "bob", "locked"),
      try attempt("6 10:02:01Z", 2, "ada", "wrong"),
      try attempt("6 10:02:02Z", 2, "eve", nil, isSuccess: false),
      try attempt("7 23:59:59Z", 3, "bob"),
    ]
  }

  // MARK: Summaries

  @Test func columnsCountWhatIsThere() {
    let summary = ColumnSummary(["b", nil, "a", "a", "b", "c"])
    #expect(summary.count == 5 && summary.uniqueCount == 3)
    #expect(summary.top == "b" && summary.topCount == 2)
    #expect(ColumnSummary([String?]()).top == nil)
  }

  /// `pandas.Series([4, 1, 2, 8]).describe()`, and of a single number.
  @Test func numbersAreSummedUpAsInPandas() throws {
    let summary = try #require(NumberSummary([4, 1, 2, 8]))
    #expect(summary.mean == 3.75 && summary.minimum == 1 && summary.maximum == 8)
    #expect(summary.lowerQuartile == 1.75 && summary.median == 3 && summary.upperQuartile == 5)
    #expect(abs((summary.standardDeviation ?? 0) - 3.095695936834452) < 1e-15)
    #expect(NumberSummary([7])?.standardDeviation == nil)
    #expect(NumberSummary([7])?.median == 7 && NumberSummary([]) == nil)
  }

  // MARK: Tables

  @Test func attemptsAreCountedByAddressAndOutcome() throws {
    let pivot = AddressPivot(try Self.sample())
    #expect(pivot.reasons == ["locked", "wrong", AddressPivot.unstated])
    #expect(pivot.rows.map(\.address.low) == [2, 1, 3])
    #expect(pivot.rows[0].failureCounts == [1, 2, 1] && pivot.rows[0].successCount == 0)
    #expect(pivot.rows[1].successRate == 0.5 && pivot.rows[1].errorRate == 0.5)
    #expect(pivot.rows[2].attemptCount == 1)
  }

  @Test func minutesCountDifferentNames() throws {
    let attack = Attack(
      start: try #require(Timestamp("2025-01-06T10:02:30Z")),
      end: try #require(Timestamp("2025-01-06T10:02:40Z")))
    let later = Attack(
      start: try #require(Timestamp("2025-02-01T00:00:00Z")),
      end: try #require(Timestamp("2025-02-01T00:00:00Z")))
    let exploration = LoginExploration(try Self.sample(), attacks: [attack, later])
    // Eve never succeeded.
    #expect(exploration.successfulUsernameCount == 2)
    #expect(exploration.attacks.count == 1)
    let minutes = exploration.minutes
    #expect(
      minutes.all.minuteCounts == [
        UsernameMinutes(usernameCount: 2, minuteCount: 1),
        UsernameMinutes(usernameCount: 3, minuteCount: 1),
      ])
    #expect(minutes.attacked.minuteCount == 1 && minutes.quiet.minuteCount == 1)
    #expect(minutes.attempts?.count == 3 && minutes.attempts?.maximum == 3)
    let profile = try #require(exploration.attacks.first)
    // 10:02 to 10:03, to which its end is rounded up.
    #expect(profile.minutes.map(\.usernamesWithFailures) == [0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 0])
    #expect(profile.minutes.filter(\.isAttacked).count == 2)
  }

  @Test func hoursAndDaysAreThoseOfUTC() throws {
    let hours = LoginExploration(try Self.sample(), attacks: []).hours
    #expect(hours.attemptCounts[10] == 6 && hours.failureCounts[10] == 5)
    #expect(hours.attemptCounts[23] == 1 && hours.weekdayAttemptCounts == [6, 1, 0, 0, 0, 0, 0])
  }

  @Test func anEmptyLogHasNoFigures() {
    let exploration = LoginExploration([], attacks: [])
    #expect(exploration.attemptCount == 0 && exploration.successes == nil)
    #expect(exploration.firstTime == nil && exploration.pivot.rows.isEmpty)
  }

  // MARK: The course

  @Test(.enabled(if: CourseLogins.areThere, "no course logins beside the checkout"))
  func theCoursesFiguresComeOut() throws {
    let log = LoginExploration(
      try CourseLogins.attempts("logs_2018.csv"),
      attacks: try CourseLogins.attacks("hackers_2018.csv"))
    #expect(log.attemptCount == 38_700)
    #expect(log.firstTime?.zonelessText == "2018-01-01 00:05:32.988414")
    #expect(log.lastTime?.zonelessText == "2018-12-31 23:29:42.482166")
    #expect(log.sourceAddresses.uniqueCount == 4_956 && log.sourceAddresses.topCount == 314)
    #expect(log.sourceAddresses.top == "168.123.156.81")
    #expect(log.usernames.uniqueCount == 1_797 && log.usernames.topCount == 387)
    #expect(log.usernames.top == "wlopez")
    #expect(log.failureReasons.count == 11_368 && log.failureReasons.uniqueCount == 3)
    #expect(log.failureReasons.top == "error_wrong_password")
    #expect(log.failureReasonCounts.map(\.count) == [6_646, 4_697, 25])
    let successes = try #require(log.successes)
    #expect(successes.mean == 0.7062532299741602)
    // pandas sums in another order.
    #expect(abs((successes.standardDeviation ?? 0) - 0.45548322249788764) < 1e-14)
    let names = try #require(log.usernamesPerAddress)
    #expect(names.count == 4_956 && names.mean == 1.1462873284907182 && names.maximum == 129)
    #expect(abs((names.standardDeviation ?? 0) - 1.9167824161459914) < 1e-14)
    #expect([names.lowerQuartile, names.median, names.upperQuartile] == [1, 1, 1])
    #expect(
      log.pivot.reasons == [
        "error_account_locked", "error_wrong_password", "error_wrong_username",
      ])
    let rows = log.pivot.rows.prefix(5)
    #expect(
      rows.map(\.address.description) == [
        "168.123.156.81", "24.112.17.125", "16.118.156.50", "25.246.225.197", "30.67.241.95",
      ])
    #expect(rows.map(\.attemptCount) == [314, 309, 289, 267, 265])
    #expect(rows.map { $0.failureCounts[1] } == [37, 37, 41, 43, 37])
    #expect(rows.map { $0.failureCounts[2] } == [0, 0, 1, 0, 0])
    #expect(rows.map(\.successCount) == [277, 272, 247, 224, 228])
    #expect(
      rows.map(\.successRate) == [
        0.8821656050955414, 0.8802588996763754, 0.8546712802768166, 0.8389513108614233,
        0.8603773584905661,
      ])
    #expect(log.attacks.count == 54)
  }
}
