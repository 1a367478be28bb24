/// The years of times that name none, from their order alone.
///
/// Every time is put into the year in which it lies closest to the time before it: a jump of more
/// than half a year is the turn of a year, forwards or, where an older file follows a younger one,
/// backwards. So only one year has to be stated, that of the latest time; no clock is asked.
public struct YearInference: Sendable {
  private var year = 0
  private var previous: Int?
  /// The latest time so far, by its year and its second of the year.
  private var latest = (year: Int.min, second: Int.min)

  public init() {}

  /// The year of the next time of a log, counted from that of the first.
  public mutating func relativeYear(of time: YearlessTime) -> Int {
    let second = time.secondOfYear
    if let previous {
      let half = YearlessTime.secondsPerYear / 2
      if second - previous < -half { year += 1 }
      if second - previous > half { year -= 1 }
    }
    previous = second
    if (year, second) > latest { latest = (year, second) }
    return year
  }

  /// The year of the latest time so far, counted from that of the first; 0 before any.
  public var latestRelativeYear: Int { latest.year == .min ? 0 : latest.year }

  /// The year that a relative one is, once all times were seen.
  ///
  /// - Parameter lastYear: that of the latest time.
  public func year(ofRelative year: Int, lastYear: Int) -> Int {
    latest.year == .min ? lastYear : lastYear - (latest.year - year)
  }
}
