/// Address blocks with a meaning of their own, which a scan lists apart from its findings.
///
/// Private, shared and unique-local ranges are ordinary, and subnet broadcasts are not guessed.
/// - SeeAlso: RFC 6890 and IANA's registries of special-purpose addresses.
public enum SpecialPurpose: String, Sendable, CaseIterable {
  case thisNetwork = "this-network"
  case loopback
  case linkLocal = "link-local"
  case multicast
  case broadcast
  case unspecified
  case documentation
  case benchmarking

  /// The label of `address`, or nil for an ordinary one.
  public init?(_ address: IPAddress) {
    guard let row = Self.row(of: address) else { return nil }
    self = row.label
  }

  /// The block that gives `address` its label; nil for an ordinary one.
  public static func block(of address: IPAddress) -> IPPrefix? { row(of: address)?.prefix }

  private static func row(of address: IPAddress) -> (prefix: IPPrefix, label: SpecialPurpose)? {
    table.first { $0.prefix.contains(address) }
  }

  /// Blocks do not overlap, so their order is that of the registries.
  private static let table: [(prefix: IPPrefix, label: SpecialPurpose)] = [
    (IPPrefix(ipv4(0, 0, 0, 0), length: 8), .thisNetwork),  // RFC 791 section 3.2
    (IPPrefix(ipv4(127, 0, 0, 0), length: 8), .loopback),  // RFC 1122 section 3.2.1.3
    (IPPrefix(ipv4(169, 254, 0, 0), length: 16), .linkLocal),  // RFC 3927
    (IPPrefix(ipv4(192, 0, 2, 0), length: 24), .documentation),  // RFC 5737
    (IPPrefix(ipv4(198, 18, 0, 0), length: 15), .benchmarking),  // RFC 2544
    (IPPrefix(ipv4(198, 51, 100, 0), length: 24), .documentation),  // RFC 5737
    (IPPrefix(ipv4(203, 0, 113, 0), length: 24), .documentation),  // RFC 5737
    (IPPrefix(ipv4(224, 0, 0, 0), length: 4), .multicast),  // RFC 5771
    (IPPrefix(ipv4(255, 255, 255, 255), length: 32), .broadcast),  // RFC 919
    (IPPrefix(ipv6(0, 0), length: 128), .unspecified),  // RFC 4291 section 2.5.2
    (IPPrefix(ipv6(0, 1), length: 128), .loopback),  // RFC 4291 section 2.5.3
    (IPPrefix(ipv6(0x2001_0002_0000_0000), length: 48), .benchmarking),  // RFC 5180
    (IPPrefix(ipv6(0x2001_0db8_0000_0000), length: 32), .documentation),  // RFC 3849
    (IPPrefix(ipv6(0x3fff_0000_0000_0000), length: 20), .documentation),  // RFC 9637
    (IPPrefix(ipv6(0xfe80_0000_0000_0000), length: 10), .linkLocal),  // RFC 4291 section 2.5.6
    (IPPrefix(ipv6(0xff00_0000_0000_0000), length: 8), .multicast),  // RFC 4291 section 2.7
  ]

  private static func ipv4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> IPAddress {
    IPAddress(ipv4: a << 24 | b << 16 | c << 8 | d)
  }

  private static func ipv6(_ high: UInt64, _ low: UInt64 = 0) -> IPAddress {
    IPAddress(family: .ipv6, high: high, low: low)
  }
}
