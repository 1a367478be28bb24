import Learning
import LinearAlgebra
import Records

// Goals, in order: the same bytes for the same seed on every machine; attempts that a detector of
// attacks finds as easy and as hard as those of a real server; a shape that can be explained. What
// is simulated is people, their mistakes, attackers and a server that locks accounts, each by a rule
// of its own. Nothing is copied from anybody's log, and no rule knows what a detector looks at.

/// A checked description of users and attackers, which a seed turns into a log of logins.
public struct LoginSimulation: Sendable {
  public struct Configuration: Sendable, Equatable {
    /// Half-open, in whole seconds since 1970.
    public var interval: Range<Int64>
    public var userCount = 130
    /// Attacks that take minutes, in 30 days.
    public var burstsPerMonth = 4.5
    /// Attacks from one address that take days, a guess every few minutes, in 30 days.
    public var slowAttacksPerMonth = 0.0
    /// Attacks from many addresses of a few networks, each guessing seldom, in 30 days.
    public var distributedAttacksPerMonth = 0.0
    public var seed: UInt64 = 100

    public init(interval: Range<Int64>) { self.interval = interval }
  }

  public let configuration: Configuration

  /// Longer logs are no longer practice but a burden: a hundred years.
  public static let longestDayCount: Int64 = 36_525
  public static let userCountRange = 1...100_000
  public static let attackRateRange = 0.0...10_000

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    let interval = configuration.interval
    guard !interval.isEmpty, interval.count <= Self.longestDayCount * Clock.daySeconds else {
      throw InvalidHyperparameter(
        name: "interval", requirement: "1 second to \(Self.longestDayCount) days long",
        value: "\(interval.count) seconds")
    }
    guard Self.userCountRange.contains(configuration.userCount) else {
      throw InvalidHyperparameter(
        name: "userCount", requirement: "from 1 to \(Self.userCountRange.upperBound)",
        value: "\(configuration.userCount)")
    }
    for rate in [
      configuration.burstsPerMonth, configuration.slowAttacksPerMonth,
      configuration.distributedAttacksPerMonth,
    ] where !Self.attackRateRange.contains(rate) {
      throw InvalidHyperparameter(
        name: "attacksPerMonth",
        requirement: "from 0 to \(Int(Self.attackRateRange.upperBound))", value: "\(rate)")
    }
    self.configuration = configuration
  }

  /// The log and the truth about it; the same configuration gives the same.
  public func run() -> SimulatedLogins {
    let users = UserPopulation(count: configuration.userCount, seed: configuration.seed)
    var requests: [LoginRequest] = []
    for index in users.users.indices {
      var generator = RandomStream.user(index).generator(configuration.seed)
      requests += users.users[index].requests(in: configuration.interval, using: &generator)
    }
    var attacks: [Attack] = []
    for style in AttackStyle.allCases {
      var generator = RandomStream.attacks(style).generator(configuration.seed)
      let plans = AttackPlan.plans(
        style, perMonth: rate(of: style), in: configuration.interval, using: &generator)
      for plan in plans {
        let guesses = plan.requests(against: users, using: &generator)
        guard let label = Self.label(of: guesses) else { continue }
        requests += guesses
        attacks.append(label)
      }
    }
    var server = LoginServer(users: users)
    return SimulatedLogins(
      users: users.users.map(\.name),
      attempts: server.attempts(LoginRequest.inOrder(requests)),
      attacks: attacks.sorted { $0.start < $1.start })
  }

  private func rate(of style: AttackStyle) -> Double {
    switch style {
    case .burst: configuration.burstsPerMonth
    case .slow: configuration.slowAttacksPerMonth
    case .distributed: configuration.distributedAttacksPerMonth
    }
  }

  /// The truth about an attack: from its first to its last guess; nil where it made none.
  private static func label(of guesses: [LoginRequest]) -> Attack? {
    guard let first = guesses.first, let last = guesses.last else { return nil }
    let hasOneAddress = guesses.allSatisfy { $0.address == first.address }
    return Attack(
      start: first.time.timestamp, end: last.time.timestamp,
      sourceAddress: hasOneAddress ? first.address : nil)
  }
}

/// A simulated log and the truth about it.
public struct SimulatedLogins: Sendable, Equatable {
  /// The accounts that exist.
  public let users: [String]
  /// In order of time.
  public let attempts: [LoginAttempt]
  /// In order of their starts.
  public let attacks: [Attack]
}
