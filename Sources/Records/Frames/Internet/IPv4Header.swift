/// The fixed part of an IPv4 header, RFC 791 section 3.1, and where its source route leads.
struct IPv4Header {
  static let totalLengthOffset = 2
  static let fragmentOffset = 6
  static let timeToLiveOffset = 8
  static let protocolOffset = 9
  private static let sourceOffset = 12
  private static let destinationOffset = 16
  private static let minimumByteCount = 20

  let offset: Int
  let source: UInt32
  /// The last hop of a source route that is captured whole and not yet exhausted, as tshark has it;
  /// else the header's field.
  let destination: UInt32

  /// - Throws: `truncatedHeader` below 20 bytes, `badHeader` for another version, a header length
  ///   below 20 bytes, or a total length below the header length. A total length of 0 is left by
  ///   segmentation offload and is none of these.
  @inline(__always)
  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.minimumByteCount, at: offset) else { throw .truncatedHeader }
    // Of a span whose count is a constant, all further checks are settled by the compiler.
    let header = frame.extracting(offset..<offset + Self.minimumByteCount)
    guard let first = header.uint8(at: 0),
      let totalLength = header.uint16(at: Self.totalLengthOffset),
      let source = header.uint32(at: Self.sourceOffset),
      let destination = header.uint32(at: Self.destinationOffset)
    else { throw .truncatedHeader }
    let headerByteCount = Int(first & 0x0f) * 4
    guard first >> 4 == 4, headerByteCount >= Self.minimumByteCount,
      totalLength == 0 || totalLength >= headerByteCount
    else { throw .badHeader }
    self.offset = offset
    self.source = source
    guard headerByteCount > Self.minimumByteCount, frame.holds(headerByteCount, at: offset) else {
      self.destination = destination
      return
    }
    let options = offset + Self.minimumByteCount..<offset + headerByteCount
    let route = IPv4SourceRoute(frame.extracting(options))
    self.destination = route?.finalDestination ?? destination
  }

  @inline(__always)
  var addresses: FrameDecoder.Addresses {
    .init(
      source: IPAddress(ipv4: source), destination: IPAddress(ipv4: destination),
      headerOffset: offset)
  }
}
