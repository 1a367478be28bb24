/// The header of a PPPoE session, RFC 2516 section 4.
///
/// The length field is not used: frames that lie about it still hold their addresses.
struct PPPoEHeader: EnclosingHeader {
  private static let codeOffset = 1
  private static let sessionData: UInt8 = 0

  let byteCount = 6
  let code: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(6, at: offset), let code = frame.uint8(at: offset + Self.codeOffset) else {
      throw .truncatedHeader
    }
    self.code = code
  }

  var next: Layer {
    get throws(SkipReason) {
      guard code == Self.sessionData else { throw .noIP }
      return .ppp
    }
  }
}
