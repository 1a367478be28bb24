/// The address family before packets of BSD loopback devices, LINKTYPE_NULL and LINKTYPE_LOOP.
///
/// LINKTYPE_NULL has the byte order of the machine that wrote it, which the file may not share;
/// families are small numbers, so either order is taken.
struct NullHeader: EnclosingHeader {
  let byteCount = 4
  let family: UInt32

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let family = frame.uint32(at: offset) else { throw .truncatedHeader }
    self.family = family > 0xffff ? family.byteSwapped : family
  }

  var next: Layer {
    get throws(SkipReason) { try AddressFamilyNumber.layer(family) }
  }
}

/// The numbers of address families, of which IPv6 has one per operating system.
enum AddressFamilyNumber {
  static func layer(_ family: UInt32) throws(SkipReason) -> Layer {
    switch family {
    case 2: return .ipv4
    // AF_INET6 of Linux, NetBSD and OpenBSD, Solaris, FreeBSD, Darwin.
    case 10, 24, 26, 28, 30: return .ipv6
    default: throw .noIP
    }
  }
}
