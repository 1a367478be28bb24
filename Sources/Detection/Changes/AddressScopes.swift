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

  /// All of its kind, then prefixes from the widest to the address itself.
  let scopes: [Scope]

  /// How many prefixes there are around an address, itself included.
  static let levelCount = 4

  init(_ address: IPAddress) {
    let isInside = address.isInside
    scopes =
      [Scope(isInside: isInside, prefix: nil)]
      + Self.lengths(of: address.family).map {
        Scope(isInside: isInside, prefix: IPPrefix(address, length: $0))
      }
  }

  /// The prefix of a level, from 0 for the widest.
  func prefix(_ level: Int) -> Scope { scopes[level + 1] }

  /// What is next wider than the prefix of a level.
  func around(_ level: Int) -> Scope { scopes[level] }

  /// As networks are usually handed out: to registries, sites and links.
  private static func lengths(of family: AddressFamily) -> [Int] {
    family == .ipv4 ? [8, 16, 24, 32] : [32, 48, 64, 128]
  }
}

extension IPAddress {
  /// RFC 1918, RFC 6598 and RFC 4193.
  private static let privatePrefixes = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
  ].compactMap { IPPrefix($0) }

  /// Whether the address has no meaning on the internet, where strangers come and go.
  fileprivate var isInside: Bool {
    Self.privatePrefixes.contains { $0.contains(self) } || SpecialPurpose(self) != nil
  }
}
