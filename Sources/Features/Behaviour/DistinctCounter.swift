/// How many distinct values were seen: exact up to 64, then estimated within a few per cent.
///
/// What it holds depends on the set of values alone, so merging gives the same in any order and for
/// any split. 16 bytes while there is one value, then 8 more for each up to 64, then 1 KiB.
struct DistinctCounter: Sendable {
  /// The only value while there is one; 0 while there is none, or more than one.
  private var single: UInt64 = 0
  /// From two values on either the values or, with `sketchWordCount` elements, a sketch.
  private var words: [UInt64] = []

  /// Values that are kept one by one; a longer list takes longer to search than a sketch to fill.
  static let exactCount = 64

  /// Notes a value that is not 0.
  @inline(__always)
  mutating func insert(_ value: UInt64) {
    if value == single { return }
    insertAnother(value)
  }

  private mutating func insertAnother(_ value: UInt64) {
    precondition(value != 0, "values that are counted are not 0")
    if words.isEmpty {
      if single == 0 {
        single = value
      } else {
        words = [single, value]
        single = 0
      }
    } else if words.count == HyperLogLog.wordCount {
      HyperLogLog.insert(value, into: &words)
    } else if !words.contains(value) {
      words.append(value)
      if words.count > Self.exactCount { words = HyperLogLog.words(of: words) }
    }
  }

  mutating func merge(_ other: DistinctCounter) {
    if other.single != 0 {
      insert(other.single)
    } else if other.words.count == HyperLogLog.wordCount {
      if words.count != HyperLogLog.wordCount {
        words = HyperLogLog.words(of: single == 0 ? words : [single])
        single = 0
      }
      HyperLogLog.merge(other.words, into: &words)
    } else {
      for value in other.words { insert(value) }
    }
  }

  /// Whether `count` is the very number of distinct values.
  var isExact: Bool { words.count != HyperLogLog.wordCount }

  var count: Int {
    if words.isEmpty { return single == 0 ? 0 : 1 }
    return isExact ? words.count : HyperLogLog.estimate(words)
  }
}
