/// The two versions of the Internet Protocol whose addresses are clustered.
public enum AddressFamily: String, Sendable, Hashable, Codable, CaseIterable {
  case ipv4
  case ipv6

  /// Octets of one address: 4 (RFC 791) or 16 (RFC 8200).
  public var octetCount: Int { self == .ipv4 ? 4 : 16 }
}

/// An IPv4 or IPv6 address as a number, in 17 bytes and without a heap object.
///
/// The 128 bits stand in network order in `high` and `low`; an IPv4 address fills the lowest 32.
public struct IPAddress: Sendable, Hashable {
  public let family: AddressFamily
  public let high: UInt64
  public let low: UInt64

  @inlinable
  public init(family: AddressFamily, high: UInt64, low: UInt64) {
    self.family = family
    self.high = high
    self.low = low
  }

  /// An IPv4 address from its 32 bits.
  @inlinable
  public init(ipv4 bits: UInt32) {
    self.init(family: .ipv4, high: 0, low: UInt64(bits))
  }

  /// Octet `index`, counted from the left as addresses are written.
  ///
  /// - Precondition: `index` is in 0 ..< `family.octetCount`.
  public func octet(_ index: Int) -> UInt8 {
    precondition(index >= 0 && index < family.octetCount, "an octet index lies in the address")
    let fromRight = family.octetCount - 1 - index
    let word = fromRight < 8 ? low : high
    return UInt8(truncatingIfNeeded: word >> UInt64((fromRight & 7) * 8))
  }

  /// All octets from the left, 4 or 16 of them.
  public var octets: [UInt8] { (0..<family.octetCount).map(octet) }
}

extension IPAddress: Comparable {
  /// IPv4 before IPv6, then by number.
  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    if left.family != right.family { return left.family == .ipv4 }
    return (left.high, left.low) < (right.high, right.low)
  }
}
