import Records

/// Flagged periods without a gap between them: one thing for a person to look at.
public struct LoginIncident: Sendable, Equatable {
  /// Rising in time, at least one.
  public let periods: [FlaggedPeriod]
  /// When the period behind the last one begins.
  public let end: Timestamp
  /// Failures of each user name in all periods, most first, then in byte order.
  public let failingUsernames: [Tally]
  /// Failures from each source address in all periods, most first, then by address.
  public let failingAddresses: [AddressTally]

  public var start: Timestamp { periods[0].time }
  /// The highest score of its periods.
  public var score: Double { periods.dropFirst().reduce(periods[0].score) { max($0, $1.score) } }
  public var failureCount: Int { periods.reduce(0) { $0 + $1.failureCount } }
  public var attemptCount: Int { periods.reduce(0) { $0 + $1.attemptCount } }

  /// Accounts that may have been guessed, each once, in the order of their periods.
  public var suspectSuccesses: [String] {
    var names: [String] = []
    for name in periods.flatMap(\.suspectSuccesses) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// - Precondition: `periods` is not empty, and rises in time.
  init(periods: [FlaggedPeriod], end: Timestamp, attempts: ArraySlice<LoginAttempt>) {
    precondition(!periods.isEmpty, "an incident has a period")
    self.periods = periods
    self.end = end
    let failures = attempts.filter { !$0.isSuccess }
    failingUsernames = Tally.counts(of: failures.map(\.username))
    failingAddresses = AddressTally.counts(of: failures.map(\.sourceAddress))
  }
}

extension LoginIncident {
  /// Merges flagged periods that follow each other, and puts to each the attempts behind it.
  ///
  /// - Parameters:
  ///   - flagged: beginnings of periods in seconds since 1970, rising, with their scores.
  ///   - periodSeconds: how long each is.
  ///   - attempts: in order of time.
  public static func incidents(
    of flagged: [(second: Int64, score: Double)], periodSeconds: Int64,
    attempts: [LoginAttempt]
  ) -> [LoginIncident] {
    var incidents: [LoginIncident] = []
    var start = 0
    while start < flagged.count {
      var end = start + 1
      while end < flagged.count, flagged[end].second == flagged[end - 1].second + periodSeconds {
        end += 1
      }
      let run = flagged[start..<end]
      let periods = run.map { period in
        FlaggedPeriod(
          time: moment(period.second), score: period.score,
          attempts: slice(of: attempts, period.second, period.second + periodSeconds))
      }
      let last = flagged[end - 1].second + periodSeconds
      incidents.append(
        LoginIncident(
          periods: periods, end: moment(last),
          attempts: slice(of: attempts, flagged[start].second, last)))
      start = end
    }
    return incidents
  }

  private static func moment(_ second: Int64) -> Timestamp {
    Timestamp(seconds: second, nanoseconds: 0, fractionDigitCount: 0)
  }

  /// The attempts of `start` ..< `end`, both in seconds, found by bisection.
  private static func slice(
    of attempts: [LoginAttempt], _ start: Int64, _ end: Int64
  ) -> ArraySlice<LoginAttempt> {
    attempts[firstIndex(of: attempts, from: start)..<firstIndex(of: attempts, from: end)]
  }

  private static func firstIndex(of attempts: [LoginAttempt], from second: Int64) -> Int {
    var (low, high) = (0, attempts.count)
    while low < high {
      let middle = low + (high - low) / 2
      if attempts[middle].time.seconds < second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
