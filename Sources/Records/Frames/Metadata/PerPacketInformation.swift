/// The header of CACE's Per-Packet Information, which names the link type of what follows.
/// - SeeAlso: *PPI Per-Packet Information Header Specification* 1.0.10, section 3
struct PerPacketInformation: EnclosingHeader {
  private static let lengthOffset = 2
  private static let linkTypeOffset = 4
  private static let minimumByteCount = 8

  let byteCount: Int
  let linkType: LinkType

  /// - Throws: `badHeader` for a length below the fixed part.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let length = frame.uint16(at: offset + Self.lengthOffset)?.byteSwapped,
      let linkType = frame.uint32(at: offset + Self.linkTypeOffset)?.byteSwapped
    else { throw .truncatedHeader }
    guard length >= Self.minimumByteCount else { throw .badHeader }
    byteCount = Int(length)
    self.linkType = LinkType(rawValue: Int32(truncatingIfNeeded: linkType))
  }

  var next: Layer {
    get throws(SkipReason) { try Layer(named: linkType) }
  }
}

extension Layer {
  /// The layer of a link type that a header inside the frame names.
  init(named linkType: LinkType) throws(SkipReason) {
    guard let layer = Layer(linkType) else {
      throw linkType.carriesNoIP ? .noIP : .unsupportedLinkType
    }
    self = layer
  }
}
