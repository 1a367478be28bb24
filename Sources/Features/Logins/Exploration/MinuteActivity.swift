import Records

/// What happened in one minute that had an attempt.
public struct MinuteActivity: Sendable, Equatable {
  /// Whole minutes since 1970.
  public let minute: Int64
  public let attemptCount: Int
  public let failureCount: Int
  /// Different user names among the failures.
  public let failingUsernameCount: Int
  /// Whether the minute lies in an attack, its first and last minute included.
  public let isAttacked: Bool

  /// The minutes of `attempts` that had any, in order of time.
  static func minutes(
    of attempts: [LoginAttempt], attacks: AttackMinutes
  ) -> [MinuteActivity] {
    var counts: [Int64: (attempts: Int, failures: Int, names: Set<String>)] = [:]
    for attempt in attempts {
      let minute = attempt.time.minute
      counts[minute, default: (0, 0, [])].attempts += 1
      guard !attempt.isSuccess else { continue }
      counts[minute, default: (0, 0, [])].failures += 1
      counts[minute, default: (0, 0, [])].names.insert(attempt.username)
    }
    return counts.keys.sorted().compactMap { minute in
      counts[minute].map {
        MinuteActivity(
          minute: minute, attemptCount: $0.attempts, failureCount: $0.failures,
          failingUsernameCount: $0.names.count, isAttacked: attacks.contains(minute))
      }
    }
  }
}
