import Records

/// The nested networks around an address, within which others tell whether coming and going is
/// ordinary: those of inside or of the internet, and prefixes.
struct AddressScopes {
  /// A set of addresses.
  struct Scope: Hashable {
    let isInside: Bool
    /// Nil for all that are inside, or outside.
    let prefix: IPPrefix?
  }

  /// How many prefixes there are around an address, itself included.
  static let levelCount = 4

  private let address: IPAddress
  private let block: IPPrefix?

  init(_ address: IPAddress) {
    self.address = address
    block = address.insideBlock
  }

  /// The prefix of a level, from 0 for the widest to the address itself.
  ///
  /// Never wider than the block, so that no prefix of inside holds addresses of the internet.
  func prefix(_ level: Int) -> IPPrefix {
    IPPrefix(address, length: max(Self.lengths(of: address.family)[level], block?.length ?? 0))
  }

  /// What is next wider than the prefix of a level.
  func around(_ level: Int) -> Scope {
    Scope(isInside: block != nil, prefix: level == 0 ? nil : prefix(level - 1))
  }

  /// As networks are usually handed out: to registries, sites and links.
  private static func lengths(of family: AddressFamily) -> [Int] {
    family == .ipv4 ? ipv4Lengths : ipv6Lengths
  }

  private static let ipv4Lengths = [8, 16, 24, 32]
  private static let ipv6Lengths = [32, 48, 64, 128]
}

extension IPAddress {
  /// What has no meaning on the internet, where strangers come and go: private by RFC 1918, RFC 6598
  /// and RFC 4193, and of a special purpose by RFC 6890.
  private static let insideBlocks = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
    "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.2.0/24", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "255.255.255.255/32", "::/127",
    "2001:2::/48", "2001:db8::/32", "3fff::/20", "fe80::/10", "ff00::/8",
  ].compactMap { IPPrefix($0) }

  /// The block without meaning on the internet that holds the address; nil where it has one.
  fileprivate var insideBlock: IPPrefix? { Self.insideBlocks.first { $0.contains(self) } }
}
