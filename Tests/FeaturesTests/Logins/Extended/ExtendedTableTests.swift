import LinearAlgebra
import Records
import Testing

@testable import Features

@Suite struct ExtendedTableTests {
  /// 2019-01-07, a Monday.
  private static let monday: Int64 = 1_546_819_200

  private static func attempt(
    _ second: Int64, _ user: String, from address: String, _ reason: LoginFailureReason? = nil,
    success: Bool = false
  ) throws -> LoginAttempt {
    LoginAttempt(
      time: Timestamp(seconds: monday + second, nanoseconds: 0, fractionDigitCount: 0),
      sourceAddress: try #require(IPAddress(address)), username: user, isSuccess: success,
      failureReason: success ? nil : reason?.rawValue)
  }

  /// Some hours of a random log with a gap and an attack from one prefix.
  private static func log(_ seed: UInt64) throws -> [LoginAttempt] {
    var state = seed
    var second: Int64 = 0
    var log: [LoginAttempt] = []
    for _ in 0..<400 {
      second += Int64(next(&state) % 90)
      if next(&state) % 60 == 0 { second += 4_000 }
      let isAttack = next(&state) % 10 == 0
      for number in 0..<(isAttack ? 6 : 1) {
        log.append(
          try attempt(
            second, isAttack ? "guess\(next(&state) % 40)" : "user\(next(&state) % 5)",
            from: isAttack ? "192.0.2.\(number)" : "198.51.100.\(next(&state) % 5)",
            [.wrongUsername, .wrongPassword, .accountLocked, nil][Int(next(&state) % 4)],
            success: !isAttack && next(&state) % 3 > 0))
      }
    }
    return log
  }

