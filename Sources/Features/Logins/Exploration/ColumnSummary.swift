/// What a column of texts holds.
public struct ColumnSummary: Sendable, Equatable {
  /// Values that are there.
  public let count: Int
  /// Different ones among them.
  public let uniqueCount: Int
  /// The most frequent value, of several the first to appear; nil of an empty column.
  public let top: String?
  /// How often `top` stands.
  public let topCount: Int

  init(_ values: some Sequence<String?>) {
    var counts: [String: (count: Int, rank: Int)] = [:]
    var count = 0
    for case let value? in values {
      count += 1
      let rank = counts.count
      counts[value, default: (0, rank)].count += 1
    }
    let top = counts.max { left, right in
      (left.value.count, right.value.rank) < (right.value.count, left.value.rank)
    }
    self.count = count
    uniqueCount = counts.count
    self.top = top?.key
    topCount = top?.value.count ?? 0
  }
}
