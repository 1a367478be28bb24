import Records

/// What a log of logins holds, in the tables that a person looks at before choosing a detector.
public struct LoginExploration: Sendable, Equatable {
  public let attemptCount: Int
  public let firstTime: Timestamp?
  public let lastTime: Timestamp?
  /// Source addresses, user names and reasons of failure as columns of texts.
  public let sourceAddresses: ColumnSummary
  public let usernames: ColumnSummary
  /// User names that succeeded at least once: the accounts that the log shows to exist.
  public let successfulUsernameCount: Int
  public let failureReasons: ColumnSummary
  /// How often each reason stands, most often first, then in byte order.
  public let failureReasonCounts: [NamedCount]
  /// Successes as 1, failures as 0; nil of an empty log.
  public let successes: NumberSummary?
  /// Different user names of each source address; nil of an empty log.
  public let usernamesPerAddress: NumberSummary?
  public let pivot: AddressPivot
  public let minutes: MinuteDistributions
  public let hours: HourlyProfile
  /// Those that reach into the time of the log.
  public let attacks: [AttackProfile]

  /// - Parameter attempts: in any order.
  public init(_ attempts: [LoginAttempt], attacks: [Attack]) {
    let attackedMinutes = AttackMinutes(attacks)
    let (first, last) = (attempts.map(\.time).min(), attempts.map(\.time).max())
    func isWithin(_ attack: Attack) -> Bool {
      guard let first, let last else { return false }
      return attack.start <= last && first <= attack.end
    }
    let activity = MinuteActivity.minutes(of: attempts, attacks: attackedMinutes)
    attemptCount = attempts.count
    (firstTime, lastTime) = (first, last)
    sourceAddresses = ColumnSummary(attempts.map { $0.sourceAddress.description })
    usernames = ColumnSummary(attempts.map(\.username))
    successfulUsernameCount = Set(attempts.lazy.filter(\.isSuccess).map(\.username)).count
    failureReasons = ColumnSummary(attempts.map(\.failureReason))
    failureReasonCounts = NamedCount.counts(of: attempts.compactMap(\.failureReason))
    successes = NumberSummary(attempts.map { $0.isSuccess ? 1 : 0 })
    usernamesPerAddress = NumberSummary(Self.usernameCounts(attempts))
    pivot = AddressPivot(attempts)
    minutes = MinuteDistributions(activity)
    hours = HourlyProfile(attempts)
    self.attacks = AttackProfile.profiles(of: attacks.filter(isWithin), activity)
  }

  private static func usernameCounts(_ attempts: [LoginAttempt]) -> [Double] {
    var names: [IPAddress: Set<String>] = [:]
    for attempt in attempts { names[attempt.sourceAddress, default: []].insert(attempt.username) }
    return names.values.map { Double($0.count) }
  }
}

/// How often something stands.
public struct NamedCount: Sendable, Equatable {
  public let name: String
  public let count: Int

  /// Counts of `names`, the largest first, then in byte order.
  static func counts(of names: [String]) -> [NamedCount] {
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    return counts.map { NamedCount(name: $0, count: $1) }.sorted { left, right in
      left.count == right.count
        ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : left.count > right.count
    }
  }
}
