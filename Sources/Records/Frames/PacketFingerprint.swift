/// What tells an IP packet from others of the same capture, in 64 bits.
///
/// Packets with the same fingerprint begin with the same bytes: header, identification, ports, and
/// the sequence number or checksum. A packet that is sent again has another identification.
public enum PacketFingerprint {
  /// Bytes of an IPv4 packet that count: the header without options, and twelve behind it.
  @inlinable static var ipv4ByteCount: Int { 32 }
  /// Bytes of an IPv6 packet: header, ports, sequence number, flags and checksum.
  @inlinable static var ipv6ByteCount: Int { 64 }

  /// The fingerprint of the packet at `offset` in `frame`; nil where too little was captured.
  @inlinable
  @inline(__always)
  public static func fingerprint(
    _ frame: Span<UInt8>, at offset: Int, _ family: AddressFamily
  ) -> UInt64? {
    switch family {
    case .ipv4:
      guard frame.holds(ipv4ByteCount, at: offset) else { return nil }
      let packet = frame.extracting(offset..<offset + ipv4ByteCount)
      return mixed(
        packet.uint64(at: 0), packet.uint64(at: 8), packet.uint64(at: 16), packet.uint64(at: 24))
    case .ipv6:
      guard frame.holds(ipv6ByteCount, at: offset) else { return nil }
      let packet = frame.extracting(offset..<offset + ipv6ByteCount)
      // The upper halves of the addresses tell little that the lower ones do not.
      return mixed(
        packet.uint64(at: 0), packet.uint64(at: 16), packet.uint64(at: 32), packet.uint64(at: 40))
        ^ mixed(packet.uint64(at: 48), packet.uint64(at: 56), 0, 0)
    }
  }

  /// Two folded 128-bit products of words that are there, their count having been checked.
  ///
  /// - SeeAlso: Wang Yi, "wyhash" (2019), whose mixing step and constants these are.
  @inlinable
  @inline(__always)
  static func mixed(
    _ first: UInt64?, _ second: UInt64?, _ third: UInt64?, _ fourth: UInt64?
  ) -> UInt64 {
    let one = ((first ?? 0) ^ 0xa076_1d64_78bd_642f)
      .multipliedFullWidth(by: (second ?? 0) ^ 0xe703_7ed1_a0b4_28db)
    let other = ((third ?? 0) ^ 0x8ebc_6af0_9c88_c6e3)
      .multipliedFullWidth(by: (fourth ?? 0) ^ 0x5899_65cc_7537_4cc3)
    return one.high ^ one.low ^ (other.high ^ other.low).byteSwapped
  }
}
