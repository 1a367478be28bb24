/// What a text must not hold where it is shown; here because it is asked of every scalar there is.
public enum ShownText {
  /// What no sink may pass: controls, and what turns or hides text (Unicode TR 9 and TR 36).
  public static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f...0x9f, 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff,
      0xfff9...0xfffb, 0xe0000...0xe007f:
      true
    default: false
    }
  }

  public static func firstDangerousScalar(in text: String) -> Unicode.Scalar? {
    text.unicodeScalars.first(where: isDangerous)
  }

  /// The first byte that is no ASCII or DEL.
  public static func firstByteBeyondASCII(in text: String) -> UInt8? {
    text.utf8.first { $0 >= 0x7f }
  }
}
