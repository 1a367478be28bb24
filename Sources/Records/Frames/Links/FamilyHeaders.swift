// Headers that operating systems put before IP packets, naming the address family.

/// The header of LINKTYPE_ENC, OpenBSD's interface of decrypted IPsec packets.
struct OpenBSDEncapsulationHeader: EnclosingHeader {
  let byteCount = 12
  /// In the byte order of the machine that wrote it, as with `NullHeader`.
  let family: UInt32

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(12, at: offset), let family = frame.uint32(at: offset) else {
      throw .truncatedHeader
    }
    self.family = family > 0xffff ? family.byteSwapped : family
  }

  var next: Layer {
    get throws(SkipReason) { try AddressFamilyNumber.layer(family) }
  }
}

/// The header of LINKTYPE_PFLOG, in which OpenBSD's packet filter says what it decided.
struct PacketFilterLogHeader: EnclosingHeader {
  private static let familyOffset = 1

  let byteCount: Int
  let family: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let length = frame.uint8(at: offset),
      let family = frame.uint8(at: offset + Self.familyOffset)
    else { throw .truncatedHeader }
    // The header is aligned to four bytes, which its length leaves out.
    byteCount = (Int(length) + 3) & ~3
    self.family = family
  }

  var next: Layer {
    get throws(SkipReason) { try AddressFamilyNumber.layer(UInt32(family)) }
  }
}

/// The header of LINKTYPE_IPNET, which Solaris puts before packets of its IP devices.
struct IPNETHeader: EnclosingHeader {
  private static let familyOffset = 1

  let byteCount = 24
  let family: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(24, at: offset), let family = frame.uint8(at: offset + Self.familyOffset)
    else { throw .truncatedHeader }
    self.family = family
  }

  var next: Layer {
    get throws(SkipReason) { try AddressFamilyNumber.layer(UInt32(family)) }
  }
}

/// The pseudo-header of LINKTYPE_SLIP: direction, and the compressed header as it was on the line.
struct SLIPHeader: EnclosingHeader {
  let byteCount = 16

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(16, at: offset) else { throw .truncatedHeader }
  }

  var next: Layer { .ip }
}
