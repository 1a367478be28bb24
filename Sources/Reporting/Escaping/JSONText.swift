import Records

/// Strings as they stand between the quotes of JSON.
///
/// Beyond what RFC 8259, section 7 asks, hidden scalars are escaped too, so that a terminal
/// showing the document is safe and a JavaScript reader sees no line separators.
enum JSONText {
  static func escape(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }) {
      return text
    }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      default:
        if scalar.isHidden {
          for unit in String(scalar).utf16 { escaped += codeUnit(unit) }
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }

  /// A path as text, its bytes that are not UTF-8 written `\xNN`; escaping comes afterwards.
  static func text(of path: InputPath) -> String {
    var text = ""
    TextPiece.forEach(of: path.bytes) { piece in
      switch piece {
      case .scalar(let scalar): text.unicodeScalars.append(scalar)
      case .invalidByte(let byte): text += "\\x" + hexadecimal(byte)
      }
    }
    return text
  }

  private static func codeUnit(_ unit: UInt16) -> String {
    "\\u" + hexadecimal(UInt8(unit >> 8)) + hexadecimal(UInt8(unit & 0xff))
  }
}
