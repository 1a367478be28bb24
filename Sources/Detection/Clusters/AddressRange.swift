import Records

/// A run of neighbouring address blocks that hold some addresses.
struct AddressRange: Equatable {
  let family: AddressFamily
  /// Bits that name a block: 24 for IPv4 /24 blocks.
  let prefixLength: Int
  /// Numbers of the first and last block.
  let firstBlock: UInt128
  let lastBlock: UInt128
  /// Addresses in it.
  let addressCount: Int

  private var hostBitCount: Int { family.octetCount * 8 - prefixLength }

  func contains(_ address: IPAddress) -> Bool {
    let block = address.number >> UInt128(hostBitCount)
    return firstBlock <= block && block <= lastBlock
  }

  var lowest: IPAddress { IPAddress(family, number: firstBlock << UInt128(hostBitCount)) }

  var highest: IPAddress {
    IPAddress(family, number: ((lastBlock &+ 1) << UInt128(hostBitCount)) &- 1)
  }

  /// The length of the prefix that is this range, or nil when it is none.
  private var length: Int? {
    let (count, overflow) = (lastBlock - firstBlock).addingReportingOverflow(1)
    guard !overflow, count.nonzeroBitCount == 1 else { return nil }
    let bits = count.trailingZeroBitCount
    guard firstBlock & (count - 1) == 0 else { return nil }
    return prefixLength - bits
  }

  /// CIDR, a bare address, or first and last address with `separator` between.
  func text(separator: String) -> String {
    if let length {
      return length == family.octetCount * 8 ? "\(lowest)" : "\(lowest)/\(length)"
    }
    return "\(lowest)\(separator)\(highest)"
  }
}

extension IPAddress {
  /// The address as a number of 32 or 128 bits.
  var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

  init(_ family: AddressFamily, number: UInt128) {
    self.init(
      family: family, high: UInt64(truncatingIfNeeded: number >> 64),
      low: UInt64(truncatingIfNeeded: number))
  }
}
