import Records

/// A minute, or another period, that a detector flagged, with the rows of the log behind it.
public struct FlaggedPeriod: Sendable, Equatable {
  /// When the period begins.
  public let time: Timestamp
  public let score: Double
  public let attemptCount: Int
  public let failureCount: Int
  /// Failures of each user name, most first, then in byte order.
  public let failingUsernames: [Tally]
  /// Failures from each source address, most first, then by address.
  public let failingAddresses: [AddressTally]
  /// Accounts that were entered from an address that also failed in the period with another name:
  /// guesses that may have been right. In byte order.
  public let suspectSuccesses: [String]

  /// - Parameter attempts: all of the period, in any order.
  init(time: Timestamp, score: Double, attempts: ArraySlice<LoginAttempt>) {
    self.time = time
    self.score = score
    attemptCount = attempts.count
    let failures = attempts.filter { !$0.isSuccess }
    failureCount = failures.count
    failingUsernames = Tally.counts(of: failures.map(\.username))
    failingAddresses = AddressTally.counts(of: failures.map(\.sourceAddress))
    var failedNames: [IPAddress: Set<String>] = [:]
    for failure in failures {
      failedNames[failure.sourceAddress, default: []].insert(failure.username)
    }
    let suspects = attempts.filter { attempt in
      attempt.isSuccess
        && failedNames[attempt.sourceAddress]?.contains { $0 != attempt.username } == true
    }
    suspectSuccesses = Tally.counts(of: suspects.map(\.username)).map(\.name).sorted(by: precedes)
  }
}

/// How often a name stands.
public struct Tally: Sendable, Equatable {
  public let name: String
  public let count: Int

  static func counts(of names: some Sequence<String>) -> [Tally] {
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    return counts.map { Tally(name: $0, count: $1) }.sorted { left, right in
      left.count == right.count ? precedes(left.name, right.name) : left.count > right.count
    }
  }
}

/// How often an address stands.
public struct AddressTally: Sendable, Equatable {
  public let address: IPAddress
  public let count: Int

  static func counts(of addresses: some Sequence<IPAddress>) -> [AddressTally] {
    var counts: [IPAddress: Int] = [:]
    for address in addresses { counts[address, default: 0] += 1 }
    return counts.map { AddressTally(address: $0, count: $1) }
      .sorted { ($1.count, $0.address) < ($0.count, $1.address) }
  }
}

/// Byte order, which no locale changes.
private func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
