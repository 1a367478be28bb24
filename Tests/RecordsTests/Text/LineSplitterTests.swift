import Records
import Testing

@Suite struct LineSplitterTests {
  private func lines(_ text: String, blockByteCount: Int, limit: Int = 8) -> [String] {
    var splitter = LineSplitter(maximumByteCount: limit)
    var lines: [String] = []
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      lines.append(
        isTooLong ? "too long" : String(decoding: line.indices.map { line[$0] }, as: UTF8.self))
    }
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: blockByteCount) {
      splitter.consume(bytes[start..<min(start + blockByteCount, bytes.count)].span, take)
    }
    splitter.finish(take)
    return lines
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("a\r\n\r\nb", ["a", "", "b"]),
    ("12345678\n9", ["12345678", "9"]), ("123456789\na", ["too long", "a"]),
    ("a\n123456789123456789", ["a", "too long"]),
  ])
  func splitsAlikeInBlocksOfAnySize(text: String, expected: [String]) {
    for blockByteCount in 1...20 {
      #expect(lines(text, blockByteCount: blockByteCount) == expected)
    }
  }
}

@Suite struct AddressLineTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), (" \t2001:db8::1 \t", "2001:db8::1"),
    ("192.0.2.1 # mine", "192.0.2.1"),
    ("", nil), ("   ", nil), ("# 192.0.2.1", nil),
  ])
  func readsAnAddressOrNothing(line: String, expected: String?) throws {
    #expect(try AddressLine.address(Array(line.utf8).span)?.description == expected)
  }

  @Test func namesTheReason() {
    #expect(throws: SkipReason.badIP) { try AddressLine.address(Array("example".utf8).span) }
    #expect(throws: SkipReason.encoding) { try AddressLine.address([0xff, 0xfe].span) }
  }
}
