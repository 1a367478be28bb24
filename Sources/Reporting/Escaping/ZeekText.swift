/// Strings as fields of Zeek's tab-separated logs.
///
/// Hidden scalars, backslashes and bytes that are not UTF-8 are written `\xNN`, byte by byte, which
/// Zeek's own reader undoes; so are the separators of fields and of elements.
/// - SeeAlso: Zeek, src/threading/formatters/Ascii.cc.
enum ZeekText {
  static let unset = "-"
  static let empty = "(empty)"

  static func field(_ text: String) -> String { field(bytes: Array(text.utf8)) }

  /// - Parameter isElement: whether it is one of several, between which commas stand.
  static func field(bytes: [UInt8], isElement: Bool = false) -> String {
    if bytes.isEmpty { return empty }
    var field = ""
    TextPiece.forEach(of: bytes) { piece in
      switch piece {
      case .invalidByte(let byte):
        field += "\\x" + hexadecimal(byte)
      case .scalar(let scalar):
        if scalar.isHidden || scalar == "\\" || isElement && scalar == "," {
          for byte in String(scalar).utf8 { field += "\\x" + hexadecimal(byte) }
        } else {
          field.unicodeScalars.append(scalar)
        }
      }
    }
    // Text that reads like a word of the format is told apart by its first character.
    guard field == unset || field == empty else { return field }
    return "\\x" + hexadecimal(bytes[0]) + field.dropFirst()
  }

  static func elements(_ texts: [String]) -> String {
    texts.isEmpty
      ? empty : texts.map { field(bytes: Array($0.utf8), isElement: true) }.joined(separator: ",")
  }
}
