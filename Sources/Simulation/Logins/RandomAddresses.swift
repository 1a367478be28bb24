import Learning
import Records

/// Addresses drawn at random, of nobody in particular.
enum RandomAddresses {
  /// RFC 1918 and RFC 6598: networks that no address of the Internet stands in.
  private static let privateNetworks = [
    IPPrefix(IPAddress(ipv4: 0x0a00_0000), length: 8),
    IPPrefix(IPAddress(ipv4: 0xac10_0000), length: 12),
    IPPrefix(IPAddress(ipv4: 0xc0a8_0000), length: 16),
    IPPrefix(IPAddress(ipv4: 0x6440_0000), length: 10),
  ]

  /// An address that a host of the Internet could have.
  static func nextPublic(using generator: inout SeededGenerator) -> IPAddress {
    while true {
      let address = IPAddress(ipv4: UInt32(truncatingIfNeeded: generator.next() >> 32))
      if isPublic(address) { return address }
    }
  }

  /// A host of the office, which stands in 10.20.0.0/16.
  static func nextOffice(using generator: inout SeededGenerator) -> IPAddress {
    let host = UInt32(1 + generator.nextIndex(below: 254))
    return IPAddress(ipv4: 0x0a14_0000 | UInt32(generator.nextIndex(below: 4)) << 8 | host)
  }

  /// The /24 of an address of the Internet.
  static func nextNetwork(using generator: inout SeededGenerator) -> UInt32 {
    UInt32(truncatingIfNeeded: nextPublic(using: &generator).low) & 0xffff_ff00
  }

  /// A host of the /24 `network`.
  static func nextHost(in network: UInt32, using generator: inout SeededGenerator) -> IPAddress {
    IPAddress(ipv4: network | UInt32(1 + generator.nextIndex(below: 254)))
  }

  private static func isPublic(_ address: IPAddress) -> Bool {
    // 240.0.0.0/4 is reserved (RFC 1112), and a host number of 0 or 255 would look made up.
    let (first, last) = (address.octet(0), address.octet(3))
    return first >= 1 && first < 240 && last != 0 && last != 255
      && SpecialPurpose(address) == nil && !privateNetworks.contains { $0.contains(address) }
  }
}
