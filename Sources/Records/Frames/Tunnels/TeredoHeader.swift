/// What Teredo puts before an IPv6 packet, RFC 4380 section 5.1.1.
struct TeredoHeader: EnclosingHeader {
  private static let authentication: UInt16 = 0x0001
  private static let origin: UInt16 = 0x0000
  private static let identifierLengthOffset = 2
  /// Nonce and confirmation, behind both lengths.
  private static let fixedAuthenticationByteCount = 13
  private static let originByteCount = 8

  let byteCount: Int
  let next = Layer.ipv6

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard var indicator = frame.uint16(at: offset) else { throw .truncatedHeader }
    var end = offset
    if indicator == Self.authentication {
      guard let lengths = frame.uint16(at: end + Self.identifierLengthOffset) else {
        throw .truncatedHeader
      }
      end += Self.fixedAuthenticationByteCount + Int(lengths >> 8) + Int(lengths & 0xff)
      guard let following = frame.uint16(at: end) else { throw .truncatedHeader }
      indicator = following
    }
    if indicator == Self.origin { end += Self.originByteCount }
    byteCount = end - offset
  }
}
