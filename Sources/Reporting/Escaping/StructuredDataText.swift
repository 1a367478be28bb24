/// Values of parameters in the structured data of syslog, as they stand between the quotes.
/// - SeeAlso: RFC 5424, section 6.3.3.
enum StructuredDataText {
  /// Hidden scalars and bytes that are not UTF-8 are written out as for a terminal, then quotes,
  /// backslashes and closing brackets get a backslash.
  ///
  /// - Parameter limit: bytes that are kept before the escapes; what is longer ends in `…`.
  static func value(bytes: [UInt8], limit: Int) -> String {
    var text = TerminalText.escape(bytes: bytes)
    if text.utf8.count > limit { text = text.prefix(utf8Count: limit) + "…" }
    var value = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar == "]" { value += "\\" }
      value.unicodeScalars.append(scalar)
    }
    return value
  }
}

extension String {
  /// The longest beginning of whole scalars that has at most `limit` bytes.
  func prefix(utf8Count limit: Int) -> String {
    var prefix = ""
    var byteCount = 0
    for scalar in unicodeScalars {
      byteCount += UTF8.width(scalar)
      if byteCount > limit { break }
      prefix.unicodeScalars.append(scalar)
    }
    return prefix
  }
}
