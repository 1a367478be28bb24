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
    switch (address.family, address.octet(0)) {
    case (.ipv4, 0): self = .thisNetwork
    case (.ipv4, 127): self = .loopback
    case (.ipv4, 169) where address.octet(1) == 254: self = .linkLocal
    case (.ipv4, 224...239): self = .multicast
    case (.ipv4, 255): self = .broadcast
    case (.ipv6, 0xff): self = .multicast
    case (.ipv6, 0xfe) where address.octet(1) & 0xc0 == 0x80: self = .linkLocal
    default: return nil
    }
  }
}
