import Records
import Testing

@Suite struct ZeekTableTests {
  private let connection =
    "1331901000.260000\tC6SwUo\t192.168.202.79\t50504\t192.168.229.251\t80\ttcp\thttp\t0.01\t182\t214"
    + "\tSF\t-\t0\tShADfFa\t4\t398\t3\t382\t(empty)"

  private func observation(_ table: ZeekTable, _ line: String) throws -> Observation {
    try table.observation(Array(line.utf8).span, record: 3)
  }

  private func looksLikeConnection(_ line: String) -> Bool {
    ZeekTable.looksLikeConnection(Array(line.utf8).span)
  }

  private func table(_ lines: String...) throws -> ZeekTable {
    var table = ZeekTable()
    for line in lines { try table.declare(Array(line.utf8).span) }
    return table
  }

  @Test func readsConnectionsWithoutHeader() throws {
    let expected = Observation(
      source: IPAddress("192.168.202.79"), destination: IPAddress("192.168.229.251"), record: 3,
      timestamp: Timestamp("1331901000.260000"), packetCount: 4, byteCount: 398)
    #expect(try observation(ZeekTable(), connection) == expected)
    let later = connection.replacing("\tSF\t-\t", with: "\tSF\t-\t-\t")
    #expect(try observation(ZeekTable(), later) == expected)
    #expect(looksLikeConnection(connection))
    #expect(!looksLikeConnection(String(connection.dropLast(12))))
  }

  @Test func readsDeclaredColumns() throws {
    let table = try table(
      "#separator \\x2c", "#set_separator,;", "#empty_field,none", "#unset_field,?", "#path,conn",
      "#fields,orig_pkts,id.resp_h,ts,id.orig_h,orig_ip_bytes", "#types,count,addr,time,addr,count",
      "#close,2012-03-16-12-30-00")
    #expect(
      try observation(table, "?,2001:db8::2,2012-03-16T12:30:00Z,2001:db8::1,none")
        == Observation(
          source: IPAddress("2001:db8::1"), destination: IPAddress("2001:db8::2"), record: 3,
          timestamp: Timestamp("2012-03-16T12:30:00Z"), packetCount: 1, byteCount: 0))
  }

  @Test(arguments: [
    ("1.0\t-\t1.2.3.4\t1", SkipReason.missingValue), ("1.0\t1.2.3.4", .missingField),
    ("1.0\t1.2.3.4\tx\t1", .badIP), ("x\t1.2.3.4\t1.2.3.4\t1", .badTime),
    ("999999999999\t1.2.3.4\t1.2.3.4\t1", .badTime),
    ("1.0\t1.2.3.4\t1.2.3.4\t-1", .badValue),
  ])
  func namesTheReasonOfEveryUnusableLine(line: String, reason: SkipReason) throws {
    let table = try table("#fields\tts\tid.orig_h\tid.resp_h\torig_pkts")
    #expect(throws: reason) { try observation(table, line) }
  }

  @Test func refusesLogsWithoutAddresses() {
    #expect(throws: InputFailure.self) { try table("#fields\tts\tname") }
    #expect(throws: InputFailure.self) { try table("#fields\tid.orig_h\tid.resp_h\tid.orig_h") }
  }
}
