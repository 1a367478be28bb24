/// A logical link control header, IEEE 802.2, with its SNAP extension (RFC 1042).
struct LLCHeader: EnclosingHeader {
  private static let controlOffset = 2
  private static let plainByteCount = 3
  private static let isoByteCount = 2

  private static let snapService: UInt8 = 0xaa
  /// RFC 1042 reserved this service access point for IP without SNAP.
  private static let ipService: UInt8 = 0x06
  /// ISO network layer protocols, whose identifier follows the control field (RFC 2684 section 5.2).
  private static let isoService: UInt8 = 0xfe
  private static let unnumberedInformation: UInt8 = 0x03
  let byteCount: Int
  let destinationService: UInt8
  let sourceService: UInt8
  let control: UInt8
  let snap: SNAPExtension?

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let control = frame.uint8(at: offset + Self.controlOffset),
      let services = frame.uint16(at: offset)
    else { throw .truncatedHeader }
    destinationService = UInt8(truncatingIfNeeded: services >> 8)
    sourceService = UInt8(truncatingIfNeeded: services)
    self.control = control
    guard destinationService == Self.snapService, sourceService == Self.snapService,
      control == Self.unnumberedInformation
    else {
      // The control field is read again as the first of the ISO header.
      byteCount = destinationService == Self.isoService ? Self.isoByteCount : Self.plainByteCount
      snap = nil
      return
    }
    snap = try SNAPExtension(frame, at: offset + Self.plainByteCount)
    byteCount = Self.plainByteCount + SNAPExtension.byteCount
  }

  var next: Layer {
    get throws(SkipReason) {
      if let snap { return try snap.layer }
      guard control == Self.unnumberedInformation else { throw .noIP }
      switch destinationService {
      case Self.ipService: return .ip
      case Self.isoService: return .networkLayerProtocol
      default: throw .noIP
      }
    }
  }
}

/// Who assigned a protocol number, and the number: the SNAP extension, IEEE 802 clause 10.
struct SNAPExtension {
  private static let organizationOffset = 0
  private static let typeOffset = 3
  static let byteCount = 5

  /// Encapsulated Ethernet (RFC 1042) and bridge-tunnel (IEEE 802.1H).
  private static let etherTypeOrganizations: [UInt32] = [0x00_0000, 0x00_00f8]
  private static let bridgingOrganization: UInt32 = 0x00_80c2
  /// Ethernet with and without its check sequence, RFC 2684 section 5.3.
  private static let bridgedEthernet: [UInt16] = [0x0001, 0x0007]

  let organization: UInt32
  let type: UInt16

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let type = frame.uint16(at: offset + Self.typeOffset),
      let organization = frame.uint32(at: offset + Self.organizationOffset)
    else { throw .truncatedHeader }
    self.organization = organization >> 8
    self.type = type
  }

  /// Whether an Ethernet frame follows, on ATM after two bytes of padding.
  var isBridgedEthernet: Bool {
    organization == Self.bridgingOrganization && Self.bridgedEthernet.contains(type)
  }

  /// What an EtherType says; throws `noIP` for numbers of other organizations.
  var layer: Layer {
    get throws(SkipReason) {
      guard Self.etherTypeOrganizations.contains(organization) else { throw .noIP }
      return try EtherType(rawValue: type).layer
    }
  }
}
