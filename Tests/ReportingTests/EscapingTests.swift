import Records
import TestSupport
import Testing

@testable import Reporting

@Suite struct EscapingTests {
  /// Every scalar there is, in strings of 4096.
  static let allScalars: [String] = {
    let scalars = (0...0x10ffff).compactMap { Unicode.Scalar(UInt32($0)) }
    return stride(from: 0, to: scalars.count, by: 4096).map { start in
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[start..<min(start + 4096, scalars.count)])
      return text
    }
  }()

  @Test func noControlReachesAnySink() {
    for text in Self.allScalars {
      let bytes = Array(text.utf8)
      for escaped in [
        TerminalText.escape(text), TerminalText.escape(bytes: bytes), JSONText.escape(text),
        CSVText.field(text), ZeekText.field(text), ZeekText.elements([text, text]),
        StructuredDataText.value(bytes: bytes, limit: .max), PrometheusText.label(text),
      ] {
        #expect(ShownText.firstDangerousScalar(in: escaped) == nil)
      }
      let ascii = TerminalText.escape(text, isUnicode: false)
      #expect(ShownText.firstByteBeyondASCII(in: ascii) == nil)
    }
  }

  @Test func everyByteIsShownOrWrittenOut() {
    for byte in UInt8.min...UInt8.max {
      let escaped = TerminalText.escape(bytes: [0x61, byte, 0x62])
      let isPlain = byte >= 0x20 && byte < 0x7f
      #expect(
        escaped
          == (isPlain
            ? String(decoding: [0x61, byte, 0x62], as: UTF8.self) : "a\\x\(hexadecimal(byte))b")
      )
    }
  }

  @Test(arguments: [
    ([0xc3], "\\xc3"), ([0xe2, 0x82], "\\xe2\\x82"), ([0xc3, 0xa9], "é"),
    ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"), ([0xc2, 0x9b], "\\u{9b}"),
    ([0xf0, 0x9f, 0x98, 0x80, 0xff], "😀\\xff"),
  ])
  func brokenUTF8LosesNoByte(_ bytes: [Int], _ expected: String) {
    #expect(TerminalText.escape(bytes: bytes.map { UInt8($0) }) == expected)
  }

  @Test func jsonReadsBackEveryScalar() throws {
    for text in Self.allScalars {
      let bytes = Array("\"\(JSONText.escape(text))\"".utf8)
      #expect(try JSONReader.string(bytes) == text)
    }
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-x", "'-x"), ("@a", "'@a"), ("\ta", "'\\x09a"),
    ("\ra", "'\\x0da"), ("a=b", "a=b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("", ""),
  ])
  func fieldsAreQuotedAndNoFormula(_ text: String, _ field: String) {
    #expect(CSVText.field(text) == field)
  }

  @Test func everySkipReasonHasWords() {
    for reason in SkipReason.allCases where !reason.rawValue.contains(" ") {
      #expect(reason.words != reason.rawValue || reason == .encoding, "\(reason) has no words")
    }
  }
}
