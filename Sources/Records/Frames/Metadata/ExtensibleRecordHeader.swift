/// The header of an Endace extensible record, and its extension headers.
/// - SeeAlso: *ERF Types Reference Guide*, EDM11-01
struct ExtensibleRecordHeader: EnclosingHeader {
  private static let typeOffset = 8
  private static let fixedByteCount = 16
  private static let extensionByteCount = 8
  private static let extensionBit: UInt8 = 0x80
  /// Offset and padding before an Ethernet frame.
  private static let ethernetPadByteCount = 2
  private static let maximumExtensionCount = 64

  let byteCount: Int
  let next: Layer

  /// - Throws: `noIP` for records of other media, `tooDeep` for extensions without end.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.fixedByteCount, at: offset),
      let type = frame.uint8(at: offset + Self.typeOffset)
    else { throw .truncatedHeader }
    var end = offset + Self.fixedByteCount
    var mark = type
    var count = 0
    while mark & Self.extensionBit != 0 {
      guard count < Self.maximumExtensionCount else { throw .tooDeep }
      guard let first = frame.uint8(at: end) else { throw .truncatedHeader }
      mark = first
      end += Self.extensionByteCount
      count += 1
    }
    next = try Self.layer(type & ~Self.extensionBit)
    byteCount = end - offset + (next == .ethernet ? Self.ethernetPadByteCount : 0)
  }

  private static func layer(_ type: UInt8) throws(SkipReason) -> Layer {
    switch type {
    case 1, 10, 15, 19: return .ppp  // packet over SONET: PPP or Cisco HDLC
    case 2, 11, 16, 20: return .ethernet
    case 22: return .ipv4
    case 23: return .ipv6
    default: throw .noIP
    }
  }
}
