/// The header of macOS's packet tap, which names the link type of what follows.
/// - SeeAlso: <https://www.tcpdump.org/linktypes/LINKTYPE_PKTAP.html>
struct PacketTapHeader: EnclosingHeader {
  private static let lengthOffset = 0
  private static let recordTypeOffset = 4
  private static let linkTypeOffset = 8
  private static let packetRecord: UInt32 = 1
  private static let minimumByteCount = 108
  /// Far above the versions that have been seen.
  private static let maximumByteCount = 1024

  let byteCount: Int
  let recordType: UInt32
  let linkType: LinkType

  /// - Throws: `badHeader` for a length that no such header has.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let length = frame.uint32(at: offset + Self.lengthOffset)?.byteSwapped,
      let recordType = frame.uint32(at: offset + Self.recordTypeOffset)?.byteSwapped,
      let linkType = frame.uint32(at: offset + Self.linkTypeOffset)?.byteSwapped
    else { throw .truncatedHeader }
    guard length >= Self.minimumByteCount, length <= Self.maximumByteCount else {
      throw .badHeader
    }
    byteCount = Int(length)
    self.recordType = recordType
    self.linkType = LinkType(rawValue: Int32(truncatingIfNeeded: linkType))
  }

  /// Decodes a frame of a link type for private use, which others use for other things.
  ///
  /// - Throws: `unsupportedLinkType` for what does not look like the header.
  init(orUnsupported frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    do {
      try self.init(frame, at: offset)
    } catch SkipReason.badHeader {
      throw .unsupportedLinkType
    }
    guard recordType <= Self.packetRecord, Layer(linkType) != nil else {
      throw .unsupportedLinkType
    }
  }

  var next: Layer {
    get throws(SkipReason) {
      guard recordType == Self.packetRecord else { throw .noIP }
      return try Layer(named: linkType)
    }
  }
}
