/// A whole JSON text (RFC 8259) that has been checked: UTF-8, grammar, depth, no key twice.
///
/// Nothing is built of it beforehand: values are read from the text where they are asked for, so
/// memory follows the text and not what it claims.
public struct JSONDocument: Sendable {
  public let bytes: [UInt8]
  private let rootRange: Range<Int>

  public static let maximumDepth = 64
  /// Keys of one object, of which none may stand twice.
  public static let maximumMemberCount = 1_024

  public init(_ bytes: [UInt8]) throws(JSONFault) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONFault("expected UTF-8, but found other bytes", at: error.byteOffsets.lowerBound)
    }
    self.bytes = bytes
    rootRange = try Self.check(bytes.span)
  }

  public var root: JSONElement { JSONElement(bytes, rootRange) }

  /// A container under way.
  private struct Level {
    let isObject: Bool
    var keys: Set<String> = []
  }

  /// The range of the only value.
  private static func check(_ text: Span<UInt8>) throws(JSONFault) -> Range<Int> {
    var scanner = JSONScanner(offset: 0)
    var levels: [Level] = []
    scanner.passBlanks(in: text)
    let start = scanner.offset
    repeat {
      scanner.passBlanks(in: text)
      if try begin(&scanner, &levels, text) { continue }
      try finish(&scanner, &levels, text)
    } while !levels.isEmpty
    let end = scanner.offset
    scanner.passBlanks(in: text)
    guard scanner.offset == text.count else {
      throw scanner.fault("expected nothing behind the document", in: text)
    }
    return start..<end
  }

  /// Passes over a value, or over the beginning of a container that has a first element.
  ///
  /// - Returns: whether a value must follow.
  private static func begin(
    _ scanner: inout JSONScanner, _ levels: inout [Level], _ text: Span<UInt8>
  ) throws(JSONFault) -> Bool {
    let isObject = scanner.take("{", in: text)
    guard isObject || scanner.take("[", in: text) else {
      if scanner.offset < text.count, text[scanner.offset] == UInt8(ascii: "\"") {
        _ = try scanner.string(in: text)
      } else {
        _ = try scanner.word(in: text)
      }
      return false
    }
    guard levels.count < maximumDepth else {
      throw JSONFault(
        "expected at most \(maximumDepth) containers within each other, but found more",
        at: scanner.offset)
    }
    scanner.passBlanks(in: text)
    if scanner.take(isObject ? "}" : "]", in: text) { return false }
    levels.append(Level(isObject: isObject))
    if isObject { try key(&scanner, &levels, text) }
    return true
  }

  /// Passes behind a value over a comma, and the next key; or over the ends of containers.
  private static func finish(
    _ scanner: inout JSONScanner, _ levels: inout [Level], _ text: Span<UInt8>
  ) throws(JSONFault) {
    while let level = levels.last {
      scanner.passBlanks(in: text)
      if scanner.take(",", in: text) {
        if level.isObject { try key(&scanner, &levels, text) }
        return
      }
      try scanner.expect(level.isObject ? "}" : "]", in: text)
      levels.removeLast()
    }
  }

  private static func key(
    _ scanner: inout JSONScanner, _ levels: inout [Level], _ text: Span<UInt8>
  ) throws(JSONFault) {
    scanner.passBlanks(in: text)
    let start = scanner.offset
    let key = try JSONElement.text(of: try scanner.string(in: text), in: text)
    let last = levels.count - 1
    guard levels[last].keys.insert(key).inserted else {
      throw JSONFault("expected every key once in its object, but found one twice", at: start)
    }
    guard levels[last].keys.count <= maximumMemberCount else {
      throw JSONFault(
        "expected at most \(maximumMemberCount) members in an object, but found more", at: start)
    }
    scanner.passBlanks(in: text)
    try scanner.expect(":", in: text)
  }
}
