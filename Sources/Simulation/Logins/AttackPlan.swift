import Learning
import Records

/// The ways in which attackers go about it.
enum AttackStyle: CaseIterable {
  /// Many names within minutes.
  case burst
  /// One address that guesses every few minutes, for days.
  case slow
  /// Many addresses of few networks that take turns, for hours.
  case distributed
}

/// One attack before it begins: who, from when to when, how fast.
struct AttackPlan {
  /// How attacks of each style are drawn.
  private enum Habit {
    static let burstSeconds = 5.0..<260
    static let burstGapSeconds = 0.6..<1.8
    static let slowSeconds = 86_400.0..<604_800
    static let slowGapSeconds = 180.0..<1_500
    static let distributedSeconds = 7_200.0..<43_200
    static let distributedGapSeconds = 20.0..<120
    /// Bursts that come from one address; the others change it with every name.
    static let fixedAddressShare = 0.5
    static let networkCount = 1...3
    /// Passwords tried for a name.
    static let triesPerName = 1...3
    /// A password is the right one where there is the account.
    static let luck = 0.03
  }

  let style: AttackStyle
  let start: Moment
  let end: Moment
  /// Mean seconds from one guess to the next.
  private let gapSeconds: Double
  private let addresses: AddressSource

  /// Attacks that begin within `interval`, at random moments; their ends are cut to it.
  static func plans(
    _ style: AttackStyle, perMonth rate: Double, in interval: Range<Int64>,
    using generator: inout SeededGenerator
  ) -> [AttackPlan] {
    guard rate > 0 else { return [] }
    var plans: [AttackPlan] = []
    let end = Moment(second: interval.upperBound)
    var time = Moment(second: interval.lowerBound)
    while true {
      time = time.later(bySeconds: generator.nextWait(mean: Clock.monthSeconds / rate))
      guard time < end else { return plans }
      plans.append(AttackPlan(style, at: time, before: end, using: &generator))
    }
  }

  private init(
    _ style: AttackStyle, at start: Moment, before limit: Moment,
    using generator: inout SeededGenerator
  ) {
    let seconds: Range<Double>
    switch style {
    case .burst:
      seconds = Habit.burstSeconds
      gapSeconds = generator.nextUniform(in: Habit.burstGapSeconds)
      addresses =
        generator.nextBool(probability: Habit.fixedAddressShare)
        ? .one(RandomAddresses.nextPublic(using: &generator)) : .newForEveryName
    case .slow:
      seconds = Habit.slowSeconds
      gapSeconds = generator.nextUniform(in: Habit.slowGapSeconds)
      addresses = .one(RandomAddresses.nextPublic(using: &generator))
    case .distributed:
      seconds = Habit.distributedSeconds
      gapSeconds = generator.nextUniform(in: Habit.distributedGapSeconds)
      let count =
        Habit.networkCount.lowerBound + generator.nextIndex(below: Habit.networkCount.count)
      addresses = .networks(
        (0..<count).map { _ in RandomAddresses.nextNetwork(using: &generator) })
    }
    self.style = style
    self.start = start
    end = min(start.later(bySeconds: generator.nextUniform(in: seconds)), limit)
  }

  /// All guesses of the attack, in order of time.
  func requests(
    against users: UserPopulation, using generator: inout SeededGenerator
  ) -> [LoginRequest] {
    var requests: [LoginRequest] = []
    var time = start
    while time < end {
      let name = Self.guessedName(using: &generator)
      let address = addresses.next(using: &generator)
      let tryCount =
        Habit.triesPerName.lowerBound + generator.nextIndex(below: Habit.triesPerName.count)
      for _ in 0..<tryCount where time < end {
        let isLucky = generator.nextBool(probability: Habit.luck)
        requests.append(
          LoginRequest(time: time, address: address, username: name, hasPassword: isLucky))
        time = time.later(bySeconds: gapSeconds * generator.nextUniform(in: 0.6..<1.4))
        if isLucky && users.has(name) { break }
      }
    }
    return requests
  }

  /// A name from a list made by rule: accounts of software, and people's names as they are usually
  /// formed, some of them with a slip.
  private static func guessedName(using generator: inout SeededGenerator) -> String {
    let kind = generator.nextUniform()
    if kind < 0.12 {
      return generator.nextElement(of: UsernameRule.services + UsernameRule.defaultNames)
    }
    let name = UsernameRule.personName(using: &generator)
    return kind < 0.3 ? UsernameRule.misspelled(name, using: &generator) : name
  }
}

/// Where an attacker's guesses come from.
private enum AddressSource {
  case one(IPAddress)
  case newForEveryName
  /// Hosts of these /24.
  case networks([UInt32])

  func next(using generator: inout SeededGenerator) -> IPAddress {
    switch self {
    case .one(let address): address
    case .newForEveryName: RandomAddresses.nextPublic(using: &generator)
    case .networks(let networks):
      RandomAddresses.nextHost(
        in: generator.nextElement(of: networks), using: &generator)
    }
  }
}
