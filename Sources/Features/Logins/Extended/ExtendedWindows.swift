import Records

/// What is remembered of a login log from minute to minute, to say of each how strange it is.
///
/// It is fed one minute after another, and what it says of one depends on that and earlier ones
/// alone, so that the same numbers are found while the log is being written. Memory is bounded
/// whatever the log holds: see `pairLimit` and `nameLimit`.
struct ExtendedWindows: Sendable {
  /// Pairs of an address or prefix and a user name kept in each of nine windows, the latest: at most
  /// 20 MiB each. A flood that passes it shortens its own windows.
  static let pairLimit = 1 << 16
  /// User names of which a success is remembered, the first: only accounts that exist succeed.
  static let nameLimit = 1 << 20
  /// Failures that make a success of the same user or address suspicious are at most so many minutes
  /// before that of the success.
  static let suspicionMinutes: Int64 = 10

  private let nameLimit: Int
  private var knownNames: Set<UInt64> = []
  private var failedNames: RecentKeys<UInt64>
  private var failedAddresses: RecentKeys<IPAddress>
  private var sums: [TrailingSums]
  private var namesOfAddress: [PartnerCounts<IPAddress, UInt64>]
  private var namesOfPrefix: [PartnerCounts<IPPrefix, UInt64>]
  private var addressesOfName: [PartnerCounts<UInt64, IPAddress>]

  init(pairLimit: Int = pairLimit, nameLimit: Int = nameLimit) {
    self.nameLimit = nameLimit
    failedNames = RecentKeys(lifetime: Self.suspicionMinutes + 1, limit: pairLimit)
    failedAddresses = RecentKeys(lifetime: Self.suspicionMinutes + 1, limit: pairLimit)
    sums = ExtendedSchema.summed.map { _ in TrailingSums(lengths: ExtendedSpan.sums) }
    func windows<Owner, Partner>() -> [PartnerCounts<Owner, Partner>] {
      ExtendedSpan.partners.map { PartnerCounts(lifetime: Int64($0), limit: pairLimit) }
    }
    namesOfAddress = windows()
    namesOfPrefix = windows()
    addressesOfName = windows()
  }

  /// Whether all counts stay 0 until something happens.
  var isQuiet: Bool {
    // What is in a shorter window is in the longest one, too.
    sums.allSatisfy { $0.sums.allSatisfy { $0 == 0 } }
      && namesOfAddress.allSatisfy { $0.pairCount == 0 }
  }

  /// All keys that are remembered.
  var keptCount: Int {
    knownNames.count + failedNames.count + failedAddresses.count
      + namesOfAddress.reduce(0) { $0 + $1.pairCount }
      + namesOfPrefix.reduce(0) { $0 + $1.pairCount }
      + addressesOfName.reduce(0) { $0 + $1.pairCount }
  }

  /// Goes on to a minute and takes what happened in it.
  ///
  /// - Parameters:
  ///   - minute: since 1970, later than that before.
  ///   - attempts: all of that minute, in any order.
  /// - Returns: the counts of that minute, in the order of `ExtendedSchema.countNames`.
  mutating func counts(of minute: Int64, _ attempts: ArraySlice<LoginAttempt>) -> [Int32] {
    advance(to: minute)
    var own = [Int](repeating: 0, count: ExtendedCount.allCases.count)
    if !attempts.isEmpty { take(attempts.sorted(), &own) }
    for (index, count) in ExtendedSchema.summed.enumerated() {
      sums[index].add(own[count.rawValue])
    }
    let all =
      own + sums.flatMap(\.sums) + namesOfAddress.map(\.largest) + namesOfPrefix.map(\.largest)
      + addressesOfName.map(\.largest)
    return all.map { Int32(clamping: $0) }
  }

  private mutating func advance(to minute: Int64) {
    _ = failedNames.advance(to: minute)
    _ = failedAddresses.advance(to: minute)
    for index in sums.indices { sums[index].advance(to: minute) }
    for index in ExtendedSpan.partners.indices {
      namesOfAddress[index].advance(to: minute)
      namesOfPrefix[index].advance(to: minute)
      addressesOfName[index].advance(to: minute)
    }
  }

  /// Takes the attempts of the minute reached, in their order, and counts them.
  private mutating func take(_ attempts: [LoginAttempt], _ own: inout [Int]) {
    var names: Set<UInt64> = []
    var unknownNames: Set<UInt64> = []
    var addresses: Set<IPAddress> = []
    for attempt in attempts {
      let name = Self.key(attempt.username)
      let address = attempt.sourceAddress
      guard !attempt.isSuccess else {
        own[ExtendedCount.successes.rawValue] += 1
        if failedNames.contains(name) || failedAddresses.contains(address) {
          own[ExtendedCount.successesAfterFailures.rawValue] += 1
        }
        if knownNames.count < nameLimit { knownNames.insert(name) }
        continue
      }
      own[ExtendedCount.failures.rawValue] += 1
      own[Self.reason(attempt).rawValue] += 1
      names.insert(name)
      addresses.insert(address)
      if !knownNames.contains(name) { unknownNames.insert(name) }
      note(failureOf: name, from: address)
    }
    own[ExtendedCount.usernamesWithFailures.rawValue] = names.count
    own[ExtendedCount.unknownUsernames.rawValue] = unknownNames.count
    own[ExtendedCount.addressesWithFailures.rawValue] = addresses.count
  }

  private mutating func note(failureOf name: UInt64, from address: IPAddress) {
    _ = failedNames.insert(name)
    _ = failedAddresses.insert(address)
    let prefix = IPPrefix(address, length: address.family == .ipv4 ? 24 : 64)
    for index in ExtendedSpan.partners.indices {
      namesOfAddress[index].insert(address, name)
      namesOfPrefix[index].insert(prefix, name)
      addressesOfName[index].insert(name, address)
    }
  }

  private static func reason(_ attempt: LoginAttempt) -> ExtendedCount {
    switch attempt.failureReason.flatMap(LoginFailureReason.init(rawValue:)) {
    case .wrongUsername: .failuresWrongUsername
    case .wrongPassword: .failuresWrongPassword
    case .accountLocked: .failuresAccountLocked
    case .wrongKey, .notAllowed, nil: .failuresOther
    }
  }

  /// Stands for a name in eight bytes, however long it is. Names that nobody can tell apart by this
  /// take some 2³² attempts to find, and would be counted as one.
  private static func key(_ name: String) -> UInt64 {
    var hash = SHA256()
    hash.update(Array(name.utf8).span)
    return hash.leadingBits()
  }
}
