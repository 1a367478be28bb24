/// A packet that Linux's netfilter logged: attributes, of which one is the packet.
/// - SeeAlso: <https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html>
struct NFLOGHeader: EnclosingHeader {
  private static let versionOffset = 1
  private static let attributesOffset = 4
  private static let attributeHeaderByteCount = 4
  /// NFULA_PAYLOAD.
  private static let payload: UInt16 = 9
  /// Attributes that a message has at most, three times over.
  private static let maximumAttributeCount = 64

  let byteCount: Int
  let family: UInt8

  /// - Throws: `truncatedHeader` where no attribute is the packet, `badHeader` for another version
  ///   and for an attribute shorter than its own header, `tooDeep` for attributes without end.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.attributesOffset, at: offset), let family = frame.uint8(at: offset)
    else { throw .truncatedHeader }
    guard frame.uint8(at: offset + Self.versionOffset) == 0 else { throw .badHeader }
    self.family = family
    var next = offset + Self.attributesOffset
    for _ in 0..<Self.maximumAttributeCount {
      guard let attribute = NFLOGAttribute(frame, at: next) else { throw .truncatedHeader }
      if attribute.type == Self.payload {
        byteCount = next + Self.attributeHeaderByteCount - offset
        return
      }
      guard attribute.byteCount >= Self.attributeHeaderByteCount else { throw .badHeader }
      next += (attribute.byteCount + 3) & ~3
    }
    throw .tooDeep
  }

  var next: Layer {
    get throws(SkipReason) {
      switch family {
      case 2, 10: try AddressFamilyNumber.layer(UInt32(family))
      // Rules of the `inet` and `netdev` families name neither version.
      case 1, 5, 0: .ip
      default: throw .noIP
      }
    }
  }
}

/// Length and type of an attribute, in the byte order of the machine that logged.
private struct NFLOGAttribute {
  private static let typeOffset = 2

  let byteCount: Int
  let type: UInt16

  init?(_ frame: Span<UInt8>, at offset: Int) {
    guard let length = frame.uint16(at: offset),
      let type = frame.uint16(at: offset + Self.typeOffset)
    else { return nil }
    // Types are small numbers, so they tell the byte order.
    let isLittleEndian = type > 0xff
    byteCount = Int(isLittleEndian ? length.byteSwapped : length)
    self.type = isLittleEndian ? type.byteSwapped : type
  }
}
