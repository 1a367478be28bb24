/// The header of a DNS message, RFC 1035 section 4.1.1.
struct DNSHeader {
  private static let flagsOffset = 2
  private static let byteCount = 12
  private static let opcodeShift: UInt16 = 11
  /// The length before each message of a TCP connection, RFC 1035 section 4.2.2.
  private static let lengthByteCount = 2

  static let port: UInt16 = 53
  static let multicastPort: UInt16 = 5353

  let opcode: UInt8

  /// Nil below 12 bytes.
  init?(_ packet: Span<UInt8>, at offset: Int) {
    guard packet.holds(Self.byteCount, at: offset),
      let flags = packet.uint16(at: offset + Self.flagsOffset)
    else { return nil }
    opcode = UInt8(flags >> Self.opcodeShift & 0x0f)
  }

  /// Decodes a message at the start of a TCP segment; nil too for a length below the header's.
  init?(inTCP packet: Span<UInt8>, at offset: Int) {
    guard let length = packet.uint16(at: offset), length >= Self.byteCount else { return nil }
    self.init(packet, at: offset + Self.lengthByteCount)
  }
}
