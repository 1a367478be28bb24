/// The header of a user's packet in a mobile network, 3GPP TS 29.281 section 5.1.
///
/// Version 0 (3GPP TS 09.60) has a header of fixed length.
struct GTPHeader: EnclosingHeader {
  private static let messageTypeOffset = 1
  private static let fixedByteCount = 8
  /// Sequence number, N-PDU number and the type of the first extension header.
  private static let optionalByteCount = 4
  private static let nextExtensionOffset = 11

  private static let versionAndTypeMask: UInt8 = 0xf0
  /// Version 1, and not the charging protocol.
  private static let userPlane: UInt8 = 0x30
  private static let versionZero: UInt8 = 0x10
  private static let versionZeroByteCount = 20
  private static let optionalMask: UInt8 = 0x07
  private static let extensionBit: UInt8 = 0x04
  private static let packetMessage: UInt8 = 255
  /// More than there are types of extension headers.
  private static let maximumExtensionCount = 32

  let byteCount: Int
  let next = Layer.ip

  /// - Throws: `badHeader` for another version and for an extension header without length, `noIP`
  ///   for messages about the tunnel, `tooDeep` for extension headers without end.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.fixedByteCount, at: offset), let flags = frame.uint8(at: offset) else {
      throw .truncatedHeader
    }
    let version = flags & Self.versionAndTypeMask
    guard version == Self.userPlane || version == Self.versionZero else { throw .badHeader }
    guard frame.uint8(at: offset + Self.messageTypeOffset) == Self.packetMessage else {
      throw .noIP
    }
    guard version == Self.userPlane else {
      byteCount = Self.versionZeroByteCount
      return
    }
    guard flags & Self.optionalMask != 0 else {
      byteCount = Self.fixedByteCount
      return
    }
    let extensions = offset + Self.fixedByteCount + Self.optionalByteCount
    guard let type = frame.uint8(at: offset + Self.nextExtensionOffset) else {
      throw .truncatedHeader
    }
    let isExtended = flags & Self.extensionBit != 0 && type != 0
    byteCount =
      (isExtended ? try Self.end(ofExtensions: frame, at: extensions) : extensions) - offset
  }

  /// Each begins with its length in words and ends with the type of the next, 0 for none.
  private static func end(
    ofExtensions frame: Span<UInt8>, at offset: Int
  ) throws(SkipReason) -> Int {
    var end = offset
    for _ in 0..<maximumExtensionCount {
      guard let wordCount = frame.uint8(at: end) else { throw .truncatedHeader }
      guard wordCount > 0 else { throw .badHeader }
      end += Int(wordCount) * 4
      guard let type = frame.uint8(at: end - 1) else { throw .truncatedHeader }
      if type == 0 { return end }
    }
    throw .tooDeep
  }
}
