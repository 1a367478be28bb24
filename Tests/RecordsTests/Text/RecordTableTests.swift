import Records
import Testing

@Suite struct RecordTableTests {
  private func record(
    _ names: [String], _ fields: [String], _ depth: FrameDecoder.Depth = .outermost
  ) throws -> TableRecord {
    try RecordTable(header: TableRow(names: names), depth: depth)
      .record(TableRow(names: fields), number: 5)
  }

  private static let counts = [
    "side", "address", "packetCount", "byteCount", "firstTimestamp", "lastTimestamp", "firstPacket",
  ]

  @Test func aRowOfCountsHasBothItsTimes() throws {
    let row = try record(
      Self.counts,
      ["destination", "10.0.0.1", "7", "700", "2026-01-01T00:00:00.5Z", "1800000000", "12"])
    #expect(row.observation.source == nil)
    #expect(row.observation.destination == IPAddress("10.0.0.1"))
    #expect(row.observation.packetCount == 7 && row.observation.byteCount == 700)
    #expect(row.observation.record == 12)
    #expect(row.observation.timestamp == Timestamp("2026-01-01T00:00:00.5Z"))
    #expect(row.lastTimestamp == Timestamp("1800000000"))
  }

  @Test func countsMayBeLeftOut() throws {
    let row = try record(["address", "side"], ["::1", "source"])
    #expect(row == TableRecord(Observation(source: IPAddress("::1"), destination: nil, record: 5)))
  }

  @Test(arguments: [
    ("left", "10.0.0.1", SkipReason.badValue), ("source", "", .missingValue),
    ("source", "10.0.0.256", .badIP),
  ])
  func aRowOfCountsThatMakesNoSenseIsSkipped(side: String, address: String, reason: SkipReason) {
    #expect(throws: reason) { try record(["side", "address"], [side, address]) }
  }

  @Test func innermostAddressesArePreferredWhereTheyAre() throws {
    let names = ["isrc", "idst", "innersrc", "innerdst"]
    let tunnel = ["10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2"]
    let plain = ["10.0.0.1", "10.0.0.2", "", ""]
    #expect(try record(names, tunnel).observation.source == IPAddress("10.0.0.1"))
    #expect(try record(names, tunnel, .innermost).observation.source == IPAddress("fd00::1"))
    #expect(try record(names, tunnel, .innermost).observation.destination == IPAddress("fd00::2"))
    #expect(try record(names, plain, .innermost).observation.source == IPAddress("10.0.0.1"))
  }

  @Test func anotherTableLacksTheColumnsOfPackets() {
    let error = #expect(throws: InputFailure.self) { try record(["side", "name"], []) }
    #expect(error?.class == .missingColumns)
    #expect(error?.message.contains("'isrc' and 'idst'") == true)
  }
}
