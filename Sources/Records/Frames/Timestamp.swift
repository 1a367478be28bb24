/// A moment in UTC with as many fraction digits as the record that gave it.
public struct Timestamp: Sendable, Hashable {
  /// Whole seconds since 1970-01-01T00:00:00Z; may be negative.
  public let seconds: Int64
  /// 0 ..< 1 000 000 000, counted upwards from `seconds`.
  public let nanoseconds: UInt32
  /// Fraction digits that the source recorded: 0 ... 9.
  public let fractionDigitCount: UInt8

  @inlinable
  public init(seconds: Int64, nanoseconds: UInt32, fractionDigitCount: UInt8) {
    precondition(nanoseconds < 1_000_000_000, "nanoseconds are less than a second")
    precondition(fractionDigitCount <= 9, "a timestamp has at most nine fraction digits")
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.fractionDigitCount = fractionDigitCount
  }
}

extension Timestamp {
  /// A moment whose nanoseconds may be negative or more than a second, as hostile files have it.
  ///
  /// What exceeds a second is carried over; nil beyond 64 bits of seconds.
  @inlinable
  public init?(seconds: Int64, carrying nanoseconds: Int64, fractionDigitCount: UInt8) {
    if nanoseconds >= 0, nanoseconds < 1_000_000_000 {
      self.init(
        seconds: seconds, nanoseconds: UInt32(truncatingIfNeeded: nanoseconds),
        fractionDigitCount: fractionDigitCount)
      return
    }
    let (carry, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
    let (sum, didOverflow) = seconds.addingReportingOverflow(carry)
    guard !didOverflow else { return nil }
    self.init(
      seconds: sum, nanoseconds: UInt32(truncatingIfNeeded: rest),
      fractionDigitCount: fractionDigitCount)
  }
}

extension Timestamp {
  /// Seconds above nanoseconds in 64 bits, which lie in the order of the times; nil before 1970 and
  /// from 2106 on.
  @inlinable
  @inline(__always)
  package var packed: UInt64? {
    UInt32(exactly: seconds).map { UInt64($0) << 32 | UInt64(nanoseconds) }
  }

  /// The moment whose seconds and nanoseconds are `packed`.
  @inlinable
  @inline(__always)
  package init(packed: UInt64, fractionDigitCount: UInt8) {
    self.init(
      seconds: Int64(packed >> 32), nanoseconds: UInt32(truncatingIfNeeded: packed),
      fractionDigitCount: fractionDigitCount)
  }
}

extension Timestamp {
  /// The year in UTC; nil for one that RFC 3339 cannot write.
  package var year: Int? {
    guard hasFourDigitYear else { return nil }
    return Int(CivilDate(daysSinceEpoch: seconds.flooredDivision(by: 86_400).quotient).year)
  }
}

extension Int64 {
  /// The quotient rounded towards negative infinity, and what is left over: 0 ..< `divisor`.
  @usableFromInline
  package func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension Timestamp: Comparable {
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
