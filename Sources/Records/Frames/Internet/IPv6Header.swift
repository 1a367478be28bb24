/// The fixed part of an IPv6 header, RFC 8200 section 3.
struct IPv6Header {
  static let payloadLengthOffset = 4
  static let nextHeaderOffset = 6
  static let hopLimitOffset = 7
  private static let sourceOffset = 8
  private static let destinationOffset = 24
  static let byteCount = 40

  let offset: Int
  let source: IPAddress
  let destination: IPAddress

  /// - Throws: `truncatedHeader` below 40 bytes, `badHeader` for another version.
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.byteCount, at: offset), let first = frame.uint8(at: offset),
      let source = frame.ipv6Address(at: offset + Self.sourceOffset),
      let destination = frame.ipv6Address(at: offset + Self.destinationOffset)
    else { throw .truncatedHeader }
    guard first >> 4 == 6 else { throw .badHeader }
    self.offset = offset
    self.source = source
    self.destination = destination
  }

  var addresses: FrameDecoder.Addresses {
    .init(source: source, destination: destination, headerOffset: offset)
  }
}
