/// A DOCSIS frame header, CM-SP-MULPIv3.1 section 6.2, with its extended header.
struct DOCSISHeader: EnclosingHeader {
  private static let extendedByteCountOffset = 1
  /// Control, parameter, length, and behind the extended header the check sequence.
  private static let minimumByteCount = 6
  private static let typeMask: UInt8 = 0xc0
  private static let packetType: UInt8 = 0x00
  private static let extendedBit: UInt8 = 0x01

  let byteCount: Int
  let frameControl: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.minimumByteCount, at: offset),
      let frameControl = frame.uint8(at: offset),
      let extendedByteCount = frame.uint8(at: offset + Self.extendedByteCountOffset)
    else { throw .truncatedHeader }
    self.frameControl = frameControl
    let isExtended = frameControl & Self.extendedBit != 0
    byteCount = Self.minimumByteCount + (isExtended ? Int(extendedByteCount) : 0)
  }

  var next: Layer {
    get throws(SkipReason) {
      guard frameControl & Self.typeMask == Self.packetType else { throw .noIP }
      return .ethernet
    }
  }
}
