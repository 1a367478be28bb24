/// A UDP header, RFC 768; what was not captured is nil.
struct UDPHeader {
  private static let sourcePortOffset = 0
  private static let destinationPortOffset = 2
  private static let lengthOffset = 4
  static let byteCount = 8

  let sourcePort: UInt16?
  let destinationPort: UInt16?
  let length: UInt16?

  @inline(__always)
  init(_ packet: Span<UInt8>, at offset: Int) {
    sourcePort = packet.uint16(at: offset + Self.sourcePortOffset)
    destinationPort = packet.uint16(at: offset + Self.destinationPortOffset)
    length = packet.uint16(at: offset + Self.lengthOffset)
  }

  /// Whether either end has `port`.
  func uses(_ port: UInt16) -> Bool { sourcePort == port || destinationPort == port }
}
