/// A Frame Relay address of two to four bytes, ITU-T Q.922 section 3.3.
///
/// A control byte follows (RFC 2427), or an EtherType as Cisco's routers send it.
struct FrameRelayHeader: EnclosingHeader {
  private static let extendedAddressBit: UInt8 = 0x01
  private static let maximumAddressByteCount = 4
  private static let unnumberedInformation: UInt8 = 0x03
  private static let etherTypeByteCount = 2

  let byteCount: Int
  /// Cisco's form only.
  let type: EtherType?

  /// - Throws: `badHeader` for an address that does not end with its fourth byte, or ends with its
  ///   first.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    var addressByteCount = 0
    var isLast = false
    while !isLast, addressByteCount < Self.maximumAddressByteCount {
      guard let byte = frame.uint8(at: offset + addressByteCount) else { throw .truncatedHeader }
      isLast = byte & Self.extendedAddressBit != 0
      addressByteCount += 1
    }
    guard isLast, addressByteCount > 1 else { throw .badHeader }
    guard let control = frame.uint8(at: offset + addressByteCount) else { throw .truncatedHeader }
    guard control != Self.unnumberedInformation else {
      (byteCount, type) = (addressByteCount, nil)
      return
    }
    guard let type = frame.uint16(at: offset + addressByteCount) else { throw .truncatedHeader }
    self.type = EtherType(rawValue: type)
    byteCount = addressByteCount + Self.etherTypeByteCount
  }

  var next: Layer {
    get throws(SkipReason) { try type?.layer ?? .networkLayerProtocol }
  }
}

/// The header of a multilink Frame Relay fragment, FRF.16.1 section 2.
struct MultilinkFrameRelayHeader: EnclosingHeader {
  private static let beginBit: UInt8 = 0x80
  private static let controlBit: UInt8 = 0x20

  let byteCount = 2
  let flags: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(2, at: offset), let flags = frame.uint8(at: offset) else {
      throw .truncatedHeader
    }
    self.flags = flags
  }

  var next: Layer {
    get throws(SkipReason) {
      // Messages about the link, and fragments behind the first.
      guard flags & Self.controlBit == 0, flags & Self.beginBit != 0 else { throw .noIP }
      return .frameRelay
    }
  }
}

/// A control byte, padding and a network layer protocol identifier, RFC 2427 section 3.
struct NetworkLayerProtocol: EnclosingHeader {
  private static let pad: UInt8 = 0
  private static let snap: UInt8 = 0x80

  let byteCount: Int
  /// ISO/IEC TR 9577.
  let identifier: UInt8
  let extensionIfSNAP: SNAPExtension?

  /// - Parameter offset: that of the control byte.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let byte = frame.uint8(at: offset + 1) else { throw .truncatedHeader }
    let identifierOffset = byte == Self.pad ? 2 : 1
    guard let identifier = frame.uint8(at: offset + identifierOffset) else {
      throw .truncatedHeader
    }
    self.identifier = identifier
    guard identifier == Self.snap else {
      (byteCount, extensionIfSNAP) = (identifierOffset + 1, nil)
      return
    }
    extensionIfSNAP = try SNAPExtension(frame, at: offset + identifierOffset + 1)
    byteCount = identifierOffset + 1 + SNAPExtension.byteCount
  }

  var next: Layer {
    get throws(SkipReason) {
      if let snap = extensionIfSNAP { return snap.isBridgedEthernet ? .ethernet : try snap.layer }
      switch identifier {
      case 0xcc: return .ipv4
      case 0x8e: return .ipv6
      case 0xcf: return .ppp  // RFC 1973
      default: throw .noIP
      }
    }
  }
}
