import Records
import Testing

@Suite struct CSVRowSplitterTests {
  /// The rows of `text`, fed in blocks of `blockByteCount` bytes.
  private func rows(
    _ text: String, blockByteCount: Int = 1 << 20, fieldLimit: Int = 100, rowLimit: Int = 200
  ) -> [String] {
    var splitter = CSVRowSplitter(
      maximumFieldByteCount: fieldLimit, maximumRowByteCount: rowLimit)
    var rows: [String] = []
    func take(_ row: TableRow) {
      let fields = (0..<row.fieldCount).compactMap { row.range(of: $0) }
        .map { String(decoding: row.bytes[$0], as: UTF8.self) }
      rows.append(row.fault?.rawValue ?? fields.joined(separator: "|"))
    }
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: blockByteCount) {
      splitter.consume(bytes[start..<min(start + blockByteCount, bytes.count)].span, take)
    }
    splitter.finish(take)
    return rows
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a,b\n", ["a|b"]), ("a,b\r\nc,d", ["a|b", "c|d"]),
    ("a\rb\r", ["a", "b"]), (",\n", ["|"]), ("a,\n", ["a|"]), ("\n\n\r\n", []),
    ("\"\"\n", []), ("\"a,b\",c\n", ["a,b|c"]), ("\"a\"\"b\"\n", ["a\"b"]),
    ("\"\"\"\"\n", ["\""]), ("\"a\nb\r\nc\",d\n", ["a\nb\r\nc|d"]), ("a\"b,c\n", ["a\"b|c"]),
    ("\"a\"b,c\nd\n", ["malformed", "d"]), ("a,\"b\nc,d\n", ["malformed"]),
  ])
  func splitsAsRFC4180Says(text: String, expected: [String]) {
    for blockByteCount in 1...5 {
      #expect(rows(text, blockByteCount: blockByteCount) == expected)
    }
  }

  @Test func dropsLongFieldsAndRowsAndGoesOn() {
    let long = String(repeating: "x", count: 101)
    #expect(rows("a\n\(long)\nb\n") == ["a", "too-long", "b"])
    #expect(rows("a\n\"\(long)\nb\",c\n\"d\"\n") == ["a", "too-long", "d"])
    #expect(rows("a\n\"\(long)\"\"\nb\nc\"\nd\n") == ["a", "too-long", "d"])
    #expect(rows("\(long),\"\nb\n\"\nd\n") == ["too-long", "d"])
    #expect(rows("a\n\"\(long)\nb\n") == ["a", "too-long"])
    #expect(rows(String(repeating: ",", count: 300) + "\nb\n") == ["too-long", "b"])
    #expect(rows(String(repeating: "xxxxxxxxx,", count: 30) + "\nb\n") == ["too-long", "b"])
    #expect(rows(String(repeating: "x", count: 100)) == [String(repeating: "x", count: 100)])
  }

  @Test func endsInAQuotedFieldLongerThanARow() {
    let long = String(repeating: "x\n", count: 100)
    #expect(rows("a\n\"\(long)\"\nb\n") == ["a", "too-long", "b"])
    #expect(rows("a\n\"\(long)x\"\nb\n", blockByteCount: 7) == ["a"])
  }
}
