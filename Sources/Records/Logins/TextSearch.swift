// Words of ours in texts of others, by bytes: no two characters that only look alike are the same.

extension Collection<UInt8> {
  func begins(with prefix: StaticString) -> Bool { starts(with: prefix.bytes) }
}

extension StaticString {
  var bytes: [UInt8] { Array(description.utf8) }
}

extension ArraySlice<UInt8> {
  /// Where `text` stands first.
  func range(of text: StaticString) -> Range<Int>? {
    let text = text.bytes
    guard count >= text.count else { return nil }
    for start in startIndex...(endIndex - text.count) where self[start...].starts(with: text) {
      return start..<start + text.count
    }
    return nil
  }

  /// Where `text` stands last.
  func lastRange(of text: StaticString) -> Range<Int>? {
    let text = text.bytes
    guard count >= text.count else { return nil }
    for start in (startIndex...(endIndex - text.count)).reversed()
    where self[start...].starts(with: text) {
      return start..<start + text.count
    }
    return nil
  }

  func dropping(prefix: StaticString) -> ArraySlice<UInt8> {
    starts(with: prefix.bytes) ? dropFirst(prefix.bytes.count) : self
  }
}

extension [UInt8] {
  func dropping(suffix: StaticString) -> ArraySlice<UInt8> {
    suffix.bytes.count <= count && self.suffix(suffix.bytes.count).elementsEqual(suffix.bytes)
      ? dropLast(suffix.bytes.count) : self[...]
  }
}
