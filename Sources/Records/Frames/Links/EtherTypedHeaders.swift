// Link headers of which only the EtherType matters here; each has it in another place.

/// An IP over InfiniBand header behind the global route header, RFC 4391 section 6.
struct InfiniBandHeader: EnclosingHeader {
  private static let typeOffset = 40

  let byteCount = 44
  let type: EtherType

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(44, at: offset), let type = frame.uint16(at: offset + Self.typeOffset) else {
      throw .truncatedHeader
    }
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layer }
  }
}

/// An IP over IEEE 1394 header with both EUI-64 addresses, RFC 2734.
struct FireWireHeader: EnclosingHeader {
  private static let typeOffset = 16

  let byteCount = 18
  let type: EtherType

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let type = frame.uint16(at: offset + Self.typeOffset) else { throw .truncatedHeader }
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layer }
  }
}

/// The network header of IP over Fibre Channel, RFC 4338 section 3: two names of eight bytes.
struct FibreChannelHeader: EnclosingHeader {
  let byteCount = 16

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(16, at: offset) else { throw .truncatedHeader }
  }

  var next: Layer { .llc }
}

/// Ethernet addresses, a tag of the switch's making, and only then the EtherType.
///
/// LINKTYPE_DSA_TAG_DSA, LINKTYPE_DSA_TAG_EDSA and LINKTYPE_DSA_TAG_BRCM.
struct SwitchTag: EnclosingHeader {
  private static let addressesByteCount = 12
  private static let typeByteCount = 2

  let byteCount: Int
  let type: EtherType

  init(_ tagByteCount: Int, _ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    let typeOffset = Self.addressesByteCount + tagByteCount
    guard let type = frame.uint16(at: offset + typeOffset) else { throw .truncatedHeader }
    byteCount = typeOffset + Self.typeByteCount
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layerOrLength }
  }
}
