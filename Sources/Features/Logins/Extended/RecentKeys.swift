/// Keys that were seen lately, each of which is forgotten a lifetime after it was last seen.
///
/// Memory is bounded: beyond a number of keys the ones whose time is nearest are forgotten for new
/// ones, so that a flood makes the lifetime shorter and never the memory longer. Nothing depends on
/// the order in which a hash table happens to keep them.
struct RecentKeys<Key: Hashable & Sendable>: Sendable {
  /// Minutes that a key is kept, that in which it was seen included.
  let lifetime: Int64
  /// Keys that are kept at most.
  let limit: Int
  private var lastMinutes: [Key: Int64] = [:]
  /// Keys by a minute in which they were seen, modulo the lifetime: each key stands here once, and
  /// moves on when its turn comes and it was seen again since.
  private var queues: [[Key]]
  /// No key stands at an earlier minute.
  private var oldestMinute: Int64 = 0
  private var minute: Int64 = 0

  /// - Precondition: both are at least 1.
  init(lifetime: Int64, limit: Int) {
    precondition(lifetime >= 1 && limit >= 1, "keys are kept, and for some time")
    self.lifetime = lifetime
    self.limit = limit
    queues = Array(repeating: [], count: Int(lifetime))
  }

  var count: Int { lastMinutes.count }

  func contains(_ key: Key) -> Bool { lastMinutes[key] != nil }

  /// Goes on to a later minute; returns what has had its time and is forgotten.
  mutating func advance(to minute: Int64) -> [Key] {
    precondition(minute >= self.minute || count == 0, "time goes on")
    self.minute = minute
    var forgotten: [Key] = []
    while count > 0, oldestMinute <= minute - lifetime { forgetOldest(into: &forgotten) }
    if count == 0 { oldestMinute = minute }
    return forgotten
  }

  /// Notes that `key` was seen in the minute reached; returns whether it is new, and what was
  /// forgotten for it.
  mutating func insert(_ key: Key) -> (isNew: Bool, forgotten: [Key]) {
    if lastMinutes[key] != nil {
      lastMinutes[key] = minute
      return (false, [])
    }
    var forgotten: [Key] = []
    while count >= limit { forgetOldest(into: &forgotten) }
    if count == 0 { oldestMinute = minute }
    lastMinutes[key] = minute
    queues[place(minute)].append(key)
    return (true, forgotten)
  }

  /// Takes a key of the oldest minute and forgets it or moves it on, or finds that there is none.
  private mutating func forgetOldest(into forgotten: inout [Key]) {
    guard let key = queues[place(oldestMinute)].popLast() else {
      // Gives back what a flood has taken.
      queues[place(oldestMinute)] = []
      oldestMinute += 1
      return
    }
    guard let last = lastMinutes[key] else { return }
    guard last == oldestMinute else { return queues[place(last)].append(key) }
    lastMinutes[key] = nil
    forgotten.append(key)
  }

  private func place(_ minute: Int64) -> Int {
    let remainder = Int(minute % lifetime)
    return remainder < 0 ? remainder + Int(lifetime) : remainder
  }
}
