/// A logical link control header, IEEE 802.2, with its SNAP extension (RFC 1042).
struct LLCHeader: EnclosingHeader {
  private static let controlOffset = 2
  private static let organizationOffset = 3
  private static let typeOffset = 6
  private static let plainByteCount = 3
  private static let extendedByteCount = 8

  private static let snapService: UInt8 = 0xaa
  /// RFC 1042 reserved this service access point for IP without SNAP.
  private static let ipService: UInt8 = 0x06
  private static let unnumberedInformation: UInt8 = 0x03
  /// Encapsulated Ethernet (RFC 1042) and bridge-tunnel (IEEE 802.1H).
  private static let etherTypeOrganizations: [UInt32] = [0x00_0000, 0x00_00f8]

  let byteCount: Int
  let destinationService: UInt8
  let sourceService: UInt8
  let control: UInt8
  /// SNAP only: who assigned `type`, and the type.
  let organization: UInt32
  let type: EtherType

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
      (byteCount, organization, type) = (Self.plainByteCount, 0, EtherType(rawValue: 0))
      return
    }
    guard let type = frame.uint16(at: offset + Self.typeOffset),
      let organization = frame.uint32(at: offset + Self.organizationOffset)
    else { throw .truncatedHeader }
    byteCount = Self.extendedByteCount
    self.organization = organization >> 8
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) {
      if byteCount == Self.extendedByteCount {
        guard Self.etherTypeOrganizations.contains(organization) else { throw .noIP }
        return try type.layer
      }
      guard destinationService == Self.ipService, control == Self.unnumberedInformation else {
        throw .noIP
      }
      return .ip
    }
  }
}
