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
      return fingerprint(ipv4: frame.extracting(offset..<offset + ipv4ByteCount))
    case .ipv6:
      guard frame.holds(ipv6ByteCount, at: offset) else { return nil }
      let packet = frame.extracting(offset..<offset + ipv6ByteCount)
      // The upper halves of the addresses tell little that the lower ones do not.
      guard let first = packet.uint64(at: 0), let source = packet.uint64(at: 16),
        let destination = packet.uint64(at: 32), let ports = packet.uint64(at: 40),
        let acknowledgment = packet.uint64(at: 48), let checksum = packet.uint64(at: 56)
      else { return nil }
      return mixed(first, source, destination, ports) ^ mixed(acknowledgment, checksum, 0, 0)
    }
  }

  /// The fingerprint of the first `ipv4ByteCount` bytes of a packet.
  ///
  /// Words are used whole, so that they are read at once and not byte by byte.
  @inlinable
  @inline(__always)
  static func fingerprint(ipv4 packet: Span<UInt8>) -> UInt64? {
    guard let length = packet.uint32(at: 0), let identification = packet.uint64(at: 4),
      let ends = packet.uint64(at: 12), let ports = packet.uint64(at: 20),
      let acknowledgment = packet.uint32(at: 28)
    else { return nil }
    // Different for different pairs of them, as one above the other would be.
    let lengthAndAcknowledgment = UInt64(length) &* 0x1_0000_0001 &+ UInt64(acknowledgment)
    return mixed(identification, ends, ports, lengthAndAcknowledgment)
  }

  /// Two folded 128-bit products.
  ///
  /// - SeeAlso: Wang Yi, "wyhash" (2019), whose mixing step and constants these are.
  @inlinable
  @inline(__always)
  static func mixed(
    _ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64
  ) -> UInt64 {
    let one = (first ^ 0xa076_1d64_78bd_642f)
      .multipliedFullWidth(by: second ^ 0xe703_7ed1_a0b4_28db)
    let other = (third ^ 0x8ebc_6af0_9c88_c6e3)
      .multipliedFullWidth(by: fourth ^ 0x5899_65cc_7537_4cc3)
    return one.high ^ one.low ^ (other.high ^ other.low).byteSwapped
  }
}
