/// The fixed part of a TCP header, RFC 9293 section 3.1; what was not captured is nil.
struct TCPHeader {
  private static let sourcePortOffset = 0
  private static let destinationPortOffset = 2
  private static let dataOffsetOffset = 12
  private static let windowOffset = 14
  private static let minimumByteCount = 20
  /// CWR to FIN, and the bit above them: NS of RFC 3540, then AE of RFC 9768.
  private static let flagsMask: UInt16 = 0x01ff

  let sourcePort: UInt16?
  let destinationPort: UInt16?
  let flags: UInt16?
  let window: UInt16?
  /// Where the payload begins; nil for a header that is cut, or shorter than its fixed part.
  let payloadOffset: Int?

  @inline(__always)
  init(_ packet: Span<UInt8>, at offset: Int) {
    sourcePort = packet.uint16(at: offset + Self.sourcePortOffset)
    destinationPort = packet.uint16(at: offset + Self.destinationPortOffset)
    let control = packet.uint16(at: offset + Self.dataOffsetOffset)
    flags = control.map { $0 & Self.flagsMask }
    window = packet.uint16(at: offset + Self.windowOffset)
    let byteCount = control.map { Int($0 >> 12) * 4 } ?? 0
    payloadOffset = byteCount >= Self.minimumByteCount ? offset + byteCount : nil
  }
}
