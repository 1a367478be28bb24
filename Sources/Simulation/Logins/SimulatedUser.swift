import Learning
import Records

/// All accounts of a simulation.
struct UserPopulation {
  let users: [SimulatedUser]
  private let names: Set<String>

  init(count: Int, seed: UInt64) {
    var generator = RandomStream.population.generator(seed)
    let names = UsernameRule.accounts(count, using: &generator)
    users = names.map { SimulatedUser(name: $0, using: &generator) }
    self.names = Set(names)
  }

  func has(_ name: String) -> Bool { names.contains(name) }
}

/// A person with an account: where from, when and how carefully they log in.
struct SimulatedUser {
  /// What a user does, on the average.
  private enum Habit {
    /// Logins on a working day; few people have many.
    static let loginsPerDay = 0.2..<1.6
    /// Of the logins on a working day.
    static let weekendShare = 0.25
    /// People who work by night, or in other time zones.
    static let nightShare = 0.12
    /// Logins outside anybody's hours.
    static let oddHourShare = 0.06
    /// Passwords mistyped: some people hardly ever do, some do often.
    static let mistakeProbability = 0.03..<0.23
    /// Names mistyped.
    static let misspellingProbability = 0.004
    /// Tries after which people stop for a while.
    static let patience = 5
  }

  let name: String
  /// One to three: home, office, on the way.
  let addresses: [IPAddress]
  private let loginsPerDay: Double
  private let mistakeProbability: Double
  /// Hours of the day when the working day begins, and how long it is.
  private let firstHour: Double
  private let hourCount: Double

  init(name: String, using generator: inout SeededGenerator) {
    self.name = name
    var addresses = [RandomAddresses.nextPublic(using: &generator)]
    if generator.nextBool(probability: 0.6) {
      addresses.append(RandomAddresses.nextOffice(using: &generator))
    }
    if generator.nextBool(probability: 0.35) {
      addresses.append(RandomAddresses.nextPublic(using: &generator))
    }
    self.addresses = addresses
    // The square makes many of few logins and few of many.
    let activity = generator.nextUniform()
    loginsPerDay =
      Habit.loginsPerDay.lowerBound
      + (Habit.loginsPerDay.upperBound - Habit.loginsPerDay.lowerBound) * activity * activity
    mistakeProbability = generator.nextUniform(in: Habit.mistakeProbability)
    let worksByNight = generator.nextBool(probability: Habit.nightShare)
    firstHour = generator.nextAround(worksByNight ? 20 : 8, spread: 1)
    hourCount = generator.nextAround(9, spread: 0.8)
  }

  /// Everything the user sends within `interval`.
  func requests(
    in interval: Range<Int64>, using generator: inout SeededGenerator
  ) -> [LoginRequest] {
    var requests: [LoginRequest] = []
    // A night's work may have begun the day before.
    let first = Clock.day(ofSecond: interval.lowerBound) - 1
    let last = Clock.day(ofSecond: interval.upperBound - 1)
    for day in first...last {
      let isWeekend = Clock.weekday(ofDay: day) >= 5
      let rate = loginsPerDay * (isWeekend ? Habit.weekendShare : 1)
      var wait = generator.nextWait(mean: 1)
      while wait < rate {
        requests += visit(at: time(onDay: day, using: &generator), using: &generator)
        wait += generator.nextWait(mean: 1)
      }
    }
    let start = Moment(second: interval.lowerBound)
    let end = Moment(second: interval.upperBound)
    return requests.filter { $0.time >= start && $0.time < end }
  }

  /// When a login of `day` happens: half of them when work begins, the rest at any time of it.
  private func time(onDay day: Int64, using generator: inout SeededGenerator) -> Moment {
    let hour: Double
    if generator.nextBool(probability: Habit.oddHourShare) {
      hour = generator.nextUniform(in: 0..<24)
    } else if generator.nextBool(probability: 0.5) {
      hour = generator.nextAround(firstHour, spread: 0.4)
    } else {
      hour = firstHour + hourCount * generator.nextUniform()
    }
    return Moment(second: day * Clock.daySeconds)
      .later(bySeconds: hour * Double(Clock.hourSeconds))
  }

  /// Tries until one succeeds, or patience is at an end.
  private func visit(
    at start: Moment, using generator: inout SeededGenerator
  ) -> [LoginRequest] {
    // The first address is that of most visits.
    let isUsual = generator.nextBool(probability: 0.6)
    let address = isUsual ? addresses[0] : generator.nextElement(of: addresses)
    var requests: [LoginRequest] = []
    var time = start
    for _ in 0..<Habit.patience {
      let isMisspelled = generator.nextBool(probability: Habit.misspellingProbability)
      let username = isMisspelled ? UsernameRule.misspelled(name, using: &generator) : name
      let hasPassword = !generator.nextBool(probability: mistakeProbability)
      requests.append(
        LoginRequest(time: time, address: address, username: username, hasPassword: hasPassword))
      if username == name && hasPassword { break }
      time = time.later(bySeconds: generator.nextUniform(in: 1..<9))
    }
    return requests
  }
}
