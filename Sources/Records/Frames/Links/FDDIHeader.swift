/// An FDDI frame header, ISO 9314-2, from its frame control on.
struct FDDIHeader: EnclosingHeader {
  /// Synchronous or not, the frame holds LLC; four bits of priority and four more are free.
  private static let formatMask: UInt8 = 0x70
  private static let llcFormat: UInt8 = 0x50

  let byteCount = 13
  let frameControl: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(13, at: offset), let frameControl = frame.uint8(at: offset) else {
      throw .truncatedHeader
    }
    self.frameControl = frameControl
  }

  var next: Layer {
    get throws(SkipReason) {
      guard frameControl & Self.formatMask == Self.llcFormat else { throw .noIP }
      return .llc
    }
  }
}
