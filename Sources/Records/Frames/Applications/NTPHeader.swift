/// The first byte of an NTP packet, RFC 5905 section 7.3.
struct NTPHeader {
  private static let modeMask: UInt8 = 0x07

  static let port: UInt16 = 123

  let mode: UInt8

  init?(_ packet: Span<UInt8>, at offset: Int) {
    guard let first = packet.uint8(at: offset) else { return nil }
    mode = first & Self.modeMask
  }
}
