/// The header of an L2TP data message, RFC 2661 section 3.1.
struct L2TPHeader: EnclosingHeader {
  /// Flags, tunnel and session.
  private static let fixedByteCount = 6
  private static let controlBit: UInt16 = 0x8000
  private static let lengthBit: UInt16 = 0x4000
  private static let sequenceBit: UInt16 = 0x0800
  private static let offsetBit: UInt16 = 0x0200
  private static let versionMask: UInt16 = 0x000f
  private static let version: UInt16 = 2

  let byteCount: Int
  let next = Layer.ppp

  /// - Throws: `badHeader` for another version, `noIP` for control messages.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let flags = frame.uint16(at: offset) else { throw .truncatedHeader }
    guard flags & Self.versionMask == Self.version else { throw .badHeader }
    guard flags & Self.controlBit == 0 else { throw .noIP }
    var end = offset + Self.fixedByteCount
    if flags & Self.lengthBit != 0 { end += 2 }
    if flags & Self.sequenceBit != 0 { end += 4 }
    if flags & Self.offsetBit != 0 {
      guard let padding = frame.uint16(at: end) else { throw .truncatedHeader }
      end += 2 + Int(padding)
    }
    byteCount = end - offset
  }
}
