/// Which days a baseline is learned from.
struct BaselinePeriod {
  /// Days of a baseline.
  let dayCount: Int
  /// Days after which one is learned anew.
  let refreshDayCount: Int

  /// Of the days of a period at least half must have packets: a clock that was wrong for one capture,
  /// decades off, must neither begin a period nor end it.
  private var neededActiveCount: Int { (dayCount + 1) / 2 }

  /// The first period that is over: a later day has packets. Nil while there is none.
  ///
  /// - Parameter activeDays: days since 1970 with packets, rising.
  func first(_ activeDays: [Int64]) -> Range<Int64>? {
    guard let latest = activeDays.last else { return nil }
    for start in activeDays {
      let period = start..<start + Int64(dayCount)
      guard period.upperBound <= latest else { return nil }
      if isActive(period, activeDays) { return period }
    }
    return nil
  }

  /// The period to learn anew from, when the baseline that ended before day `end` is old enough.
  func next(_ activeDays: [Int64], after end: Int64) -> Range<Int64>? {
    for day in activeDays.reversed() {
      guard day >= end + Int64(refreshDayCount) else { return nil }
      let period = day - Int64(dayCount)..<day
      if isActive(period, activeDays) { return period }
    }
    return nil
  }

  /// The most days with packets that a period has so far.
  func progress(_ activeDays: [Int64]) -> Int {
    activeDays.map { start in
      activeDays.count { (start..<start + Int64(dayCount)).contains($0) }
    }.max() ?? 0
  }

  private func isActive(_ period: Range<Int64>, _ activeDays: [Int64]) -> Bool {
    activeDays.count { period.contains($0) } >= neededActiveCount
  }
}
