/// A value inside a JSON text that has been checked.
public struct JSONElement: Sendable {
  private let bytes: [UInt8]
  /// Where it stands, brackets and quotes included.
  public let range: Range<Int>

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// "… at byte 17" for whoever finds the value wrong.
  public func fault(_ message: String) -> JSONFault {
    JSONFault(message, at: range.lowerBound)
  }

  private func begins(with character: Unicode.Scalar) -> Bool {
    bytes[range.lowerBound] == UInt8(ascii: character)
  }

  // MARK: Containers

  /// The members of an object by their keys.
  public func members() throws(JSONFault) -> [String: JSONElement] {
    guard begins(with: "{") else { throw fault("expected an object, but found another value") }
    var members: [String: JSONElement] = [:]
    let text = bytes.span
    var scanner = JSONScanner(offset: range.lowerBound + 1)
    scanner.passBlanks(in: text)
    guard !scanner.take("}", in: text) else { return members }
    repeat {
      scanner.passBlanks(in: text)
      let key = try Self.text(of: try scanner.string(in: text), in: text)
      scanner.passBlanks(in: text)
      try scanner.expect(":", in: text)
      scanner.passBlanks(in: text)
      members[key] = JSONElement(bytes, try scanner.passValue(in: text))
      scanner.passBlanks(in: text)
    } while scanner.take(",", in: text)
    return members
  }

  /// The elements of an array; stops with a fault where there are more than `limit`.
  public func elements(atMost limit: Int) throws(JSONFault) -> [JSONElement] {
    guard begins(with: "[") else { throw fault("expected an array, but found another value") }
    var elements: [JSONElement] = []
    let text = bytes.span
    var scanner = JSONScanner(offset: range.lowerBound + 1)
    scanner.passBlanks(in: text)
    guard !scanner.take("]", in: text) else { return elements }
    repeat {
      guard elements.count < limit else {
        throw fault("expected at most \(limit) elements, but found more")
      }
      scanner.passBlanks(in: text)
      elements.append(JSONElement(bytes, try scanner.passValue(in: text)))
      scanner.passBlanks(in: text)
    } while scanner.take(",", in: text)
    return elements
  }

  /// The elements of an array that has as many as were announced elsewhere.
  public func elements(count: Int) throws(JSONFault) -> [JSONElement] {
    let elements = try elements(atMost: count)
    guard elements.count == count else {
      throw fault("expected \(count) elements, but found \(elements.count)")
    }
    return elements
  }

  // MARK: Plain values

  /// A string with its escapes resolved.
  public func string() throws(JSONFault) -> String {
    guard begins(with: "\"") else { throw fault("expected a string, but found another value") }
    return try Self.text(of: range.lowerBound + 1..<range.upperBound - 1, in: bytes.span)
  }

  /// The number nearest to the text, which is the very one that the text was written from.
  public func number() throws(JSONFault) -> Double {
    guard let number = Double(word) else {
      throw fault("expected a number, but found another value")
    }
    guard number.isFinite else {
      throw fault("expected a number that 64 bits can hold, but found a larger one")
    }
    return number
  }

  public func integer(in limits: ClosedRange<Int>) throws(JSONFault) -> Int {
    guard let number = Int(word), limits.contains(number) else {
      throw fault(
        "expected a whole number from \(limits.lowerBound) to \(limits.upperBound), but found "
          + "another value")
    }
    return number
  }

  public func unsignedInteger() throws(JSONFault) -> UInt64 {
    guard let number = UInt64(word) else {
      throw fault("expected a whole number from 0 to \(UInt64.max), but found another value")
    }
    return number
  }

  public func boolean() throws(JSONFault) -> Bool {
    switch word {
    case "true": return true
    case "false": return false
    default: throw fault("expected true or false, but found another value")
    }
  }

  /// What stands here if it is no container and no string.
  private var word: String {
    begins(with: "\"") || begins(with: "{") || begins(with: "[")
      ? "" : String(decoding: bytes[range], as: UTF8.self)
  }

  // MARK: Text

  /// The bytes between two quotes with their escapes resolved.
  static func text(of range: Range<Int>, in text: Span<UInt8>) throws(JSONFault) -> String {
    var decoded: [UInt8] = []
    var scanner = JSONScanner(offset: range.lowerBound)
    while scanner.offset < range.upperBound {
      if text[scanner.offset] == UInt8(ascii: "\\") {
        decoded.append(contentsOf: String(try scanner.escape(in: text)).utf8)
      } else {
        decoded.append(text[scanner.offset])
        scanner.offset += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
