/// A block of addresses that share their first bits, as CIDR writes it: `192.0.2.0/24`.
/// - SeeAlso: RFC 4632, RFC 4291 section 2.3.
public struct IPPrefix: Sendable, Hashable {
  /// The lowest address of the block.
  public let address: IPAddress
  /// Shared leading bits: 0 ... 32 or 0 ... 128.
  public let length: Int

  /// The block of `length` leading bits that holds `address`, whose other bits are cleared.
  ///
  /// - Precondition: `length` is at most the family's number of bits.
  public init(_ address: IPAddress, length: Int) {
    precondition(
      length >= 0 && length <= address.family.octetCount * 8,
      "a prefix length lies within the address")
    self.length = length
    let mask = Self.mask(address.family, length)
    self.address = IPAddress(
      family: address.family, high: address.high & mask.high, low: address.low & mask.low)
  }

  /// Reads `address/length`; nil for other text, or where bits after the prefix are set.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), parts[1].utf8.count <= 3,
      parts[1].utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      let length = Int(parts[1]), length <= address.family.octetCount * 8
    else { return nil }
    self.init(address, length: length)
    guard self.address == address else { return nil }
  }

  /// Whether `other` is of the same family and begins with the same bits.
  public func contains(_ other: IPAddress) -> Bool {
    guard other.family == address.family else { return false }
    let mask = Self.mask(address.family, length)
    return other.high & mask.high == address.high && other.low & mask.low == address.low
  }

  /// The leading `length` bits of an address as ones; IPv4 stands in the lowest 32 of 128.
  private static func mask(_ family: AddressFamily, _ length: Int) -> (high: UInt64, low: UInt64) {
    let zeroCount = family.octetCount * 8 - length
    let low: UInt64 = zeroCount >= 64 ? 0 : .max << UInt64(zeroCount)
    let high: UInt64 =
      zeroCount >= 128 ? 0 : zeroCount <= 64 ? .max : .max << UInt64(zeroCount - 64)
    return (high, low)
  }
}

extension IPPrefix: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}
