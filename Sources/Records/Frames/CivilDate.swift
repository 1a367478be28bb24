/// A day of the proleptic Gregorian calendar.
///
/// Years are counted from March, so that the leap day ends one, in eras of 400 years or 146 097
/// days; day 0 of an era is 1 March.
/// - SeeAlso: Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms* (2013),
///   `days_from_civil` and `civil_from_days`.
struct CivilDate: Equatable {
  let year: Int64
  let month: Int64
  let day: Int64

  /// Days from 0000-03-01 to 1970-01-01.
  private static let epochOffset: Int64 = 719_468
  private static let daysPerEra: Int64 = 146_097

  init(daysSinceEpoch: Int64) {
    let days = daysSinceEpoch + Self.epochOffset
    let era = (days >= 0 ? days : days - (Self.daysPerEra - 1)) / Self.daysPerEra
    let dayOfEra = days - era * Self.daysPerEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The date as written; nil where the calendar has none.
  init?(year: Int64, month: Int64, day: Int64) {
    guard year >= 0, year <= 9999, month >= 1, month <= 12, day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month - 1)] else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  var daysSinceEpoch: Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * Self.daysPerEra + dayOfEra - Self.epochOffset
  }
}
