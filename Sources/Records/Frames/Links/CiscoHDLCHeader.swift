/// A Cisco HDLC header: address, control and EtherType, RFC 1547 section 4.3.1.
struct CiscoHDLCHeader: EnclosingHeader {
  private static let typeOffset = 2
  /// Cisco's SLARP under the number of RARP, with fields of its own.
  private static let serialLineARP: UInt16 = 0x8035

  let byteCount = 4
  let type: EtherType

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let type = frame.uint16(at: offset + Self.typeOffset) else { throw .truncatedHeader }
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) {
      guard type.rawValue != Self.serialLineARP else { throw .noIP }
      return try type.layer
    }
  }
}
