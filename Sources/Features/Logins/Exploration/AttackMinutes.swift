import Records

/// The minutes in which somebody attacked, from that of each attack's start to that of its end,
/// rounded up, as in `MinuteTable`.
struct AttackMinutes {
  /// Rising, neither touching nor overlapping; whole minutes since 1970.
  private let ranges: [ClosedRange<Int64>]

  init(_ attacks: [Attack]) {
    var ranges: [ClosedRange<Int64>] = []
    for range in attacks.map(Self.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = ranges.last, range.lowerBound <= last.upperBound + 1 else {
        ranges.append(range)
        continue
      }
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
    self.ranges = ranges
  }

  static func range(of attack: Attack) -> ClosedRange<Int64> {
    let resolution = MinuteTable.Resolution.minute
    return resolution.floor(attack.start) / resolution.seconds...resolution.ceiling(attack.end)
      / resolution.seconds
  }

  func contains(_ minute: Int64) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ranges[middle].upperBound < minute { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(minute)
  }
}

extension Timestamp {
  /// Whole minutes since 1970 at which its minute begins.
  var minute: Int64 {
    let resolution = MinuteTable.Resolution.minute
    return resolution.floor(self) / resolution.seconds
  }
}
