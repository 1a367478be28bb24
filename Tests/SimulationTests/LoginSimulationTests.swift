import Learning
import Records
import Testing

@testable import Simulation

@Suite struct LoginSimulationTests {
  /// Sixty days from 2025-01-01.
  private static let interval: Range<Int64> = 1_735_689_600..<1_735_689_600 + 60 * 86_400

  private static func logins(
    _ change: (inout LoginSimulation.Configuration) -> Void = { _ in }
  ) throws -> SimulatedLogins {
    var configuration = LoginSimulation.Configuration(interval: interval)
    change(&configuration)
    return try LoginSimulation(configuration).run()
  }

  /// Attempts in no attack's time.
  private static func quiet(_ logins: SimulatedLogins) -> [LoginAttempt] {
    logins.attempts.filter { attempt in
      !logins.attacks.contains { $0.start <= attempt.time && attempt.time <= $0.end }
    }
  }

  // MARK: Chance

  @Test func aSeedGivesTheSameLog() throws {
    #expect(try Self.logins() == Self.logins())
    #expect(try Self.logins { $0.seed = 1 }.attempts != Self.logins().attempts)
  }

  /// A request apart from how the server answered it.
  private struct Sending: Hashable {
    let time: Timestamp
    let address: IPAddress
    let username: String

    init(_ attempt: LoginAttempt) {
      (time, address, username) = (attempt.time, attempt.sourceAddress, attempt.username)
    }
  }

  @Test func attacksLeaveTheUsersAsTheyWere() throws {
    let without = Set(try Self.logins { $0.burstsPerMonth = 0 }.attempts.map(Sending.init))
    let with = Set(try Self.logins { $0.burstsPerMonth = 20 }.attempts.map(Sending.init))
    #expect(!without.isEmpty)
    #expect(without.isStrictSubset(of: with))
  }

  // MARK: The log

  @Test func attemptsStandInOrderWithinTheInterval() throws {
    let logins = try Self.logins { $0.slowAttacksPerMonth = 3 }
    let seconds = logins.attempts.map(\.time.seconds)
    #expect(zip(logins.attempts, logins.attempts.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(seconds.allSatisfy(Self.interval.contains))
    #expect(logins.attempts.allSatisfy { $0.time.fractionDigitCount == 6 })
  }

  @Test func usersHaveOneToThreeAddresses() throws {
    let logins = try Self.logins { $0.burstsPerMonth = 0 }
    let names = Set(logins.users)
    var addresses: [String: Set<IPAddress>] = [:]
    for attempt in logins.attempts where names.contains(attempt.username) {
      addresses[attempt.username, default: []].insert(attempt.sourceAddress)
    }
    // A slip of the finger can give another account's name.
    #expect(addresses.values.filter { (1...3).contains($0.count) }.count > addresses.count - 3)
    #expect(Set(addresses.values.map(\.count)).isSuperset(of: [1, 2, 3]))
    #expect(addresses.count > 120)
  }

  @Test func peopleWorkByDayAndOnWorkingDays() throws {
    let attempts = try Self.logins { $0.burstsPerMonth = 0 }.attempts
    let share = { (isMeant: (Int64) -> Bool) in
      Double(attempts.filter { isMeant($0.time.seconds) }.count) / Double(attempts.count)
    }
    // An even day has 42 % in these ten hours.
    #expect(share { (8..<18).contains($0 / 3600 % 24) } > 0.5)
    #expect(share { (0..<6).contains($0 / 3600 % 24) } < 0.15)
    #expect(share { Clock.weekday(ofDay: Clock.day(ofSecond: $0)) >= 5 } < 0.15)
  }

  /// As in the data that detectors of this kind are taught with: 87 % outside attacks, 71 % in all.
  @Test func mostAttemptsOfUsersSucceed() throws {
    let logins = try Self.logins { $0.burstsPerMonth = 5 }
    let rate = { (attempts: [LoginAttempt]) in
      Double(attempts.filter(\.isSuccess).count) / Double(attempts.count)
    }
    #expect((0.83...0.93).contains(rate(Self.quiet(logins))))
    #expect((0.60...0.80).contains(rate(logins.attempts)))
  }

