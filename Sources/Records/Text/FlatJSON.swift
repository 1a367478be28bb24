/// One line with one JSON object (RFC 8259) of which only the outermost members matter.
///
/// Numbers stay the text they are: a Double would lose the digits of a time. What a member nests is
/// passed over, by counting brackets.
struct FlatJSON {
  /// The members' values as they may stand in a table.
  enum Value: Equatable {
    /// Between the quotes, escapes as they stand.
    case string(Range<Int>)
    /// A number, `true` or `false`.
    case word(Range<Int>)
    case null
    case container(Range<Int>)
  }

  private static let maximumDepth = 64

  private var offset = 0

  /// Hands every member of the object to `body`, its key between the quotes as it stands.
  ///
  /// - Throws: `malformed`, and what `body` throws.
  static func forEachMember(
    of line: Span<UInt8>, _ body: (_ key: Range<Int>, _ value: Value) throws(SkipReason) -> Void
  ) throws(SkipReason) {
    var scanner = FlatJSON()
    scanner.passBlanks(in: line)
    try scanner.expect("{", in: line)
    scanner.passBlanks(in: line)
    if !scanner.take("}", in: line) {
      repeat {
        scanner.passBlanks(in: line)
        let key = try scanner.string(in: line)
        scanner.passBlanks(in: line)
        try scanner.expect(":", in: line)
        try body(key, try scanner.value(in: line))
        scanner.passBlanks(in: line)
      } while scanner.take(",", in: line)
      try scanner.expect("}", in: line)
    }
    scanner.passBlanks(in: line)
    guard scanner.offset == line.count else { throw .malformed }
  }

  private mutating func value(in line: Span<UInt8>) throws(SkipReason) -> Value {
    passBlanks(in: line)
    guard offset < line.count else { throw .malformed }
    switch line[offset] {
    case UInt8(ascii: "\""): return .string(try string(in: line))
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .container(try container(in: line))
    default:
      let word = try word(in: line)
      return line.extracting(word).isEqual(to: Array("null".utf8)) ? .null : .word(word)
    }
  }

  /// What stands between two quotes, behind which the scanner then is.
  private mutating func string(in line: Span<UInt8>) throws(SkipReason) -> Range<Int> {
    try expect("\"", in: line)
    let start = offset
    while offset < line.count {
      switch line[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return start..<offset - 1
      case UInt8(ascii: "\\"): offset += min(2, line.count - offset)
      case 0..<0x20: throw .malformed
      default: offset += 1
      }
    }
    throw .malformed
  }

  private mutating func word(in line: Span<UInt8>) throws(SkipReason) -> Range<Int> {
    let start = offset
    while offset < line.count, Self.isWordByte(line[offset]) { offset += 1 }
    guard offset > start else { throw .malformed }
    return start..<offset
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func container(in line: Span<UInt8>) throws(SkipReason) -> Range<Int> {
    let start = offset
    var depth = 0
    while offset < line.count {
      switch line[offset] {
      case UInt8(ascii: "\""): _ = try string(in: line)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= Self.maximumDepth else { throw .malformed }
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        offset += 1
        if depth == 0 { return start..<offset }
      default: offset += 1
      }
    }
    throw .malformed
  }

  private mutating func passBlanks(in line: Span<UInt8>) {
    while offset < line.count,
      line[offset] == UInt8(ascii: " ") || line[offset] == UInt8(ascii: "\t")
        || line[offset] == UInt8(ascii: "\r")
    {
      offset += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar, in line: Span<UInt8>) -> Bool {
    guard offset < line.count, line[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func expect(
    _ character: Unicode.Scalar, in line: Span<UInt8>
  ) throws(SkipReason) {
    guard take(character, in: line) else { throw .malformed }
  }
}
