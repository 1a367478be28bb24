/// What an IP packet carries, behind options and extension headers, and where it ends.
///
/// The IP header before it is one that `IPv4Header` or `IPv6Header` accepted.
struct IPPayload {
  /// Extension headers that are passed: more than eight times as many as RFC 8200 knows.
  private static let maximumExtensionCount = 64

  /// The protocol behind the extension headers.
  let number: UInt8
  let offset: Int
  /// Where the packet ends by its own length, or the captured bytes if that is sooner or unsaid.
  let endOffset: Int
  /// Whether the packet is a fragment other than the first, which begins with no header.
  let isLaterFragment: Bool

  /// Nil where the headers before the payload are not captured whole, or are without end.
  init?(_ layer: Layer, _ frame: Span<UInt8>, at offset: Int) {
    switch layer {
    case .ipv4: self.init(ipv4: frame, at: offset)
    case .ipv6: self.init(ipv6: frame, at: offset)
    default: return nil
    }
  }

  private init?(ipv4 frame: Span<UInt8>, at offset: Int) {
    guard let first = frame.uint8(at: offset),
      let length = frame.uint16(at: offset + IPv4Header.totalLengthOffset),
      let fragment = frame.uint16(at: offset + IPv4Header.fragmentOffset),
      let number = frame.uint8(at: offset + IPv4Header.protocolOffset)
    else { return nil }
    // Segmentation offload leaves a length of 0.
    endOffset = length == 0 ? frame.count : min(frame.count, offset + Int(length))
    let start = offset + Int(first & 0x0f) * 4
    guard fragment & 0x1fff == 0 else {
      (self.number, self.offset, isLaterFragment) = (number, start, true)
      return
    }
    guard let upper = Self.upper(number, frame, at: start) else { return nil }
    (self.number, self.offset, isLaterFragment) = upper
  }

  private init?(ipv6 frame: Span<UInt8>, at offset: Int) {
    guard let length = frame.uint16(at: offset + IPv6Header.payloadLengthOffset),
      let number = frame.uint8(at: offset + IPv6Header.nextHeaderOffset)
    else { return nil }
    let start = offset + IPv6Header.byteCount
    // So do jumbograms (RFC 2675).
    endOffset = length == 0 ? frame.count : min(frame.count, start + Int(length))
    guard let upper = Self.upper(number, frame, at: start, isIPv6: true) else { return nil }
    (self.number, self.offset, isLaterFragment) = upper
  }

  /// Passes extension headers, RFC 8200 section 4; in IPv4 only that of authentication, RFC 4302.
  @inline(__always)
  private static func upper(
    _ number: UInt8, _ frame: Span<UInt8>, at start: Int, isIPv6: Bool = false
  ) -> (number: UInt8, offset: Int, isLaterFragment: Bool)? {
    var number = number
    var offset = start
    for _ in 0..<maximumExtensionCount {
      switch number {
      case IPProtocol.authentication: break
      case IPProtocol.hopByHop, IPProtocol.routing, IPProtocol.destinationOptions,
        IPProtocol.fragment:
        if !isIPv6 { return (number, offset, false) }
      default: return (number, offset, false)
      }
      guard let header = IPv6ExtensionHeader(number, frame, at: offset) else { return nil }
      number = header.nextHeader
      offset += header.byteCount
      if header.isLaterFragment { return (number, offset, true) }
    }
    return nil
  }
}

/// A header between that of IPv6 and what it carries, RFC 8200 section 4 and RFC 4302 section 2.
private struct IPv6ExtensionHeader {
  private static let lengthOffset = 1
  private static let fragmentOffset = 2
  private static let fragmentByteCount = 8
  private static let fragmentOffsetMask: UInt16 = 0xfff8

  let nextHeader: UInt8
  let byteCount: Int
  let isLaterFragment: Bool

  /// Nil where it is not captured whole.
  @inline(never)
  init?(_ number: UInt8, _ frame: Span<UInt8>, at offset: Int) {
    guard let nextHeader = frame.uint8(at: offset),
      let length = frame.uint8(at: offset + Self.lengthOffset),
      let fragment = frame.uint16(at: offset + Self.fragmentOffset)
    else { return nil }
    self.nextHeader = nextHeader
    isLaterFragment =
      number == IPProtocol.fragment && fragment & Self.fragmentOffsetMask != 0
    byteCount =
      switch number {
      case IPProtocol.fragment: Self.fragmentByteCount
      // Counted in words of four bytes, less two of them.
      case IPProtocol.authentication: (Int(length) + 2) * 4
      default: (Int(length) + 1) * 8
      }
    guard frame.holds(byteCount, at: offset) else { return nil }
  }
}
