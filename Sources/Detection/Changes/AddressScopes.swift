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
  /// RFC 1918, RFC 6598 and RFC 4193.
  private static let privateBlocks = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
  ].compactMap { IPPrefix($0) }

  /// The private or special block without meaning on the internet, where strangers come and go, that
  /// holds the address; nil where it has a meaning there.
  fileprivate var insideBlock: IPPrefix? {
    Self.privateBlocks.first { $0.contains(self) } ?? SpecialPurpose.block(of: self)
  }
}
