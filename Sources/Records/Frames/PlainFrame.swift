/// An Ethernet frame with at most one VLAN tag and an IPv4 header without options, of which enough
/// was captured to tell the packet from others.
///
/// Nearly all frames of nearly all captures. What it tells is what `FrameDecoder`, `PacketFingerprint`
/// and `FilterPath` tell, each word of the frame being read once.
public struct PlainFrame {
  /// The source address above the destination.
  public let ends: UInt64
  public let fingerprint: UInt64
  public let isTagged: Bool

  /// Version 4 and a header of five words, RFC 791 section 3.1.
  @inlinable static var versionAndHeaderLength: UInt8 { 0x45 }

  /// Nil for all other frames.
  ///
  /// - Parameter captured: what was captured of the frame.
  @inlinable
  @inline(__always)
  public init?(_ captured: Span<UInt8>) {
    guard let offset = FrameDecoder.plainIPv4Offset(in: captured),
      captured.holds(PacketFingerprint.ipv4ByteCount, at: offset)
    else { return nil }
    let packet = captured.extracting(offset..<offset + PacketFingerprint.ipv4ByteCount)
    guard packet[0] == Self.versionAndHeaderLength,
      let totalLength = packet.uint16(at: IPv4Header.totalLengthOffset),
      totalLength == 0 || totalLength >= IPv4Header.minimumByteCount,
      let ends = packet.uint64(at: IPv4Header.sourceOffset),
      let fingerprint = PacketFingerprint.fingerprint(ipv4: packet)
    else { return nil }
    self.ends = ends
    self.fingerprint = fingerprint
    isTagged = offset != FrameDecoder.untaggedIPv4Offset
  }
}
