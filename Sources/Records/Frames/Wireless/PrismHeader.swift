/// The header of wlan-ng drivers of Prism cards, or that of AVS in its place.
struct PrismHeader: EnclosingHeader {
  /// Of the fixed layout: message code, length, device name, and ten values of twelve bytes.
  private static let prismByteCount = 144

  let byteCount: Int

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let code = frame.uint32(at: offset) else { throw .truncatedHeader }
    byteCount =
      AVSHeader.isMagic(code) ? try AVSHeader(frame, at: offset).byteCount : Self.prismByteCount
  }

  var next: Layer { .wlan }
}

/// The capture header of AbsoluteValue Systems, which followed Prism's.
struct AVSHeader: EnclosingHeader {
  private static let lengthOffset = 4
  private static let minimumByteCount = 8
  /// A snapshot's length cannot be larger; nor can a header before it.
  private static let maximumByteCount = 262_144

  let byteCount: Int

  /// Whether a header begins with `code`, but for its version in the lowest bits.
  static func isMagic(_ code: UInt32) -> Bool { code & 0xffff_f000 == 0x8021_1000 }

  /// - Throws: `badHeader` for a length that no such header has.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let length = frame.uint32(at: offset + Self.lengthOffset) else { throw .truncatedHeader }
    guard length >= Self.minimumByteCount, length <= Self.maximumByteCount else {
      throw .badHeader
    }
    byteCount = Int(length)
  }

  var next: Layer { .wlan }
}
