/// A token ring frame header, IEEE 802.5, with the route that source-routing bridges put into it.
struct TokenRingHeader: EnclosingHeader {
  private static let frameControlOffset = 1
  private static let sourceOffset = 8
  private static let routeOffset = 14
  private static let frameTypeMask: UInt8 = 0xc0
  private static let llcFrame: UInt8 = 0x40
  /// In the first byte of the source address, where a group bit would make no sense.
  private static let routeBit: UInt8 = 0x80
  private static let routeByteCountMask: UInt8 = 0x1f

  let byteCount: Int
  let frameControl: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.routeOffset, at: offset),
      let frameControl = frame.uint8(at: offset + Self.frameControlOffset),
      let source = frame.uint8(at: offset + Self.sourceOffset)
    else { throw .truncatedHeader }
    self.frameControl = frameControl
    guard source & Self.routeBit != 0 else {
      byteCount = Self.routeOffset
      return
    }
    guard let route = frame.uint8(at: offset + Self.routeOffset) else { throw .truncatedHeader }
    byteCount = Self.routeOffset + Int(route & Self.routeByteCountMask)
  }

  var next: Layer {
    get throws(SkipReason) {
      guard frameControl & Self.frameTypeMask == Self.llcFrame else { throw .noIP }
      return .llc
    }
  }
}
