/// What follows the header that Juniper's routers put before a frame, which the link type says.
enum JuniperEncapsulation: Sendable, Equatable {
  case ethernet
  case etherType
  case ppp
  case frameRelay
  case ciscoHDLC
  /// IP behind a cookie of eight bytes.
  case services
  /// AAL5 behind a cookie of four bytes.
  case atm1

  init?(_ linkType: LinkType) {
    switch linkType {
    case .juniperEthernet, .juniperPPPoE: self = .ethernet
    case .juniperPPPoEOverATM: self = .etherType
    case .juniperPPP: self = .ppp
    case .juniperFrameRelay: self = .frameRelay
    case .juniperCiscoHDLC: self = .ciscoHDLC
    case .juniperServices, .juniperMonitor, .juniperGGSN: self = .services
    case .juniperATM1: self = .atm1
    default: return nil
    }
  }

  var cookieByteCount: Int {
    switch self {
    case .services: 8
    case .atm1: 4
    default: 0
    }
  }
}

/// The header of Juniper's captures: magic, flags and extensions.
/// - SeeAlso: tcpdump's print-juniper.c; Juniper has published nothing.
struct JuniperHeader: EnclosingHeader {
  private static let flagsOffset = 3
  private static let extensionsOffset = 4
  private static let extensionsLengthByteCount = 2
  private static let magic: UInt32 = 0x4d_4743
  private static let extensionsFlag: UInt8 = 0x80
  private static let noLinkFlag: UInt8 = 0x02
  /// Four bytes stand before the packet where the link header was left out.
  private static let noLinkByteCount = 4

  let byteCount: Int
  let next: Layer

  /// - Throws: `badHeader` without the magic.
  init(
    _ encapsulation: JuniperEncapsulation, _ frame: Span<UInt8>, at offset: Int
  ) throws(SkipReason) {
    guard let start = frame.uint32(at: offset) else { throw .truncatedHeader }
    guard start >> 8 == Self.magic else { throw .badHeader }
    let flags = UInt8(truncatingIfNeeded: start)
    var length = Self.extensionsOffset
    if flags & Self.extensionsFlag != 0 {
      guard let extensions = frame.uint16(at: offset + length) else { throw .truncatedHeader }
      length += Self.extensionsLengthByteCount + Int(extensions)
    }
    guard flags & Self.noLinkFlag == 0 else {
      (byteCount, next) = (length + Self.noLinkByteCount, .ip)
      return
    }
    length += encapsulation.cookieByteCount
    switch encapsulation {
    case .ethernet: next = .ethernet
    case .ppp: next = .ppp
    case .frameRelay: next = .frameRelay
    case .ciscoHDLC: next = .ciscoHDLC
    case .services: next = .ip
    case .atm1: next = .atm
    case .etherType:
      guard let type = frame.uint16(at: offset + length) else { throw .truncatedHeader }
      next = try EtherType(rawValue: type).layer
      length += 2
    }
    byteCount = length
  }
}
