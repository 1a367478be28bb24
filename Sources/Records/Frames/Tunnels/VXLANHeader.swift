/// A VXLAN header, RFC 7348 section 5.
struct VXLANHeader: EnclosingHeader {
  private static let networkBit: UInt8 = 0x08

  let byteCount = 8

  /// - Throws: `badHeader` without the flag that every VXLAN header must have.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(8, at: offset), let flags = frame.uint8(at: offset) else {
      throw .truncatedHeader
    }
    guard flags & Self.networkBit != 0 else { throw .badHeader }
  }

  var next: Layer { .ethernet }
}

/// A VXLAN header that names what it carries, draft-ietf-nvo3-vxlan-gpe-12 section 3.
struct GenericVXLANHeader: EnclosingHeader {
  private static let nextProtocolOffset = 3
  private static let nextProtocolBit: UInt8 = 0x04

  let byteCount = 8
  /// Nil for a header as of `VXLANHeader`.
  let nextProtocol: UInt8?

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(8, at: offset), let flags = frame.uint8(at: offset),
      let nextProtocol = frame.uint8(at: offset + Self.nextProtocolOffset)
    else { throw .truncatedHeader }
    self.nextProtocol = flags & Self.nextProtocolBit == 0 ? nil : nextProtocol
  }

  var next: Layer {
    get throws(SkipReason) {
      switch nextProtocol {
      case nil, 3: return .ethernet
      case 1: return .ipv4
      case 2: return .ipv6
      case 4: return .networkServiceHeader
      case 5: return .mpls
      default: throw .noIP
      }
    }
  }
}

/// A Geneve header with its options, RFC 8926 section 3.4.
struct GeneveHeader: EnclosingHeader {
  private static let protocolOffset = 2
  private static let fixedByteCount = 8
  private static let optionsWordMask: UInt8 = 0x3f

  let byteCount: Int
  let type: EtherType

  /// - Throws: `badHeader` for another version.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let first = frame.uint8(at: offset),
      let type = frame.uint16(at: offset + Self.protocolOffset)
    else { throw .truncatedHeader }
    guard first >> 6 == 0 else { throw .badHeader }
    byteCount = Self.fixedByteCount + Int(first & Self.optionsWordMask) * 4
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layer }
  }
}
