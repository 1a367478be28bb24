import Records

/// Recognises IP packets that were captured twice, as a mirror port that sees both ways does.
///
/// A packet repeats one of the 64 records before it when their fingerprints are equal. A
/// direct-mapped table remembers them, so an earlier one may be forgotten for another of the same
/// slot; the one just before never is.
struct RecentPackets {
  /// Fingerprints, of which the lowest bits say at which record they were seen.
  var slots = [UInt64](repeating: 0, count: slotCount)

  private static let slotCount = 1024
  private static let windowCount: UInt64 = 64
  private static let recordMask: UInt64 = 0xffff

  /// Remembers the packet of `record`, and says whether it repeats one.
  @inline(__always)
  mutating func isRepeated(_ fingerprint: UInt64, record: Int) -> Bool {
    var slots = slots.mutableSpan
    return Self.isRepeated(fingerprint, record: record, &slots)
  }

  /// The same in the slots of one of these, for whoever has them at hand for many packets.
  @inline(__always)
  static func isRepeated(
    _ fingerprint: UInt64, record: Int, _ slots: inout MutableSpan<UInt64>
  ) -> Bool {
    let slot = Int(truncatingIfNeeded: fingerprint >> 48) & (slotCount - 1)
    let number = UInt64(truncatingIfNeeded: record) & recordMask
    let previous = slots[slot]
    slots[slot] = fingerprint & ~recordMask | number
    return (previous ^ fingerprint) & ~recordMask == 0
      && (number &- previous) & recordMask <= windowCount
  }
}
