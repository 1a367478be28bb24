/// A 48-bit hardware address, IEEE 802 clause 8.
public struct MACAddress: Sendable, Hashable {
  /// The lowest 48 bits, in the order of transmission.
  public let bits: UInt64

  public init(bits: UInt64) {
    self.bits = bits & 0xffff_ffff_ffff
  }
}
