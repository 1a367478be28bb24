import Records
import Testing

@Suite struct PacketTableTests {
  private func rows(_ text: String) -> [TableRow] {
    var splitter = CSVRowSplitter(maximumFieldByteCount: 1000, maximumRowByteCount: 1000)
    var rows: [TableRow] = []
    splitter.consume(Array(text.utf8).span) { rows.append($0) }
    splitter.finish { rows.append($0) }
    return rows
  }

  private func observation(_ header: String, _ row: String) throws -> Observation {
    try PacketTable(header: rows(header)[0]).observation(rows(row)[0], record: 7)
  }

  @Test func readsEveryColumn() throws {
    let seen = try observation(
      "timestamp,id,len,isrc,idst", "1331901000.260000,41,60,192.0.2.1,2001:db8::1")
    #expect(
      seen
        == Observation(
          source: IPAddress("192.0.2.1"), destination: IPAddress("2001:db8::1"), record: 42,
          timestamp: Timestamp("1331901000.260000"), packetCount: 1, byteCount: 60))
  }

  @Test func takesAnyOrderAndOneAddress() throws {
    let seen = try observation(",idst,x,isrc", "0,, y , 192.0.2.1 ,surplus")
    #expect(seen == Observation(source: IPAddress("192.0.2.1"), destination: nil, record: 7))
    #expect(try observation("isrc,a,idst,a", "192.0.2.1,,,").source == IPAddress("192.0.2.1"))
    #expect(try observation("isrc,idst,len", "192.0.2.1,192.0.2.2,60.0").byteCount == 60)
  }

  @Test(arguments: [
    (",", SkipReason.noIP), ("192.0.2.1", .missingField), ("192.0.2.1,x", .badIP),
    ("192.0.2.1,192.0.2.300", .badIP), ("1.2.3.4,1.2.3.4,yesterday", .badTime),
    ("1.2.3.4,1.2.3.4,999999999999", .badTime), ("1.2.3.4,1.2.3.4,,-60", .badValue),
    ("1.2.3.4,1.2.3.4,,60.5", .badValue),
    ("1.2.3.4,1.2.3.4,,99999999999999999999", .badValue),
    ("1.2.3.4,1.2.3.4,,,9223372036854775807", .badValue), ("1.2.3.4,\"1.2.3.4", .malformed),
  ])
  func namesTheReasonOfEveryUnusableRow(row: String, reason: SkipReason) {
    #expect(throws: reason) { try observation("isrc,idst,timestamp,len,id", row) }
  }

  @Test(arguments: [
    ("isrc,idst,isrc", "column 'isrc' stands twice in the header row"),
    ("isrc,x", "a table of packets needs the columns 'isrc' and 'idst', but lacks 'idst'"),
    ("a,b", "a table of packets needs the columns 'isrc' and 'idst', but lacks 'isrc' and 'idst'"),
  ])
  func refusesOtherHeaders(header: String, message: String) {
    let failure = #expect(throws: InputFailure.self) {
      try PacketTable(header: rows(header)[0])
    }
    #expect(failure?.message == message)
  }
}
