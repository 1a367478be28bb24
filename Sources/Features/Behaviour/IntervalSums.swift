import Records

/// The times between one record of an address and the next, summed in whole nanoseconds.
///
/// Sums of integers, so that merging the parts of a sequence gives exactly what the whole gives. A
/// step back in time is no interval, and times beyond 64 bits of nanoseconds are none.
struct IntervalSums: Sendable, Equatable {
  private(set) var count = 0
  /// Σ Δ and Σ Δ², both saturating.
  private var nanoseconds: UInt64 = 0
  private var squares: UInt128 = 0
  /// Of the first and the last record with a time, since 1970; without meaning while there is none.
  private var first: Int64 = 0
  private var last: Int64 = 0
  private var hasTime = false

  @inline(__always)
  mutating func add(_ timestamp: Timestamp?) {
    guard let timestamp, let now = timestamp.epochNanoseconds else { return }
    if hasTime { addInterval(from: last, to: now) } else { first = now }
    last = now
    hasTime = true
  }

  /// Adds those of records that come after all of ours.
  mutating func merge(_ later: IntervalSums) {
    guard later.hasTime else { return }
    guard hasTime else {
      self = later
      return
    }
    addInterval(from: last, to: later.first)
    count += later.count
    add(later.nanoseconds, later.squares)
    last = later.last
  }

  private mutating func addInterval(from start: Int64, to end: Int64) {
    guard start <= end else { return }
    // The difference of two 64-bit numbers fits 64 bits without a sign.
    let duration = UInt64(bitPattern: end &- start)
    count += 1
    add(duration, UInt128(duration) * UInt128(duration))
  }

  private mutating func add(_ duration: UInt64, _ square: UInt128) {
    let (sum, didOverflow) = nanoseconds.addingReportingOverflow(duration)
    nanoseconds = didOverflow ? .max : sum
    let (squareSum, didSquareOverflow) = squares.addingReportingOverflow(square)
    squares = didSquareOverflow ? .max : squareSum
  }

  /// In seconds; nil without an interval.
  var mean: Double? {
    count > 0 ? Double(nanoseconds) / Double(count) / 1e9 : nil
  }

  /// Standard deviation by mean, √(n Σ Δ² − (Σ Δ)²) / Σ Δ: 0 for a clockwork, 1 for Poisson traffic.
  ///
  /// Nil below two intervals, and where all are 0.
  var variation: Double? {
    guard count > 1, nanoseconds > 0 else { return nil }
    let sum = Double(nanoseconds)
    let spread = Double(count) * Double(squares) - sum * sum
    return max(spread, 0).squareRoot() / sum
  }
}
