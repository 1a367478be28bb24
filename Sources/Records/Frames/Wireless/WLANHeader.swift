/// The header of an IEEE 802.11 data frame, IEEE 802.11-2020 clause 9.3.2.
struct WLANHeader: EnclosingHeader {
  private static let frameControlOffset = 0
  private static let flagsOffset = 1
  private static let firstAddressOffset = 4
  private static let secondAddressOffset = 10
  private static let thirdAddressOffset = 16
  private static let sequenceControlOffset = 22
  private static let fourthAddressOffset = 24

  private static let typeMask: UInt8 = 0x0f
  private static let dataType: UInt8 = 0x08
  private static let noDataBit: UInt8 = 0x40
  private static let qualityOfServiceBit: UInt8 = 0x80
  private static let toDistributionBit: UInt8 = 0x01
  private static let fromDistributionBit: UInt8 = 0x02
  private static let protectedBit: UInt8 = 0x40
  private static let orderBit: UInt8 = 0x80
  private static let fragmentMask: UInt8 = 0x0f
  private static let aggregateBit: UInt8 = 0x80
  private static let meshControlBit: UInt8 = 0x01
  private static let snapServices: UInt16 = 0xaaaa

  let byteCount: Int
  let destination: MACAddress?
  let source: MACAddress?
  let isAggregate: Bool

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    try self.init(frame, at: offset, isPadded: false)
  }

  /// - Parameter padded: a frame whose header was padded to a multiple of four bytes.
  init(padded frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    try self.init(frame, at: offset, isPadded: true)
  }

  /// - Throws: `noIP` for frames of management and control, and for data that is absent, encrypted
  ///   or a later fragment.
  private init(_ frame: Span<UInt8>, at offset: Int, isPadded: Bool) throws(SkipReason) {
    guard let control = frame.uint8(at: offset + Self.frameControlOffset),
      let flags = frame.uint8(at: offset + Self.flagsOffset)
    else { throw .truncatedHeader }
    guard control & Self.typeMask == Self.dataType, control & Self.noDataBit == 0,
      flags & Self.protectedBit == 0
    else { throw .noIP }
    guard let sequence = frame.uint8(at: offset + Self.sequenceControlOffset) else {
      throw .truncatedHeader
    }
    guard sequence & Self.fragmentMask == 0 else { throw .noIP }
    let hasFourAddresses = flags & 0x03 == 0x03
    var end = offset + (hasFourAddresses ? 30 : 24)
    var quality: UInt16 = 0
    if control & Self.qualityOfServiceBit != 0 {
      guard let field = frame.uint16(at: end) else { throw .truncatedHeader }
      quality = field
      // The HT control field, which only frames with quality of service announce so.
      end += flags & Self.orderBit != 0 ? 6 : 2
    }
    if isPadded { end = offset + (end - offset + 3) & ~3 }
    isAggregate = UInt8(quality >> 8) & Self.aggregateBit != 0
    let hasMesh = UInt8(quality & 0xff) & Self.meshControlBit != 0 && !isAggregate
    if hasMesh { end += try Self.meshControlByteCount(frame, at: end) }
    byteCount = end - offset
    (destination, source) = Self.ends(frame, at: offset, flags)
  }

  /// Bytes of a mesh control field, IEEE 802.11-2020 clause 9.2.4.7.3.
  ///
  /// Outside of meshes the bit that announces it means something else, so what follows decides:
  /// an LLC header with SNAP.
  private static func meshControlByteCount(
    _ frame: Span<UInt8>, at offset: Int
  ) throws(SkipReason) -> Int {
    guard let start = frame.uint16(at: offset) else { throw .truncatedHeader }
    guard start != Self.snapServices else { return 0 }
    let addressCount = Int(min(start >> 8 & 0x03, 2))
    let byteCount = 6 + 6 * addressCount
    guard let services = frame.uint16(at: offset + byteCount) else { throw .truncatedHeader }
    return services == Self.snapServices ? byteCount : 0
  }

  /// Destination and source, which stand where the direction to or from the distribution system
  /// puts them (table 9-30).
  static func ends(
    _ frame: Span<UInt8>, at offset: Int, _ flags: UInt8
  ) -> (destination: MACAddress?, source: MACAddress?) {
    let destinationOffset =
      flags & toDistributionBit == 0 ? firstAddressOffset : thirdAddressOffset
    let sourceOffset =
      switch flags & 0x03 {
      case fromDistributionBit: thirdAddressOffset
      case 0x03: fourthAddressOffset
      default: secondAddressOffset
      }
    return (
      frame.macAddress(at: offset + destinationOffset),
      frame.macAddress(at: offset + sourceOffset)
    )
  }

  var next: Layer { isAggregate ? .aggregatedWLAN : .llc }
}

/// The header of the first frame in an aggregate (A-MSDU), IEEE 802.11-2020 clause 9.3.2.2.
struct AggregatedWLANHeader: EnclosingHeader {
  let byteCount = 14

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(14, at: offset) else { throw .truncatedHeader }
  }

  var next: Layer { .llc }
}
