import Records

/// How busy minutes are, in attacks and apart from them.
public struct MinuteDistributions: Sendable, Equatable {
  /// Figures of the minutes that had a failure.
  public struct Group: Sendable, Equatable {
    public let minuteCount: Int
    /// Nil where no minute is of the group.
    public let failures: NumberSummary?
    public let usernamesWithFailures: NumberSummary?
    /// Minutes by the number of user names that failed in them, that number rising.
    public let minuteCounts: [UsernameMinutes]

    init(_ minutes: [MinuteActivity]) {
      minuteCount = minutes.count
      failures = NumberSummary(minutes.map { Double($0.failureCount) })
      usernamesWithFailures = NumberSummary(minutes.map { Double($0.failingUsernameCount) })
      var counts: [Int: Int] = [:]
      for minute in minutes { counts[minute.failingUsernameCount, default: 0] += 1 }
      minuteCounts = counts.keys.sorted().map {
        UsernameMinutes(usernameCount: $0, minuteCount: counts[$0] ?? 0)
      }
    }
  }

  /// Attempts of the minutes that had any; nil of an empty log.
  public let attempts: NumberSummary?
  public let all: Group
  public let attacked: Group
  public let quiet: Group

  init(_ activity: [MinuteActivity]) {
    let failing = activity.filter { $0.failureCount > 0 }
    attempts = NumberSummary(activity.map { Double($0.attemptCount) })
    all = Group(failing)
    attacked = Group(failing.filter(\.isAttacked))
    quiet = Group(failing.filter { !$0.isAttacked })
  }
}

/// In how many minutes so many user names failed.
public struct UsernameMinutes: Sendable, Equatable {
  public let usernameCount: Int
  public let minuteCount: Int
}

/// Attempts by hour of the day and by day of the week, in UTC.
public struct HourlyProfile: Sendable, Equatable {
  /// `[24]`.
  public let attemptCounts: [Int]
  /// `[24]`.
  public let failureCounts: [Int]
  /// `[7]`, Monday first.
  public let weekdayAttemptCounts: [Int]
  /// `[7]`, Monday first.
  public let weekdayFailureCounts: [Int]

  init(_ attempts: [LoginAttempt]) {
    var (all, failures) = ([Int](repeating: 0, count: 24), [Int](repeating: 0, count: 24))
    var (weekday, weekdayFailures) = ([Int](repeating: 0, count: 7), [Int](repeating: 0, count: 7))
    for attempt in attempts {
      let seconds = attempt.time.seconds
      let (hour, day) = (MinuteTable.hour(seconds), MinuteTable.dayOfWeek(seconds))
      all[hour] += 1
      weekday[day] += 1
      guard !attempt.isSuccess else { continue }
      failures[hour] += 1
      weekdayFailures[day] += 1
    }
    (attemptCounts, failureCounts) = (all, failures)
    (weekdayAttemptCounts, weekdayFailureCounts) = (weekday, weekdayFailures)
  }
}
