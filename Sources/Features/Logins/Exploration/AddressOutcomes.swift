import Records

/// How the attempts of one source address ended.
public struct AddressOutcomes: Sendable, Equatable {
  public let address: IPAddress
  public let successCount: Int
  /// Failures of each reason, in the order of `AddressPivot.reasons`.
  public let failureCounts: [Int]

  public var attemptCount: Int { successCount + failureCounts.reduce(0, +) }
  public var successRate: Double { Double(successCount) / Double(attemptCount) }
  public var errorRate: Double { 1 - successRate }
}

/// Attempts by source address and by how they ended.
public struct AddressPivot: Sendable, Equatable {
  /// Reasons of failure in byte order; `unstated` last, where the log gives none.
  public let reasons: [String]
  /// Most attempts first, then by address.
  public let rows: [AddressOutcomes]

  /// Stands for the reason of failures that have none.
  public static let unstated = "unstated"

  init(_ attempts: [LoginAttempt]) {
    var stated: Set<String> = []
    var hasUnstated = false
    for attempt in attempts where !attempt.isSuccess {
      if let reason = attempt.failureReason { stated.insert(reason) } else { hasUnstated = true }
    }
    let ordered = stated.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    reasons = ordered + (hasUnstated ? [Self.unstated] : [])
    let indices = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    // One more column than reasons: that of successes.
    var counts: [IPAddress: [Int]] = [:]
    let empty = [Int](repeating: 0, count: reasons.count + 1)
    for attempt in attempts {
      let reason = attempt.failureReason.flatMap { indices[$0] } ?? reasons.count - 1
      let column = attempt.isSuccess ? reasons.count : reason
      counts[attempt.sourceAddress, default: empty][column] += 1
    }
    rows = counts.map { address, counts in
      AddressOutcomes(
        address: address, successCount: counts[counts.count - 1],
        failureCounts: Array(counts.dropLast()))
    }.sorted { ($1.attemptCount, $0.address) < ($0.attemptCount, $1.address) }
  }
}
