extension Unicode.Scalar {
  /// Whether a reader cannot see the scalar, or it changes how its neighbours are shown.
  ///
  /// Controls (C0, DEL, C1), line and paragraph separators, bidirectional and zero-width controls,
  /// tags and whatever else Unicode lets a renderer ignore.
  var isHidden: Bool {
    if value < 0x7f { return value < 0x20 }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isDefaultIgnorableCodePoint
    }
  }
}

/// One step through bytes that ought to be UTF-8.
package enum TextPiece {
  case scalar(Unicode.Scalar)
  case invalidByte(UInt8)

  /// Calls `body` for each scalar of `bytes`, and for each byte that is part of none.
  package static func forEach(of bytes: [UInt8], _ body: (TextPiece) -> Void) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        body(.scalar(Unicode.UTF8.decode(encoded)))
        offset += encoded.count
      case .error(let byteCount):
        for byte in bytes[offset..<offset + byteCount] { body(.invalidByte(byte)) }
        offset += byteCount
      case .emptyInput:
        return
      }
    }
  }
}

/// Two lower-case hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
