/// How many different partners each owner met lately, and the largest such number.
///
/// An owner is an address and its partners the user names that failed from it, or the other way
/// round.
struct PartnerCounts<Owner: Hashable & Sendable, Partner: Hashable & Sendable>: Sendable {
  private struct Pair: Hashable, Sendable {
    let owner: Owner
    let partner: Partner
  }

  private var pairs: RecentKeys<Pair>
  private var counts = LargestCount<Owner>()

  /// - Parameters:
  ///   - lifetime: minutes that a meeting counts, that in which it happened included.
  ///   - limit: pairs that are kept at most, the latest.
  init(lifetime: Int64, limit: Int) {
    pairs = RecentKeys(lifetime: lifetime, limit: limit)
  }

  /// The largest number of different partners that one owner has.
  var largest: Int { counts.largest }
  var pairCount: Int { pairs.count }

  mutating func advance(to minute: Int64) {
    for pair in pairs.advance(to: minute) { counts.subtract(pair.owner) }
  }

  mutating func insert(_ owner: Owner, _ partner: Partner) {
    let (isNew, forgotten) = pairs.insert(Pair(owner: owner, partner: partner))
    for pair in forgotten { counts.subtract(pair.owner) }
    if isNew { counts.add(owner) }
  }
}

/// Counts that go up and down by one, of which the largest is known at any time.
struct LargestCount<Key: Hashable & Sendable>: Sendable {
  private var counts: [Key: Int] = [:]
  /// How many keys have a count, by the count.
  private var keyCounts = [0]
  private(set) var largest = 0

  mutating func add(_ key: Key) {
    let count = counts[key, default: 0] + 1
    counts[key] = count
    if count == keyCounts.count { keyCounts.append(0) }
    keyCounts[count] += 1
    if count > 1 { keyCounts[count - 1] -= 1 }
    largest = max(largest, count)
  }

  /// - Precondition: the key has a count.
  mutating func subtract(_ key: Key) {
    guard let count = counts[key] else { preconditionFailure("what is subtracted was added") }
    counts[key] = count > 1 ? count - 1 : nil
    keyCounts[count] -= 1
    if count > 1 { keyCounts[count - 1] += 1 }
    while largest > 0, keyCounts[largest] == 0 { largest -= 1 }
  }
}
