/// How the bytes at an offset are to be read.
enum Layer: Sendable {
  case ethernet
  case vlan
  case llc
  case mpls
  case belowMPLS
  case pseudowire
  case pppOverEthernet
  case ppp
  case pppWithDirection
  case ciscoHDLC
  case linuxCooked
  case linuxCooked2
  case null
  case ip
  case ipv4
  case ipv6

  /// What frames of `linkType` begin with; nil for an unknown one.
  init?(_ linkType: LinkType) {
    switch linkType {
    case .ethernet: self = .ethernet
    case .raw, .rawBSD, .rawOpenBSD: self = .ip
    case .ipv4: self = .ipv4
    case .ipv6: self = .ipv6
    case .linuxCooked: self = .linuxCooked
    case .linuxCooked2: self = .linuxCooked2
    case .null, .loop: self = .null
    case .ppp, .pppInHDLC: self = .ppp
    case .pppWithDirection: self = .pppWithDirection
    case .pppOverEthernet: self = .pppOverEthernet
    case .ciscoHDLC: self = .ciscoHDLC
    default: return nil
    }
  }

  /// IPv4 or IPv6 by the version in the first half byte.
  init(ipVersionIn frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let byte = frame.uint8(at: offset) else { throw .truncatedHeader }
    switch byte >> 4 {
    case 4: self = .ipv4
    case 6: self = .ipv6
    default: throw .badHeader
    }
  }
}

/// A header before IP: decoded once, it knows its own length and what comes after it.
protocol EnclosingHeader {
  /// Bytes from the first of this header to the first of the next; at least 1.
  var byteCount: Int { get }

  /// What comes after this header; throws `noIP` where that cannot lead to IP.
  var next: Layer { get throws(SkipReason) }
}

extension EnclosingHeader {
  /// Moves `offset` and `layer` on to what this header encloses.
  @inline(__always)
  func pass(_ offset: inout Int, _ layer: inout Layer) throws(SkipReason) {
    layer = try next
    offset += byteCount
  }
}
