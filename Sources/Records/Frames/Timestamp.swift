/// A moment in UTC with as many fraction digits as the record that gave it.
public struct Timestamp: Sendable, Hashable {
  /// Whole seconds since 1970-01-01T00:00:00Z; may be negative.
  public let seconds: Int64
  /// 0 ..< 1 000 000 000, counted upwards from `seconds`.
  public let nanoseconds: UInt32
  /// Fraction digits that the source recorded: 0 ... 9.
  public let fractionDigitCount: UInt8

  public init(seconds: Int64, nanoseconds: UInt32, fractionDigitCount: UInt8) {
    precondition(nanoseconds < 1_000_000_000, "nanoseconds are less than a second")
    precondition(fractionDigitCount <= 9, "a timestamp has at most nine fraction digits")
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.fractionDigitCount = fractionDigitCount
  }
}

extension Timestamp: Comparable {
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
