/// One entry of an MPLS label stack, RFC 3032 section 2.1.
struct MPLSLabel: EnclosingHeader {
  private static let bottomOfStackBit: UInt32 = 0x100

  let byteCount = 4
  /// Label, traffic class, bottom of stack, time to live.
  let entry: UInt32

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let entry = frame.uint32(at: offset) else { throw .truncatedHeader }
    self.entry = entry
  }

  var next: Layer { entry & Self.bottomOfStackBit == 0 ? .mpls : .belowMPLS }
}

extension Layer {
  /// What lies below the stack, which no field says: the first half byte must tell.
  ///
  /// 4 and 6 are IP versions, which is why a pseudowire may begin with 0 (RFC 4928 section 3).
  init(belowMPLSIn frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let byte = frame.uint8(at: offset) else { throw .truncatedHeader }
    switch byte >> 4 {
    case 0: self = .pseudowire
    case 4: self = .ipv4
    case 6: self = .ipv6
    default: throw .noIP
    }
  }
}

/// The control word of an Ethernet pseudowire, RFC 4448 section 4.6.
struct PseudowireControlWord: EnclosingHeader {
  let byteCount = 4

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(4, at: offset) else { throw .truncatedHeader }
  }

  var next: Layer { .ethernet }
}
