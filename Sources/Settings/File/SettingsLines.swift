/// On which lines a TOML text names its tables and keys.
///
/// The library that reads values does not tell where they stood. This walk knows headers, keys, quotes,
/// brackets and comments, and no more: what it does not understand has no line.
struct SettingsLines {
  private var lines: [[String]: Int] = [:]

  /// The line of a table or key by its whole path, from 1.
  func line(of path: [String]) -> Int? { lines[path] }

  init(_ text: [UInt8]) {
    var walk = SettingsWalk(text)
    var table: [String] = []
    while !walk.isAtEnd {
      walk.passBlanks(andLineEnds: true)
      let line = walk.line
      if walk.take("#") {
        walk.passLine()
      } else if walk.take("[") {
        _ = walk.take("[")
        table = walk.path() ?? []
        note(table, from: 0, line)
        walk.passLine()
      } else if let key = walk.path(), walk.take("=") {
        note(table + key, from: table.count, line)
        walk.passValue()
      } else {
        walk.passLine()
      }
    }
  }

  /// Keeps the first line of a path and of those that lead to it.
  private mutating func note(_ path: [String], from start: Int, _ line: Int) {
    for count in path.indices.dropFirst(start).map({ $0 + 1 }) {
      let part = Array(path.prefix(count))
      if lines[part] == nil { lines[part] = line }
    }
  }
}

/// A place in a text, and how to go on from it.
private struct SettingsWalk {
  private let text: [UInt8]
  private var offset = 0
  private(set) var line = 1

  init(_ text: [UInt8]) {
    self.text = text
  }

  var isAtEnd: Bool { offset == text.count }

  private var byte: UInt8? { isAtEnd ? nil : text[offset] }

  private mutating func advance() {
    if text[offset] == UInt8(ascii: "\n") { line += 1 }
    offset += 1
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: scalar) else { return false }
    advance()
    return true
  }

  mutating func passBlanks(andLineEnds passesLineEnds: Bool = false) {
    while let byte, " \t".utf8.contains(byte) || (passesLineEnds && "\r\n".utf8.contains(byte)) {
      advance()
    }
  }

  mutating func passLine() {
    while !isAtEnd, !take("\n") { advance() }
  }

  /// Keys with dots between them, and the blanks behind; nil where none stands here.
  mutating func path() -> [String]? {
    var path: [String] = []
    repeat {
      passBlanks()
      guard let key = key() else { return nil }
      path.append(key)
      passBlanks()
    } while take(".")
    return path
  }

  private mutating func key() -> String? {
    if let quote = byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let start = offset + 1
      passQuoted()
      // With its escapes as they stand; a key with some has no line.
      guard start < offset, text[offset - 1] == quote else { return nil }
      return String(decoding: text[start..<offset - 1], as: UTF8.self)
    }
    let start = offset
    while let byte, byte >= 0x80 || Self.bareCharacters.contains(byte) { advance() }
    return start < offset ? String(decoding: text[start..<offset], as: UTF8.self) : nil
  }

  private static let bareCharacters = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// Passes over a value, which may go over several lines, and the rest of its last one.
  mutating func passValue() {
    var depth = 0
    while let byte {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): passQuoted()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        advance()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        advance()
      case UInt8(ascii: "#"):
        while let byte = self.byte, byte != UInt8(ascii: "\n") {
          _ = byte
          advance()
        }
      case UInt8(ascii: "\n"):
        advance()
        if depth <= 0 { return }
      default: advance()
      }
    }
  }

  /// Passes over a text in quotes of one or three characters.
  private mutating func passQuoted() {
    guard let quote = byte else { return }
    let isTriple =
      offset + 2 < text.count && text[offset + 1] == quote && text[offset + 2] == quote
    let length = isTriple ? 3 : 1
    for _ in 0..<length { advance() }
    while let byte {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        advance()
        if !isAtEnd { advance() }
      } else if byte == UInt8(ascii: "\n"), !isTriple {
        return
      } else if text[offset...].starts(with: repeatElement(quote, count: length)) {
        for _ in 0..<length { advance() }
        return
      } else {
        advance()
      }
    }
  }
}
