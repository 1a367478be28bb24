/// Sums of what minutes counted, over the last of them.
struct TrailingSums: Sendable {
  /// Minutes of each sum, the minute reached included.
  let lengths: [Int]
  /// What each minute counted, by the minute modulo the longest length.
  private var counts: [Int]
  private(set) var sums: [Int]
  private var minute: Int64 = 0

  /// - Precondition: there is a length, and all are at least 1.
  init(lengths: [Int]) {
    precondition(lengths.allSatisfy { $0 >= 1 } && !lengths.isEmpty, "a sum has minutes")
    self.lengths = lengths
    counts = Array(repeating: 0, count: lengths.reduce(1, max))
    sums = Array(repeating: 0, count: lengths.count)
  }

  /// Goes on to a later minute, in which nothing was counted yet.
  mutating func advance(to minute: Int64) {
    precondition(minute >= self.minute || sums.allSatisfy { $0 == 0 }, "time goes on")
    // With the longest sum at 0 nothing is left that could leave one.
    while self.minute < minute, sums.contains(where: { $0 != 0 }) {
      self.minute += 1
      for (index, length) in lengths.enumerated() where sums[index] != 0 {
        sums[index] -= counts[place(self.minute - Int64(length))]
      }
      counts[place(self.minute)] = 0
    }
    self.minute = minute
  }

  /// Counts `count` in the minute reached.
  mutating func add(_ count: Int) {
    counts[place(minute)] += count
    for index in sums.indices { sums[index] += count }
  }

  private func place(_ minute: Int64) -> Int {
    let remainder = Int(minute % Int64(counts.count))
    return remainder < 0 ? remainder + counts.count : remainder
  }
}
