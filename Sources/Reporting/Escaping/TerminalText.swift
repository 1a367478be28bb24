import Records

/// Text from strangers as a terminal may show it: nothing hidden, nothing that moves the cursor.
///
/// Hidden scalars below 0x80 and bytes that are not UTF-8 become `\x1b`, other hidden scalars
/// `\u{202e}`. A backslash stands as it is: names with one are readable, and what is shown is not
/// read back (the JSON output has `pathHex` for that).
public enum TerminalText {
  /// - Parameter isUnicode: whether scalars beyond ASCII may stand.
  public static func escape(_ text: String, isUnicode: Bool = true) -> String {
    // Most texts stay as they are, and most of the others have a dash beyond ASCII in them.
    if isPlain(text.utf8) { return text }
    if isUnicode, !text.unicodeScalars.contains(where: { $0.isHidden }) { return text }
    var escaped = ""
    for scalar in text.unicodeScalars { append(scalar, to: &escaped, isUnicode: isUnicode) }
    return escaped
  }

  public static func escape(bytes: [UInt8], isUnicode: Bool = true) -> String {
    var escaped = ""
    TextPiece.forEach(of: bytes) { piece in
      switch piece {
      case .scalar(let scalar): append(scalar, to: &escaped, isUnicode: isUnicode)
      case .invalidByte(let byte): escaped += "\\x" + hexadecimal(byte)
      }
    }
    return escaped
  }

  /// The name of an input for messages and tables; an empty one shows as `''`.
  public static func name(of path: InputPath, isUnicode: Bool = true) -> String {
    if path.bytes.isEmpty { return "''" }
    return path == .standardInput
      ? "standard input" : escape(bytes: path.bytes, isUnicode: isUnicode)
  }

  private static func isPlain(_ bytes: String.UTF8View) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
  }

  private static func append(
    _ scalar: Unicode.Scalar, to text: inout String, isUnicode: Bool
  ) {
    if !scalar.isHidden && (scalar.isASCII || isUnicode) {
      text.unicodeScalars.append(scalar)
    } else if scalar.isASCII {
      text += "\\x" + hexadecimal(UInt8(scalar.value))
    } else {
      text += "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
