import Records
import Testing

@testable import Features

@Suite struct MinuteTableTests {
  private func attempt(
    _ time: String, _ username: String = "amy", isSuccess: Bool = false
  ) throws -> LoginAttempt {
    LoginAttempt(
      time: try #require(Timestamp(time)), sourceAddress: IPAddress(ipv4: 1), username: username,
      isSuccess: isSuccess)
  }

  private func attack(_ start: String, _ end: String) throws -> Attack {
    Attack(start: try #require(Timestamp(start)), end: try #require(Timestamp(end)))
  }

  @Test func rowsReachFromTheFirstFailureToTheLast() throws {
    let table = MinuteTable(
      [
        try attempt("2018-01-01T00:00:59Z", isSuccess: true), try attempt("2018-01-01T00:01:59.9Z"),
        try attempt("2018-01-01T00:03:00Z", "bob"), try attempt("2018-01-01T00:03:01Z", "bob"),
        try attempt("2018-01-01T00:03:59Z"), try attempt("2018-01-01T00:09:00Z", isSuccess: true),
      ], attacks: nil, resolution: .minute)
    #expect(table.rows.map(\.usernamesWithFailures) == [1, 0, 2])
    #expect(table.startSeconds == Timestamp("2018-01-01T00:01:00Z")?.seconds)
    #expect(table.rows.allSatisfy { $0.dayOfWeek == 0 && $0.hour == 0 && $0.isAttack == nil })
    #expect(table.rows[2].features.count == 32 && MinuteTable.schema.features.count == 32)
    #expect(MinuteTable.schema.features[1] == "day_of_week_0")
  }

  @Test func labelsReachFromTheFloorToTheCeilingBothIncluded() throws {
    let attempts = [try attempt("2018-01-02T02:29:00Z"), try attempt("2018-01-02T02:40:00Z")]
    let table = MinuteTable(
      attempts,
      attacks: [
        try attack("2018-01-02T02:31:43Z", "2018-01-02T02:35:16Z"),
        try attack("2018-01-02T02:32:00Z", "2018-01-02T02:33:00Z"),
        try attack("2018-01-02T02:39:00Z", "2018-01-02T02:39:00Z"),
        try attack("2017-01-01T00:00:00Z", "2017-01-02T00:00:00Z"),
      ], resolution: .minute)
    let labelled = table.rows.enumerated().filter { $0.element.isAttack == true }.map(\.offset)
    #expect(labelled == [2, 3, 4, 5, 6, 7, 10])
    #expect(table.attackRowCount == 7)
  }

  @Test(arguments: [1, 60, 300, 3600, 5400, 86_400] as [Int64])
  func distinctRowsAreTheRowsCounted(seconds: Int64) throws {
    let resolution = try #require(MinuteTable.Resolution(seconds: seconds))
    var attempts: [LoginAttempt] = []
    var state: UInt64 = 7
    var time: Int64 = -100_000
    for _ in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      time += Int64(state >> 55)
      attempts.append(
        LoginAttempt(
          time: Timestamp(seconds: time, nanoseconds: 0, fractionDigitCount: 0),
          sourceAddress: IPAddress(ipv4: 1), username: "u\(state >> 61)", isSuccess: false))
    }
    let attacks = [
      Attack(start: attempts[20].time, end: attempts[90].time),
      Attack(start: attempts[250].time, end: attempts[299].time),
    ]
    let table = MinuteTable(attempts, attacks: attacks, resolution: resolution)
    let distinct = table.distinctRows
    var counts = [Int](repeating: 0, count: distinct.multiplicities.count)
    for row in table.rows {
      let index = distinct.index(of: row)
      #expect(distinct.samples.row(index) == row.features)
      counts[index] += 1
    }
    #expect(counts == distinct.multiplicities)
    #expect(table.distinctIndices(distinct).count == table.rowCount)
    #expect(table.samples().rows == table.rows.map(\.features))
  }

  @Test func aWrongYearCostsNoMemory() throws {
    let table = MinuteTable(
      [try attempt("1970-01-01T00:00:00Z"), try attempt("2088-03-01T00:00:00Z")], attacks: [],
      resolution: .minute)
    #expect(table.rowCount > MinuteTable.listedRowLimit && table.busyRows.count == 2)
    #expect(table.distinctRows.multiplicities.reduce(0, +) == table.rowCount)
  }

  @Test func noFailureMeansNoRow() throws {
    let table = MinuteTable(
      [try attempt("2018-01-01T00:00:59Z", isSuccess: true)],
      attacks: [try attack("2018-01-01T00:00:00Z", "2018-01-02T00:00:00Z")], resolution: .minute)
    #expect(table.rowCount == 0 && table.rows.isEmpty && table.attackRowCount == 0)
    #expect(table.distinctRows.multiplicities.isEmpty)
  }

  @Test func aStepThatDriftsThroughTheDayIsNone() {
    #expect(MinuteTable.Resolution(seconds: 420) == nil)
    #expect(MinuteTable.Resolution(seconds: 0) == nil)
  }
}
