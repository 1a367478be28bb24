/// Addresses from a first to a last, both of one family.
public struct AllowedAddresses: Sendable, Hashable {
  public let first: IPAddress
  public let last: IPAddress

  /// - Precondition: both are of one family, and `first` is not after `last`.
  public init(from first: IPAddress, through last: IPAddress) {
    precondition(
      first.family == last.family && first <= last, "a range has its first before its last")
    self.first = first
    self.last = last
  }

  public init(_ prefix: IPPrefix) {
    let zeroCount = prefix.address.family.octetCount * 8 - prefix.length
    let bits = zeroCount >= 128 ? .max : (UInt128(1) << UInt128(zeroCount)) - 1
    self.init(
      from: prefix.address,
      through: IPAddress(family: prefix.address.family, bits: prefix.address.bits | bits))
  }

  public var family: AddressFamily { first.family }

  public func contains(_ address: IPAddress) -> Bool {
    address.family == family && first <= address && address <= last
  }

  public func contains(_ other: AllowedAddresses) -> Bool {
    contains(other.first) && contains(other.last)
  }

  /// The block that these addresses are; nil where they are none.
  private var prefix: IPPrefix? {
    let width = first.bits ^ last.bits
    // All ones behind the first bit that differs.
    guard width & (width &+ 1) == 0, first.bits & width == 0 else { return nil }
    return IPPrefix(first, length: family.octetCount * 8 - (128 - width.leadingZeroBitCount))
  }
}

extension AllowedAddresses: CustomStringConvertible {
  /// The shortest form: an address, a block as CIDR writes it, or `first-last`.
  public var description: String {
    if first == last { return "\(first)" }
    return prefix.map { "\($0)" } ?? "\(first)-\(last)"
  }
}

extension IPAddress {
  /// The address as one number; that of IPv4 fills the lowest 32 bits.
  var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

  init(family: AddressFamily, bits: UInt128) {
    self.init(
      family: family, high: UInt64(truncatingIfNeeded: bits >> 64),
      low: UInt64(truncatingIfNeeded: bits))
  }
}