  @Test func everyReasonOfFailureOccurs() throws {
    let reasons = Set(try Self.logins { $0.burstsPerMonth = 30 }.attempts.map(\.failureReason))
    #expect(
      reasons == [nil, "error_wrong_username", "error_wrong_password", "error_account_locked"])
  }

  @Test func addressesAreOrdinary() throws {
    let logins = try Self.logins {
      $0.burstsPerMonth = 20
      $0.distributedAttacksPerMonth = 5
    }
    #expect(logins.attempts.allSatisfy { SpecialPurpose($0.sourceAddress) == nil })
  }

  // MARK: The attacks

  @Test func burstsTakeMinutesAndFailManyNames() throws {
    let logins = try Self.logins { $0.burstsPerMonth = 20 }
    #expect((20...60).contains(logins.attacks.count))
    for attack in logins.attacks {
      #expect(attack.end.seconds - attack.start.seconds <= 260)
    }
    let long = try #require(logins.attacks.first { $0.end.seconds - $0.start.seconds > 120 })
    let names = Set(
      logins.attempts.filter {
        !$0.isSuccess && long.start <= $0.time && $0.time.seconds < long.start.seconds + 60
      }.map(\.username))
    #expect(names.count >= 8)
  }

  @Test func outsideAttacksAMinuteSeldomHasTwoFailingNames() throws {
    var names: [Int64: Set<String>] = [:]
    for attempt in Self.quiet(try Self.logins()) where !attempt.isSuccess {
      names[attempt.time.seconds / 60, default: []].insert(attempt.username)
    }
    let crowded = names.values.filter { $0.count > 1 }.count
    #expect(names.count > 200 && crowded * 50 < names.count)
    #expect(names.values.allSatisfy { $0.count < 4 })
  }

  @Test func slowAttacksComeFromOneAddressForDays() throws {
    let logins = try Self.logins {
      $0.burstsPerMonth = 0
      $0.slowAttacksPerMonth = 4
    }
    let attack = try #require(
      logins.attacks.max { left, right in
        left.end.seconds - left.start.seconds < right.end.seconds - right.start.seconds
      })
    #expect(attack.end.seconds - attack.start.seconds > 86_400)
    let guesses = logins.attempts.filter { $0.sourceAddress == attack.sourceAddress }
    #expect(guesses.count > 50)
    #expect(guesses.first?.time == attack.start && guesses.last?.time == attack.end)
  }

  @Test func distributedAttacksTakeTurnsInFewNetworks() throws {
    let logins = try Self.logins {
      $0.burstsPerMonth = 0
      $0.distributedAttacksPerMonth = 2
    }
    let attack = try #require(logins.attacks.first)
    #expect(attack.sourceAddress == nil)
    let unknown = logins.attempts.filter {
      $0.failureReason == "error_wrong_username" && attack.start <= $0.time
        && $0.time <= attack.end
    }
    let networks = Set(unknown.map { $0.sourceAddress.octets.prefix(3) })
    #expect(unknown.count > 20 && networks.count <= 4)
    #expect(Set(unknown.map(\.sourceAddress)).count > 10)
  }

  // MARK: Configurations

  @Test func whatCannotBeSimulatedIsRefused() {
    var empty = LoginSimulation.Configuration(interval: 0..<0)
    #expect(throws: InvalidHyperparameter.self) { try LoginSimulation(empty) }
    empty = LoginSimulation.Configuration(interval: 0..<60)
    empty.userCount = 0
    #expect(throws: InvalidHyperparameter.self) { try LoginSimulation(empty) }
    empty = LoginSimulation.Configuration(interval: 0..<60)
    empty.slowAttacksPerMonth = .nan
    #expect(throws: InvalidHyperparameter.self) { try LoginSimulation(empty) }
  }

  @Test func manyUsersHaveDifferentNames() throws {
    let users = try Self.logins {
      $0.interval = 0..<86_400
      $0.userCount = 2_000
    }.users
    #expect(Set(users).count == 2_000)
  }
}
