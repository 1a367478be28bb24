/// What an 802.11 driver knew of a frame, as a list of fields that bits announce.
/// - SeeAlso: <https://www.radiotap.org>
struct RadiotapHeader: EnclosingHeader {
  private static let lengthOffset = 2
  private static let presentOffset = 4
  private static let minimumByteCount = 8

  private static let timestampBit: UInt32 = 1 << 0
  private static let flagsBit: UInt32 = 1 << 1
  private static let anotherWordBit: UInt32 = 1 << 31
  /// Among the flags: padding follows the 802.11 header.
  private static let paddingFlag: UInt8 = 0x20

  let byteCount: Int
  let hasPadding: Bool

  /// - Throws: `badHeader` for another version, and a length below the fixed part.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let version = frame.uint8(at: offset),
      let length = frame.uint16(at: offset + Self.lengthOffset)?.byteSwapped,
      let present = frame.uint32(at: offset + Self.presentOffset)?.byteSwapped
    else { throw .truncatedHeader }
    guard version == 0, length >= Self.minimumByteCount else { throw .badHeader }
    byteCount = Int(length)
    hasPadding =
      present & Self.flagsBit != 0
      && Self.flags(frame, at: offset, present) & Self.paddingFlag != 0
  }

  /// The field of flags: the first, or the one behind the timestamp.
  private static func flags(_ frame: Span<UInt8>, at offset: Int, _ present: UInt32) -> UInt8 {
    var fields = minimumByteCount
    var word = present
    // Every further word takes four bytes of the frame.
    while word & anotherWordBit != 0 {
      guard let next = frame.uint32(at: offset + fields)?.byteSwapped else { return 0 }
      word = next
      fields += 4
    }
    // A timestamp of eight bytes, aligned to as many.
    if present & timestampBit != 0 { fields = (fields + 7) & ~7 + 8 }
    return frame.uint8(at: offset + fields) ?? 0
  }

  var next: Layer { hasPadding ? .wlanPadded : .wlan }
}
