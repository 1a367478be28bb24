import Records
import Testing

@testable import Simulation

@Suite struct LoginServerTests {
  private let users = UserPopulation(count: 3, seed: 1)

  /// What the server says to requests a second apart.
  private func reasons(
    _ requests: [(name: String, hasPassword: Bool, second: Int64)]
  ) -> [String?] {
    var server = LoginServer(users: users)
    return server.attempts(
      requests.map {
        LoginRequest(
          time: Moment(second: $0.second), address: IPAddress(ipv4: 1), username: $0.name,
          hasPassword: $0.hasPassword)
      }
    ).map(\.failureReason)
  }

  @Test func unknownNamesFailWhateverThePassword() {
    #expect(
      reasons([("nobody", true, 0), ("nobody", false, 1)])
        == ["error_wrong_username", "error_wrong_username"])
  }

  @Test func aRightPasswordForgivesWrongOnes() {
    let name = users.users[0].name
    let requests = (0..<9).map { (name, $0 % 3 == 2, Int64($0)) }
    #expect(reasons(requests).allSatisfy { $0 == nil || $0 == "error_wrong_password" })
  }

  @Test func fourWrongPasswordsLockForAQuarterOfAnHour() {
    let name = users.users[0].name
    let other = users.users[1].name
    let wrong = (0..<4).map { (name, false, Int64($0)) }
    let later = [(name, true, 4), (other, true, 5), (name, true, 902), (name, true, 903)]
    #expect(
      reasons(wrong + later.map { ($0.0, $0.1, Int64($0.2)) }).suffix(4)
        == ["error_account_locked", nil, "error_account_locked", nil])
  }
}
