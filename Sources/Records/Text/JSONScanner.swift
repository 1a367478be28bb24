/// A place in a JSON text (RFC 8259), and the ways to move it over one token.
///
/// Strict: no comments, no NaN, no commas at an end, no raw control characters, no half of a
/// surrogate pair.
struct JSONScanner {
  var offset: Int

  mutating func passBlanks(in text: Span<UInt8>) {
    while offset < text.count, Self.isBlank(text[offset]) { offset += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
  }

  mutating func take(_ character: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar, in text: Span<UInt8>) throws(JSONFault) {
    guard take(character, in: text) else {
      throw fault("expected '\(character)'", in: text)
    }
  }

  /// "expected …, but found …" at this place.
  func fault(_ expectation: String, in text: Span<UInt8>) -> JSONFault {
    let found =
      offset < text.count ? "byte 0x" + String(text[offset], radix: 16) : "the end"
    return JSONFault("\(expectation), but found \(found)", at: offset)
  }

  // MARK: Strings

  /// The range between the quotes, escapes as they stand.
  mutating func string(in text: Span<UInt8>) throws(JSONFault) -> Range<Int> {
    try expect("\"", in: text)
    let start = offset
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return start..<offset - 1
      case UInt8(ascii: "\\"): _ = try escape(in: text)
      case 0..<0x20: throw fault("expected no control character in a string", in: text)
      default: offset += 1
      }
    }
    throw fault("expected the end of a string", in: text)
  }

  /// The scalar that an escape stands for, behind which the scanner then is.
  mutating func escape(in text: Span<UInt8>) throws(JSONFault) -> Unicode.Scalar {
    try expect("\\", in: text)
    let name = offset < text.count ? text[offset] : 0
    offset += 1
    switch name {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint(in: text)
    default:
      offset -= 1
      throw fault("expected one of JSON's escapes", in: text)
    }
  }

  private mutating func codePoint(in text: Span<UInt8>) throws(JSONFault) -> Unicode.Scalar {
    let unit = try codeUnit(in: text)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let start = offset
    if take("\\", in: text), take("u", in: text) {
      let next = try codeUnit(in: text)
      let isPair = (0xd800..<0xdc00).contains(unit) && (0xdc00..<0xe000).contains(next)
      let number = isPair ? 0x10000 + (unit - 0xd800) << 10 + (next - 0xdc00) : unit
      if let scalar = Unicode.Scalar(number) { return scalar }
    }
    throw JSONFault("expected both halves of a surrogate pair, but found one", at: start)
  }

  private mutating func codeUnit(in text: Span<UInt8>) throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard offset < text.count, let digit = Self.hexadecimalDigit(text[offset]) else {
        throw fault("expected four hexadecimal digits", in: text)
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  // MARK: Numbers and words

  /// A number, `true`, `false` or `null`.
  mutating func word(in text: Span<UInt8>) throws(JSONFault) -> Range<Int> {
    let start = offset
    let name: String? =
      switch offset < text.count ? text[offset] : 0 {
      case UInt8(ascii: "t"): "true"
      case UInt8(ascii: "f"): "false"
      case UInt8(ascii: "n"): "null"
      default: nil
      }
    if let name {
      guard takeAll(of: name, in: text) else { throw fault("expected a value", in: text) }
      return start..<offset
    }
    _ = take("-", in: text)
    if !take("0", in: text) { try digits(in: text) }
    if take(".", in: text) { try digits(in: text) }
    if take("e", in: text) || take("E", in: text) {
      if !take("+", in: text) { _ = take("-", in: text) }
      try digits(in: text)
    }
    return start..<offset
  }

  private mutating func takeAll(of word: String, in text: Span<UInt8>) -> Bool {
    let bytes = Array(word.utf8)
    guard text.holds(bytes.count, at: offset),
      text.extracting(offset..<offset + bytes.count).isEqual(to: bytes)
    else { return false }
    offset += bytes.count
    return true
  }

  private mutating func digits(in text: Span<UInt8>) throws(JSONFault) {
    let start = offset
    while offset < text.count, Self.isDigit(text[offset]) { offset += 1 }
    guard offset > start else { throw fault("expected a value", in: text) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  // MARK: Whole values

  /// Passes over one value of a text that has been checked, whatever it nests.
  mutating func passValue(in text: Span<UInt8>) throws(JSONFault) -> Range<Int> {
    let start = offset
    var depth = 0
    repeat {
      passBlanks(in: text)
      guard offset < text.count else { throw fault("expected a value", in: text) }
      switch text[offset] {
      case UInt8(ascii: "\""): _ = try string(in: text)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        offset += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"): offset += 1
      default: _ = try word(in: text)
      }
    } while depth > 0
    return start..<offset
  }
}
