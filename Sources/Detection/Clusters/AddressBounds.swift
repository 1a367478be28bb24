import Records

/// The first and last address of a network as a cluster's name writes it.
public struct AddressBounds: Sendable, Equatable {
  private let lowest: IPAddress
  private let highest: IPAddress

  /// Reads `10.0.0.0/8`, `10.0.0.1` or `10.0.0.0-10.0.3.255`; nil for anything else, and for what
  /// belongs to another family or ends before it begins.
  public init?(_ text: String, family: AddressFamily) {
    if let prefix = IPPrefix(text) {
      let hostBitCount = UInt128(prefix.address.family.octetCount * 8 - prefix.length)
      let hosts: UInt128 = hostBitCount == 128 ? .max : (1 << hostBitCount) - 1
      lowest = prefix.address
      highest = IPAddress(lowest.family, number: lowest.number | hosts)
    } else {
      let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = IPAddress(ends[0]), let last = IPAddress(ends[ends.count - 1]) else {
        return nil
      }
      (lowest, highest) = (first, last)
    }
    guard lowest.family == family, highest.family == family, lowest.number <= highest.number else {
      return nil
    }
  }

  /// - Precondition: the address belongs to the family.
  func contains(_ address: IPAddress) -> Bool {
    lowest.number <= address.number && address.number <= highest.number
  }
}
