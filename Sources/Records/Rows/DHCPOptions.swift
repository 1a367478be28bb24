/// The options of a DHCP message as one text: `53=01;61=01aabbccddeeff`.
///
/// Codes in decimal, values in hexadecimal, in the order of the message; pads are left out and the
/// end mark ends the list (RFC 2132 sections 2 and 3).
public enum DHCPOptions {
  /// Bytes of the text: options that do not fit whole end it. A message of the 576 bytes that every
  /// client takes (RFC 2131 section 2) has 312 bytes of options, and so fits.
  public static let maximumTextByteCount = 1024

  private static let pad: UInt8 = 0
  private static let end: UInt8 = 255

  /// The text of the options that lie at `range` of `frame`, as far as they were captured.
  public static func text(in frame: Span<UInt8>, at range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var offset = range.lowerBound
    while offset < range.upperBound, let code = frame.uint8(at: offset), code != end {
      offset += 1
      if code == pad { continue }
      guard offset < range.upperBound, let length = frame.uint8(at: offset),
        Int(length) < range.upperBound - offset, frame.holds(Int(length), at: offset + 1)
      else { break }
      let option = optionText(code, frame, offset + 1, Int(length))
      let separatorCount = text.isEmpty ? 0 : 1
      guard option.count + separatorCount <= maximumTextByteCount - text.count else { break }
      if separatorCount > 0 { text.append(UInt8(ascii: ";")) }
      text += option
      offset += 1 + Int(length)
    }
    return text
  }

  /// - Precondition: `length` bytes lie at `start`.
  private static func optionText(
    _ code: UInt8, _ frame: Span<UInt8>, _ start: Int, _ length: Int
  ) -> [UInt8] {
    var text = Array("\(code)=".utf8)
    for offset in start..<start + length {
      text.append(hexadecimalDigit(frame[offset] >> 4))
      text.append(hexadecimalDigit(frame[offset] & 0xf))
    }
    return text
  }
}

/// A lower-case hexadecimal digit as ASCII.
///
/// - Precondition: `value` is below 16.
func hexadecimalDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
