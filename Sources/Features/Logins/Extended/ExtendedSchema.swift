/// The counts of a minute that extended features are made of, in the order of their columns.
///
/// docs/features-logins.md defines each.
enum ExtendedCount: Int, CaseIterable {
  case usernamesWithFailures
  case failures
  case failuresWrongUsername
  case failuresWrongPassword
  case failuresAccountLocked
  case failuresOther
  case addressesWithFailures
  case unknownUsernames
  case successes
  case successesAfterFailures

  var name: String {
    switch self {
    case .usernamesWithFailures: "usernames_with_failures"
    case .failures: "failures"
    case .failuresWrongUsername: "failures_wrong_username"
    case .failuresWrongPassword: "failures_wrong_password"
    case .failuresAccountLocked: "failures_account_locked"
    case .failuresOther: "failures_other"
    case .addressesWithFailures: "addresses_with_failures"
    case .unknownUsernames: "unknown_usernames"
    case .successes: "successes"
    case .successesAfterFailures: "successes_after_failures"
    }
  }
}

/// Stretches of time that end with a minute and over which something is counted.
enum ExtendedSpan {
  static let minutesPerDay = 1_440

  /// Of sums, in minutes.
  static let sums = [2, 3, 5, 15, 60, minutesPerDay]
  /// Of the largest numbers of partners, in minutes.
  static let partners = [60, minutesPerDay, 7 * minutesPerDay]

  static func name(_ minutes: Int) -> String {
    switch minutes {
    case 60: "1_hour"
    case minutesPerDay: "1_day"
    case 7 * minutesPerDay: "1_week"
    default: "\(minutes)_minutes"
    }
  }
}

/// The columns of extended features.
enum ExtendedSchema {
  /// What is summed over stretches of time.
  static let summed: [ExtendedCount] = [.usernamesWithFailures, .failuresWrongUsername, .failures]
  /// Of whom the largest number of partners is counted.
  static let partners = [
    "usernames_of_one_address", "usernames_of_one_prefix", "addresses_of_one_username",
  ]
  static let share = "share_unknown_usernames"

  static let countNames =
    ExtendedCount.allCases.map(\.name)
    + summed.flatMap { count in
      ExtendedSpan.sums.map { "\(count.name)_in_\(ExtendedSpan.name($0))" }
    }
    + partners.flatMap { name in
      ExtendedSpan.partners.map { "\(name)_in_\(ExtendedSpan.name($0))" }
    }

  /// The counts, the share, then days and hours as 0 or 1.
  static let features =
    countNames + [share] + (0..<MinuteTable.dayCount).map { "day_of_week_\($0)" }
    + (0..<MinuteTable.hourCount).map { "hour_\($0)" }
}
