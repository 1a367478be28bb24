/// The fixed part of an IPv4 header, RFC 791 section 3.1, and where its source route leads.
@usableFromInline
struct IPv4Header {
  @inlinable static var totalLengthOffset: Int { 2 }
  static let fragmentOffset = 6
  static let timeToLiveOffset = 8
  static let protocolOffset = 9
  @inlinable static var sourceOffset: Int { 12 }
  @inlinable static var destinationOffset: Int { 16 }
  @inlinable static var minimumByteCount: Int { 20 }

  @usableFromInline let offset: Int
  @usableFromInline let source: UInt32
  /// The last hop of a source route that is captured whole and not yet exhausted, as tshark has it;
  /// else the header's field.
  @usableFromInline let destination: UInt32

  /// - Throws: `truncatedHeader` below 20 bytes, `badHeader` for another version, a header length
  ///   below 20 bytes, or a total length below the header length. A total length of 0 is left by
  ///   segmentation offload and is none of these.
  @inlinable
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
    self.destination = Self.routedDestination(frame.extracting(options)) ?? destination
  }

  /// Where the source route among `options` leads.
  @usableFromInline
  static func routedDestination(_ options: Span<UInt8>) -> UInt32? {
    IPv4SourceRoute(options)?.finalDestination
  }

  @inlinable
  @inline(__always)
  var addresses: FrameDecoder.Addresses {
    .init(
      source: IPAddress(ipv4: source), destination: IPAddress(ipv4: destination),
      headerOffset: offset)
  }
}
