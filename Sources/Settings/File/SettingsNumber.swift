/// Numbers and times as TOML writes them.
enum SettingsNumber {
  /// The number as an option takes it, in decimal digits; nil for what is none.
  static func text(of word: String) -> String? {
    let digits =
      word.utf8.first.map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } == true
      ? word.dropFirst() : word[...]
    // Underscores stand between digits.
    guard !digits.hasPrefix("_"), !digits.hasSuffix("_"), !digits.contains("__"),
      let first = digits.utf8.first, (0x30...0x39).contains(first)
    else { return nil }
    let plain: String = String(digits).replacing("_", with: "")
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where plain.hasPrefix(prefix) {
      let body = plain.dropFirst(2)
      guard digits.count == word.count, !body.hasPrefix("-"), !body.hasPrefix("+") else {
        return nil
      }
      return UInt64(body, radix: radix).map { "\($0)" }
    }
    guard plain.utf8.allSatisfy("0123456789.eE+-".utf8.contains), isWithoutLeadingZero(plain),
      let number = Double(plain), number.isFinite
    else { return nil }
    return (word.hasPrefix("-") ? "-" : "") + plain
  }

  private static func isWithoutLeadingZero(_ digits: String) -> Bool {
    let whole = digits.prefix { $0.isNumber }
    return whole.count == 1 || !whole.hasPrefix("0")
  }

  /// Whether it begins as a date or a time of day does.
  static func isTime(_ word: String) -> Bool {
    let marks = word.utf8.filter { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
    guard let first = word.utf8.first, (0x30...0x39).contains(first), marks.count >= 2 else {
      return false
    }
    return word.utf8.allSatisfy("0123456789-:.TZtz+".utf8.contains)
  }
}
