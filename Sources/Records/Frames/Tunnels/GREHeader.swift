/// A generic routing encapsulation header, RFC 2784 and RFC 2890, or PPTP's version 1, RFC 2637.
struct GREHeader: EnclosingHeader {
  private static let protocolOffset = 2
  private static let fixedByteCount = 4
  private static let checksumBit: UInt16 = 0x8000
  private static let routingBit: UInt16 = 0x4000
  private static let keyBit: UInt16 = 0x2000
  private static let sequenceBit: UInt16 = 0x1000
  private static let acknowledgmentBit: UInt16 = 0x0080
  private static let versionMask: UInt16 = 0x0007

  private static let encapsulatedRemoteSPAN: UInt16 = 0x88be
  private static let encapsulatedRemoteSPAN3: UInt16 = 0x22eb
  /// From Aruba's access points to their controllers, in steps of 16, one per priority and network.
  private static let arubaWLAN: ClosedRange<UInt16> = 0x8200...0x8370

  let byteCount: Int
  let flags: UInt16
  let type: UInt16

  /// - Throws: `badHeader` for another version, `noIP` for the routes of RFC 1701, which nobody
  ///   sends any more.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let flags = frame.uint16(at: offset),
      let type = frame.uint16(at: offset + Self.protocolOffset)
    else { throw .truncatedHeader }
    let version = flags & Self.versionMask
    guard version <= 1 else { throw .badHeader }
    guard flags & Self.routingBit == 0 else { throw .noIP }
    (self.flags, self.type) = (flags, type)
    var fields = flags & (Self.checksumBit | Self.keyBit | Self.sequenceBit)
    if version == 1 { fields |= flags & Self.acknowledgmentBit }
    byteCount = Self.fixedByteCount + 4 * fields.nonzeroBitCount
  }

  var next: Layer {
    get throws(SkipReason) {
      switch type {
      // Type I has neither sequence number nor header of its own.
      case Self.encapsulatedRemoteSPAN:
        return flags & Self.sequenceBit == 0 ? .ethernet : .encapsulatedRemoteSPAN2
      case Self.encapsulatedRemoteSPAN3: return .encapsulatedRemoteSPAN3
      case Self.arubaWLAN where type & 0x000f == 0: return .wlan
      default: return try EtherType(rawValue: type).layer
      }
    }
  }
}

/// A mirrored frame's header of type III, draft-foschiano-erspan-03 section 4.2.
struct EncapsulatedRemoteSPAN3Header: EnclosingHeader {
  private static let formatOffset = 10
  private static let fixedByteCount = 12
  private static let platformByteCount = 8
  private static let platformBit: UInt16 = 0x0001
  private static let frameTypeMask: UInt16 = 0x7c00
  private static let ethernetFrame: UInt16 = 0
  private static let ipPacket: UInt16 = 2 << 10

  let byteCount: Int
  let frameType: UInt16

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let format = frame.uint16(at: offset + Self.formatOffset) else {
      throw .truncatedHeader
    }
    let hasPlatform = format & Self.platformBit != 0
    byteCount = Self.fixedByteCount + (hasPlatform ? Self.platformByteCount : 0)
    frameType = format & Self.frameTypeMask
  }

  var next: Layer {
    get throws(SkipReason) {
      switch frameType {
      case Self.ethernetFrame: return .ethernet
      case Self.ipPacket: return .ip
      default: throw .noIP
      }
    }
  }
}

/// The header of Ethernet in IP, RFC 3378 section 3.
struct EtherIPHeader: EnclosingHeader {
  private static let version: UInt8 = 3

  let byteCount = 2

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(2, at: offset), let first = frame.uint8(at: offset) else {
      throw .truncatedHeader
    }
    guard first >> 4 == Self.version else { throw .badHeader }
  }

  var next: Layer { .ethernet }
}
