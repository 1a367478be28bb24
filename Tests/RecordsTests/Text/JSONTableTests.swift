import Records
import Testing

@Suite struct JSONTableTests {
  private func line(_ text: String) throws -> (JSONTable.Line, [String]) {
    var row = TableRow()
    let bytes = Array(text.utf8)
    let line = try JSONTable().read(bytes.span, into: &row)
    let fields = JSONTable().columnNames.indices.map { index in
      row.range(of: index).map { String(decoding: row.bytes[$0], as: UTF8.self) } ?? ""
    }
    return (line, fields)
  }

  @Test func valuesStandByTheNamesOfTheirColumns() throws {
    let (kind, fields) = try line(
      #" { "id" : 7, "x": {"isrc": "9.9.9.9", "y": [1, "}"]}, "idst":"::1", "timestamp": 1.50 } "#)
    #expect(kind == .row(isOfPackets: true))
    #expect(fields.prefix(7) == ["", "::1", "1.50", "", "7", "", ""])
  }

  @Test func headerTrailerAndRowsAreToldApart() throws {
    #expect(
      try line(#"{"record":"header","schema":"ipclust.extract","schemaVersion":3}"#).0
        == .header(schemaVersion: 3))
    #expect(
      try line(#"{"record":"trailer","status":"partial","rowCount":9,"inputs":[{}]}"#).0
        == .trailer(rowCount: 9, isComplete: false))
    #expect(
      try line(#"{"side":"source","address":"10.0.0.1"}"#).0 == .row(isOfPackets: false))
    #expect(try line(#"{"isrc":null,"id":1}"#).0 == .row(isOfPackets: true))
    #expect(try line(#"{"uid":"x"}"#).0 == .other)
    #expect(try line("{}").0 == .other)
  }

  @Test(arguments: [
    "", "[]", "{", #"{"id"}"#, #"{"id":}"#, #"{"id":1,}"#, #"{"id":1"#, #"{"id":1}x"#,
    #"{"id":1 2}"#, #"{"id":"a}"#, #"{"isrc":[1]}"#, #"{"id":1,"id":2}"#, "{\"id\":\"\u{1}\"}",
    #"{"x":"\"#, #"{"x":[[}"#, "{\"x\":" + String(repeating: "[", count: 70),
  ])
  func whatIsNoFlatObjectIsMalformed(text: String) {
    #expect(throws: SkipReason.malformed) { try line(text) }
  }

  @Test func everyPrefixOfALineIsRefused() throws {
    let text = #"{"isrc":"10.0.0.1","idst":"a\"b","x":{"y":[null]},"len":60,"z":true}"#
    #expect(try line(text).0 == .row(isOfPackets: true))
    for count in 0..<text.utf8.count {
      #expect(throws: SkipReason.malformed) { try line(String(text.prefix(count))) }
    }
  }
}
