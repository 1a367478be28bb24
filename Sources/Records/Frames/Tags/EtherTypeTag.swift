/// A tag behind its own EtherType that ends with the EtherType of what is tagged.
///
/// IEC 62439-3 (HSR), IEEE 802.1CB (R-TAG), IEEE 802.1BR (E-TAG), Cisco's VNTag and MetaData.
struct EtherTypeTag: EnclosingHeader {
  private static let typeByteCount = 2

  let byteCount: Int
  let type: EtherType

  init(_ byteCount: Int, _ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let type = frame.uint16(at: offset + byteCount - Self.typeByteCount) else {
      throw .truncatedHeader
    }
    self.byteCount = byteCount
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layerOrLength }
  }
}

/// The service instance tag of a provider backbone bridge, IEEE 802.1Q clause 9.7.
///
/// The customer's addresses follow it, and so do the fields of an Ethernet header.
struct ServiceInstanceTag: EnclosingHeader {
  let byteCount = 4

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(4, at: offset) else { throw .truncatedHeader }
  }

  var next: Layer { .ethernet }
}

/// A TRILL header, RFC 6325 section 3, with its options.
struct TRILLHeader: EnclosingHeader {
  private static let fixedByteCount = 6
  private static let optionsWordShift: UInt16 = 6
  private static let optionsWordMask: UInt16 = 0x1f

  let byteCount: Int

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.fixedByteCount, at: offset), let start = frame.uint16(at: offset) else {
      throw .truncatedHeader
    }
    let wordCount = start >> Self.optionsWordShift & Self.optionsWordMask
    byteCount = Self.fixedByteCount + Int(wordCount) * 4
  }

  var next: Layer { .ethernet }
}

/// A network service header, RFC 8300 section 2, whichever metadata it holds.
struct NetworkServiceHeader: EnclosingHeader {
  private static let nextProtocolOffset = 3
  private static let lengthMask: UInt16 = 0x3f
  private static let minimumWordCount: UInt16 = 2

  let byteCount: Int
  let nextProtocol: UInt8

  /// - Throws: `badHeader` for a length below the base and service path headers.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let start = frame.uint16(at: offset),
      let nextProtocol = frame.uint8(at: offset + Self.nextProtocolOffset)
    else { throw .truncatedHeader }
    let wordCount = start & Self.lengthMask
    guard wordCount >= Self.minimumWordCount else { throw .badHeader }
    byteCount = Int(wordCount) * 4
    self.nextProtocol = nextProtocol
  }

  var next: Layer {
    get throws(SkipReason) {
      switch nextProtocol {
      case 1: return .ipv4
      case 2: return .ipv6
      case 3: return .ethernet
      case 4: return .networkServiceHeader
      case 5: return .mpls
      default: throw .noIP
      }
    }
  }
}
