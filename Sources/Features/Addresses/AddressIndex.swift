import Records

// One look-up per packet and side, so this is where a scan spends its time after reading: waiting
// for memory. A slot holds 32 bits of the address beside its position, so that a look-up reads one
// place and not two, the second only when the first has come. Order of appearance, and with it every
// result, is kept by the caller's array, so the seed may differ from run to run, which keeps a
// stranger from choosing addresses that collide.

/// Finds the position of an address in an array that grows beside it, by open addressing.
struct AddressIndex: Sendable {
  /// By hash the key and, below it, the position + 1; 0 is an empty slot.
  private var slots: [UInt64]
  private var mask: Int
  private let seed = AddressIndex.seed

  /// Slots that stay in the second-level cache; up to there few are taken, because a search that
  /// goes on costs a mispredicted branch, and beyond it memory counts.
  private static let smallSlotCount = 1 << 15
  private static let positionMask: UInt64 = 0xffff_ffff

  init() {
    slots = Array(repeating: 0, count: 64)
    mask = 63
  }

  /// Drawn once a process: each draw is a call of the system, and small inputs have many tables.
  ///
  /// Odd, because the product with an even factor loses bits.
  private static let seed: (UInt64, UInt64) = {
    var generator = SystemRandomNumberGenerator()
    return (generator.next() | 1, generator.next() | 1)
  }()

  /// The position of an address, or the empty slot where the search for it ended.
  ///
  /// - Parameters:
  ///   - hash: of the address, from `hash(low:high:)`.
  ///   - key: 32 bits of the address.
  ///   - isMatch: whether the address at a position, which has the key, is the one.
  @inline(__always)
  func find(
    hash: UInt64, key: UInt32, isMatch: (Int) -> Bool
  ) -> (position: Int?, slot: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if UInt32(truncatingIfNeeded: slots[slot] >> 32) == key {
        let position = Int(slots[slot] & Self.positionMask) - 1
        if isMatch(position) { return (position, slot) }
      }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  /// Notes that the address whose search ended at the empty `slot` will stand at `position`.
  ///
  /// - Precondition: `position` is the number of addresses noted so far, below 2³² − 1.
  @inline(__always)
  mutating func note(_ position: Int, key: UInt32, in slot: Int) {
    precondition(position < Int(UInt32.max), "positions fit in 32 bits")
    slots[slot] = UInt64(key) << 32 | UInt64(position + 1)
  }

  /// Whether the table has to grow before `count` addresses are noted.
  func isFull(count: Int) -> Bool {
    slots.count <= Self.smallSlotCount ? count * 4 > slots.count : count * 8 > slots.count * 5
  }

  /// Doubles the table for `count` addresses noted so far.
  ///
  /// - Parameter address: both halves and the key of the address at a position.
  mutating func grow(count: Int, address: (Int) -> (low: UInt64, high: UInt64, key: UInt32)) {
    slots = Array(repeating: 0, count: slots.count * 2)
    mask = slots.count - 1
    for position in 0..<count {
      let (low, high, key) = address(position)
      let slot = find(hash: hash(low: low, high: high), key: key) { _ in false }.slot
      note(position, key: key, in: slot)
    }
  }

  /// The folded 128-bit product of both halves with the seed.
  ///
  /// - SeeAlso: Wang Yi, "wyhash" (2019), whose mixing step this is.
  @inline(__always)
  func hash(low: UInt64, high: UInt64) -> UInt64 {
    let first = (low ^ seed.0).multipliedFullWidth(by: seed.1)
    guard high != 0 else { return first.high ^ first.low }
    let mixed = first.high ^ first.low
    let second = (mixed ^ high).multipliedFullWidth(by: seed.0)
    return second.high ^ second.low
  }
}
