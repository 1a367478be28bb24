import Records

/// A moment in whole microseconds since 1970, in which everything here is reckoned.
struct Moment: Comparable, Hashable {
  var microseconds: Int64

  init(second: Int64, microsecond: Int64 = 0) {
    microseconds = second * Clock.microsecondsPerSecond + microsecond
  }

  static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

  /// With six fraction digits, as login logs have them.
  var timestamp: Timestamp {
    let perSecond = Clock.microsecondsPerSecond
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: perSecond)
    let (second, rest) =
      remainder < 0 ? (quotient - 1, remainder + perSecond) : (quotient, remainder)
    return Timestamp(
      seconds: second, nanoseconds: UInt32(rest) * 1_000, fractionDigitCount: 6)
  }

  func later(bySeconds seconds: Double) -> Moment {
    var moment = self
    moment.microseconds += Int64(seconds * Double(Clock.microsecondsPerSecond))
    return moment
  }
}

enum Clock {
  static let microsecondsPerSecond: Int64 = 1_000_000
  static let hourSeconds: Int64 = 3_600
  static let daySeconds: Int64 = 86_400
  /// Months differ, so that rates are counted in thirty days.
  static let monthSeconds = 30.0 * 86_400

  /// Day of the week of a day since 1970, Monday 0; 1970 began on a Thursday.
  static func weekday(ofDay day: Int64) -> Int {
    let remainder = (day + 3) % 7
    return Int(remainder < 0 ? remainder + 7 : remainder)
  }

  /// The day since 1970 that `second` lies in.
  static func day(ofSecond second: Int64) -> Int64 {
    let (quotient, remainder) = second.quotientAndRemainder(dividingBy: daySeconds)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
