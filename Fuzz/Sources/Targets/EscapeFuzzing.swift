@testable import Records
@testable import Reporting

/// Text from strangers on its way out: no control character leaves.
enum EscapeFuzzing {
  static func escape(_ bytes: Span<UInt8>) -> Int {
    let bytes = bytes.withUnsafeBufferPointer { Array($0) }
    let path = InputPath(bytes: bytes)
    let terminal = TerminalText.name(of: path)
    let plain = TerminalText.name(of: path, isUnicode: false)
    let field = CSVText.field(path.text)
    let json = JSONText.escape(JSONText.text(of: path))
    for text in [terminal, plain, field, json, TerminalText.escape(path.text)] {
      precondition(text.unicodeScalars.allSatisfy { !$0.isHidden }, "nothing hidden is shown")
    }
    precondition(plain.utf8.allSatisfy { $0 < 0x80 }, "ASCII is ASCII")
    checkField(field)
    checkString(json)
    return terminal.utf8.count ^ field.utf8.count ^ json.utf8.count
  }

  /// RFC 4180: a field is quoted, with its quotes doubled, or has nothing that needs quotes.
  private static func checkField(_ field: String) {
    let bytes = Array(field.utf8)
    let quote = UInt8(ascii: "\"")
    if let first = bytes.first {
      precondition(!"=+-@\t\r".utf8.contains(first), "no field begins a formula")
    }
    guard bytes.first == quote else {
      precondition(!bytes.contains(quote) && !bytes.contains(UInt8(ascii: ",")), "quotes are used")
      return
    }
    precondition(bytes.count >= 2 && bytes.last == quote, "quotes are closed")
    let inner = bytes.dropFirst().dropLast()
    let runs = inner.split(omittingEmptySubsequences: true) { $0 != quote }
    precondition(runs.allSatisfy { $0.count % 2 == 0 }, "quotes are doubled")
    let begins = inner.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
    precondition(!begins, "no field begins a formula")
  }

  /// RFC 8259 section 7: every quote stands behind a backslash that is not itself escaped.
  private static func checkString(_ string: String) {
    var isEscaped = false
    for byte in string.utf8 {
      if isEscaped {
        precondition("\"\\/bfnrtu".utf8.contains(byte), "an escape is one of JSON's")
        isEscaped = false
      } else {
        precondition(byte != UInt8(ascii: "\""), "a quote inside a string is escaped")
        isEscaped = byte == UInt8(ascii: "\\")
      }
    }
    precondition(!isEscaped, "no backslash swallows the closing quote")
  }
}
