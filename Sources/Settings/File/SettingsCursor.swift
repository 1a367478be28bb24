/// A place in the text of a configuration, and how to go on from it.
struct SettingsCursor {
  private let text: [UInt8]
  private var offset = 0
  /// From 1.
  private(set) var line = 1

  /// - Precondition: `text` is UTF-8.
  init(_ text: [UInt8]) {
    self.text = text
    // What some editors put before a text.
    if text.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
  }

  var isAtEnd: Bool { offset == text.count }

  private var byte: UInt8? { isAtEnd ? nil : text[offset] }

  func fault(_ expected: String, _ found: String) -> SettingsFault {
    SettingsFault(.file(line: line), expected: expected, found: found)
  }

  /// What stands here, in words.
  private var found: String {
    guard let byte else { return "the end of the file" }
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return "the end of the line" }
    let end = text[offset...].firstIndex { " \t\r\n#".utf8.contains($0) } ?? text.count
    let word = String(decoding: text[offset..<min(end, offset + 40)], as: UTF8.self)
    return word.isEmpty ? "'#'" : "'\(word)'"
  }

  // MARK: Lines

  mutating func passBlanks() {
    while let byte, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { offset += 1 }
  }

  /// Goes to the next line, whatever stands on this one.
  mutating func passLine() {
    while let byte {
      offset += 1
      guard byte != UInt8(ascii: "\n") else {
        line += 1
        return
      }
    }
  }

  /// Takes what may stand behind everything on a line: blanks, a comment and the line's end.
  mutating func takeLineEnd() throws(SettingsFault) -> Bool {
    passBlanks()
    if byte == UInt8(ascii: "#") {
      passLine()
      return true
    }
    if byte == UInt8(ascii: "\r"), offset + 1 < text.count, text[offset + 1] == UInt8(ascii: "\n") {
      offset += 1
    }
    guard byte == UInt8(ascii: "\n") || isAtEnd else { return false }
    passLine()
    return true
  }

  mutating func expectLineEnd() throws(SettingsFault) {
    guard try takeLineEnd() else { throw fault("the end of the line", found) }
  }

  func expectShortLine() throws(SettingsFault) {
    let limit = SettingsFile.maximumLineByteCount
    let rest = text[offset...].prefix(limit + 1)
    guard rest.count <= limit || rest.contains(UInt8(ascii: "\n")) else {
      throw fault("at most \(limit) bytes in a line", "more")
    }
  }

  // MARK: Marks and keys

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }

  mutating func expect(_ scalar: Unicode.Scalar) throws(SettingsFault) {
    passBlanks()
    guard take(scalar) else { throw fault("'\(scalar)'", found) }
  }

  /// Keys with dots between them.
  mutating func path() throws(SettingsFault) -> [String] {
    var path: [String] = []
    repeat {
      passBlanks()
      path.append(try key())
      passBlanks()
    } while take(".")
    return path
  }

  private mutating func key() throws(SettingsFault) -> String {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try quotedText() }
    let start = offset
    while let byte, Self.bareCharacters.contains(byte) { offset += 1 }
    guard start < offset else { throw fault("a key", found) }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  private static let bareCharacters = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  // MARK: Values

  mutating func value() throws(SettingsFault) -> SettingValue {
    passBlanks()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try quotedText())
    case UInt8(ascii: "["): return .list(try elements())
    case UInt8(ascii: "{"): throw fault("a text, a number, a list, true or false", "a table")
    default: return try word()
    }
  }

  /// A list, which may go over several lines.
  private mutating func elements() throws(SettingsFault) -> [SettingValue] {
    _ = take("[")
    var elements: [SettingValue] = []
    while true {
      try passLineEnds()
      if take("]") { return elements }
      guard byte != UInt8(ascii: "[") else { throw fault("a text or a number", "a list in a list") }
      elements.append(try value())
      try passLineEnds()
      if take("]") { return elements }
      guard take(",") else { throw fault("',' or ']'", found) }
    }
  }

  private mutating func passLineEnds() throws(SettingsFault) {
    passBlanks()
    while !isAtEnd, try takeLineEnd() {
      try expectShortLine()
      passBlanks()
    }
  }

  /// A number, `true` or `false`.
  private mutating func word() throws(SettingsFault) -> SettingValue {
    let words = found
    let start = offset
    while let byte, Self.bareCharacters.contains(byte) || "+.:".utf8.contains(byte) { offset += 1 }
    let word = String(decoding: text[start..<offset], as: UTF8.self)
    switch word {
    case "true": return .truth(true)
    case "false": return .truth(false)
    default:
      if let number = SettingsNumber.text(of: word) { return .number(number) }
      if SettingsNumber.isTime(word) { return .other("a date or time without quotes") }
      // The place is that of the word.
      offset = start
      throw fault("a text in quotes, a number, a list, true or false", words)
    }
  }

  // MARK: Texts

  /// A text in quotes, on one line.
  private mutating func quotedText() throws(SettingsFault) -> String {
    guard let quote = byte else { throw fault("a text in quotes", found) }
    guard !text[offset...].starts(with: [quote, quote, quote]) else {
      throw fault("a text on one line", "one in three quotes")
    }
    offset += 1
    var bytes: [UInt8] = []
    while let byte {
      offset += 1
      switch byte {
      case quote: return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        bytes += String(try escapedScalar()).utf8
      // An argument can hold none of these but the tabulator.
      case 0...8, 10...31, 127:
        offset -= 1
        throw fault("a closing quote", byte == 10 || byte == 13 ? found : "a control character")
      default: bytes.append(byte)
      }
    }
    throw fault("a closing quote", found)
  }

  private mutating func escapedScalar() throws(SettingsFault) -> Unicode.Scalar {
    guard let byte else { throw fault("a closing quote", found) }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "u"): return try numberedScalar(digitCount: 4)
    case UInt8(ascii: "U"): return try numberedScalar(digitCount: 8)
    default:
      offset -= 1
      throw fault("an escape such as '\\n' or '\\u00e9'", found)
    }
  }

  private mutating func numberedScalar(digitCount: Int) throws(SettingsFault) -> Unicode.Scalar {
    let digits = String(decoding: text[offset...].prefix(digitCount), as: UTF8.self)
    // Zero would cut an argument short.
    guard digits.utf8.count == digitCount, digits.utf8.allSatisfy(Self.isHexadecimal),
      let number = UInt32(digits, radix: 16), number > 0, let scalar = Unicode.Scalar(number)
    else { throw fault("the \(digitCount) digits of a character", found) }
    offset += digitCount
    return scalar
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    "0123456789abcdefABCDEF".utf8.contains(byte)
  }
}