  private static func value(_ name: String, _ row: ExtendedRow) throws -> Double {
    row.features[try #require(ExtendedTable.schema.features.firstIndex(of: name))]
  }

  @Test func documentedCase() throws {
    let table = ExtendedTable(
      [
        try Self.attempt(1, "anna", from: "198.51.100.1", success: true),
        try Self.attempt(60, "anna", from: "198.51.100.1", .wrongPassword),
        try Self.attempt(61, "root", from: "192.0.2.1", .wrongUsername),
        try Self.attempt(62, "admin", from: "192.0.2.2", .wrongUsername),
        try Self.attempt(63, "admin", from: "192.0.2.2", .wrongUsername),
        try Self.attempt(64, "ben", from: "192.0.2.2", .accountLocked),
        try Self.attempt(65, "ben", from: "2001:db8::1", .wrongKey),
        try Self.attempt(121, "carl", from: "192.0.2.2", success: true),
        try Self.attempt(180, "anna", from: "198.51.100.1", .wrongPassword),
        try Self.attempt(3_720, "anna", from: "198.51.100.1", .wrongPassword),
      ], attacks: nil)
    #expect(table.startSeconds == Self.monday + 60)
    var rows: [ExtendedRow] = []
    table.forEachRow { rows.append($0) }
    #expect(rows.count == 62)
    let first: [String: Double] = [
      "usernames_with_failures": 4, "failures": 6, "failures_wrong_username": 3,
      "failures_wrong_password": 1, "failures_account_locked": 1, "failures_other": 1,
      "addresses_with_failures": 4, "unknown_usernames": 3, "successes": 0,
      "successes_after_failures": 0, "failures_in_2_minutes": 6, "failures_in_1_day": 6,
      "usernames_of_one_address_in_1_hour": 2, "usernames_of_one_prefix_in_1_hour": 3,
      "addresses_of_one_username_in_1_week": 2,
    ]
    for (name, count) in first {
      #expect(try Self.value(name, rows[0]) == logarithm(count + 1), "\(name)")
    }
    #expect(try Self.value("share_unknown_usernames", rows[0]) == 0.75)
    #expect(try Self.value("day_of_week_0", rows[0]) == 1)
    #expect(try Self.value("hour_0", rows[0]) == 1)
    #expect(try Self.value("hour_1", rows[61]) == 1)
    // carl succeeded from an address that had failed with other names.
    #expect(try Self.value("successes_after_failures", rows[1]) == logarithm(2))
    #expect(try Self.value("failures_in_2_minutes", rows[1]) == logarithm(7))
    #expect(try Self.value("share_unknown_usernames", rows[1]) == 0)
    #expect(try Self.value("usernames_with_failures_in_3_minutes", rows[2]) == logarithm(6))
    // An hour and a minute later the hour has forgotten the first minute, but not the day.
    #expect(try Self.value("failures_in_1_hour", rows[61]) == logarithm(3))
    #expect(try Self.value("failures_in_1_day", rows[61]) == logarithm(9))
    #expect(try Self.value("usernames_of_one_prefix_in_1_hour", rows[61]) == logarithm(2))
    #expect(try Self.value("usernames_of_one_prefix_in_1_day", rows[61]) == logarithm(4))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func aRowDependsOnNothingThatFollows(seed: UInt64) throws {
    let log = try Self.log(seed)
    var whole: [ExtendedRow] = []
    ExtendedTable(log, attacks: nil).forEachRow { whole.append($0) }
    for count in stride(from: 1, through: log.count, by: 7) {
      var part: [ExtendedRow] = []
      ExtendedTable(Array(log[..<count]), attacks: nil).forEachRow { part.append($0) }
      // The last minute may have been cut in two.
      #expect(part.dropLast() == whole.prefix(max(0, part.count - 1)))
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func orderWithinAMinuteDoesNotMatter(seed: UInt64) throws {
    let log = try Self.log(seed)
    let reversed = Dictionary(grouping: log) { $0.time.seconds / 60 }
      .sorted { $0.key < $1.key }.flatMap { $0.value.reversed() }
    #expect(log != reversed)
    #expect(ExtendedTable(reversed, attacks: nil) == ExtendedTable(log, attacks: nil))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func rowsAndLabelsAreThoseOfThePlainTable(seed: UInt64) throws {
    let log = try Self.log(seed)
    let attacks = [
      Attack(start: log[100].time, end: log[130].time),
      Attack(start: log[120].time, end: log[150].time),
    ]
    let plain = MinuteTable(log, attacks: attacks, resolution: .minute)
    let table = ExtendedTable(log, attacks: attacks)
    #expect(table.rowCount == plain.rowCount && table.attackRanges == plain.attackRanges)
    var rows: [ExtendedRow] = []
    table.forEachRow { rows.append($0) }
    #expect(rows.map(\.seconds) == plain.rows.map(\.seconds))
    #expect(rows.map(\.usernamesWithFailures) == plain.rows.map(\.usernamesWithFailures))
    #expect(
      rows.map { Array($0.features.suffix(31)) } == plain.rows.map { Array($0.features.suffix(31)) }
    )
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func distinctRowsStandForAllRows(seed: UInt64) throws {
    let log = try Self.log(seed)
    let attacks = [
      Attack(start: log[10].time, end: log[13].time),
      Attack(start: log[120].time, end: log[150].time),
    ]
    let table = ExtendedTable(log, attacks: attacks)
    let distinct = table.distinctRows
    let indices = table.distinctIndices(distinct)
    var rows: [ExtendedRow] = []
    table.forEachRow { rows.append($0) }
    #expect(indices.count == rows.count)
    for (row, index) in zip(rows, indices) {
      #expect(distinct.samples.row(index) == row.features)
    }
    for index in distinct.multiplicities.indices {
      #expect(distinct.multiplicities[index] == indices.count { $0 == index })
    }
    #expect(Set(distinct.samples.rows).count == distinct.samples.rowCount)
  }

  @Test func whatHappenedBeforeTheFirstRowLeadsUpToIt() throws {
    let log = try Self.log(5)
    let middle = log[200].time
    let from = ExtendedTable(log, attacks: nil, from: middle)
    var late: [ExtendedRow] = []
    from.forEachRow { late.append($0) }
    var whole: [ExtendedRow] = []
    ExtendedTable(log, attacks: nil).forEachRow { whole.append($0) }
    let firstFailure = try #require(log.first { middle <= $0.time && !$0.isSuccess })
    #expect(late == whole.filter { $0.seconds + 60 > firstFailure.time.seconds })
    #expect(late != whole)
  }

  @Test func anEmptyLogAndOneWithoutFailuresHaveNoRows() throws {
    for log in [[], [try Self.attempt(1, "anna", from: "192.0.2.1", success: true)]] {
      let table = ExtendedTable(log, attacks: [])
      #expect(table.rowCount == 0)
      #expect(table.distinctRows.samples.rowCount == 0)
      #expect(table.distinctRows.samples.columnCount == ExtendedTable.schema.features.count)
    }
  }

  @Test func aLogOfTwoFarMomentsIsSmall() throws {
    func failure(_ seconds: Int64) throws -> LoginAttempt {
      LoginAttempt(
        time: Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0),
        sourceAddress: try #require(IPAddress("192.0.2.1")), username: "root", isSuccess: false)
    }
    // The years 1 and 9999.
    let table = ExtendedTable(
      [try failure(-62_135_596_800), try failure(253_402_300_740)], attacks: nil)
    #expect(table.rowCount == 5_258_964_960)
    #expect(table.runs.count < 100)
  }

  @Test func aFloodOfNamesAndAddressesIsBounded() throws {
    var windows = ExtendedWindows(pairLimit: 100, nameLimit: 10)
    var largest: Int32 = 0
    for minute in 0..<50 as Range<Int64> {
      let attempts = try (0..<200).map { number in
        try Self.attempt(
          minute * 60, "name\(minute)-\(number)", from: "2001:db8::\(number)",
          success: number % 20 == 0)
      }
      let counts = windows.counts(of: minute, attempts[...])
      largest = max(largest, counts.suffix(3 * ExtendedSpan.partners.count).reduce(0, max))
      #expect(windows.keptCount <= 11 * 100 + 10)
    }
    #expect(largest == 100)
  }
}
