/// A PPP header with or without HDLC framing, RFC 1661 section 2 and RFC 1662 section 3.1.
///
/// Address and control may be left out, and so may the upper byte of the protocol (RFC 1661
/// section 6.5 and 6.6); an odd byte ends the protocol number, so the forms cannot be confused.
struct PPPHeader: EnclosingHeader {
  private static let addressAndControl: UInt16 = 0xff03
  /// Cisco HDLC on the same line: unicast and broadcast, each with control 0.
  private static let ciscoAddresses: [UInt16] = [0x0f00, 0x8f00]

  let byteCount: Int
  /// The protocol number; of Cisco HDLC its EtherType.
  let number: UInt16
  let isCiscoHDLC: Bool

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let start = frame.uint16(at: offset) else { throw .truncatedHeader }
    isCiscoHDLC = Self.ciscoAddresses.contains(start)
    let addressByteCount = start == Self.addressAndControl || isCiscoHDLC ? 2 : 0
    guard let byte = frame.uint8(at: offset + addressByteCount) else { throw .truncatedHeader }
    if byte & 1 == 1, !isCiscoHDLC {
      number = UInt16(byte)
      byteCount = addressByteCount + 1
    } else {
      guard let number = frame.uint16(at: offset + addressByteCount) else {
        throw .truncatedHeader
      }
      self.number = number
      byteCount = addressByteCount + 2
    }
  }

  var next: Layer {
    get throws(SkipReason) {
      if isCiscoHDLC { return try EtherType(rawValue: number).layer }
      switch number {
      case 0x0021: return .ipv4  // RFC 1332
      case 0x0057: return .ipv6  // RFC 5072
      case 0x0281, 0x0283: return .mpls  // RFC 3032 section 4.3
      default: throw .noIP
      }
    }
  }
}

/// The byte of LINKTYPE_PPP_WITHDIR that says whether a PPP frame was sent or received.
struct PPPDirection: EnclosingHeader {
  let byteCount = 1

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(1, at: offset) else { throw .truncatedHeader }
  }

  var next: Layer { .ppp }
}

/// The start of LINKTYPE_PPP_PPPD frames, where a byte of direction replaces HDLC's address.
struct PPPDDirection: EnclosingHeader {
  private static let controlOffset = 1
  private static let unnumberedInformation: UInt8 = 0x03

  let byteCount: Int

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let control = frame.uint8(at: offset + Self.controlOffset) else {
      throw .truncatedHeader
    }
    byteCount = control == Self.unnumberedInformation ? 2 : 1
  }

  var next: Layer { .ppp }
}
