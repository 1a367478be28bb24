import Features
import Records
import Testing

@testable import Reporting

@Suite struct ExplorationFormatTests {
  /// Two quiet days with an attack in the second, and a name that would move the cursor.
  static let exploration: LoginExploration = {
    // 2025-01-06, a Monday.
    let start: Int64 = 1_736_121_600
    func attempt(
      _ second: Int64, _ address: UInt32, _ name: String, _ reason: String?
    ) -> LoginAttempt {
      LoginAttempt(
        time: Timestamp(
          seconds: start + second, nanoseconds: 250_000_000, fractionDigitCount: 6),
        sourceAddress: IPAddress(ipv4: 0xc633_6400 | address), username: name,
        isSuccess: reason == nil, failureReason: reason)
    }
    let quiet = (0..<30).map { index in
      attempt(
        Int64(index) * 4_321, UInt32(1 + index % 3), ["ada", "bob", "eve\u{1b}[2J"][index % 3],
        index % 7 == 0 ? "error_wrong_password" : nil)
    }
    let attack = (0..<90).map { guess in
      attempt(
        100_000 + Int64(guess), 66, "guess\(guess / 2)",
        guess % 3 == 0 ? "error_wrong_password" : "error_wrong_username")
    }
    let label = Attack(
      start: attack[0].time, end: attack[89].time, sourceAddress: attack[0].sourceAddress)
    return LoginExploration(quiet + attack, attacks: [label])
  }()

  @Test func textLooksAsRecorded() throws {
    let text = try rendered {
      ExplorationText.write(Self.exploration, style: TextStyle(), to: $0)
    }
    try Golden.expect(text, equals: "logins-explore.txt")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func asciiTerminalsGetASCII() throws {
    var style = TextStyle()
    style.isUnicode = false
    let text = try rendered { ExplorationText.write(Self.exploration, style: style, to: $0) }
    #expect(text.utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) })
  }

  @Test func fewerRowsAreListedWhenFewerAreAskedFor() throws {
    var style = TextStyle()
    style.findingLimit = 2
    let text = try rendered { ExplorationText.write(Self.exploration, style: style, to: $0) }
    #expect(text.contains("and 2 more; --top 0 lists all"))
    style.findingLimit = 0
    let all = try rendered { ExplorationText.write(Self.exploration, style: style, to: $0) }
    #expect(!all.contains("more; --top 0") && all.contains("198.51.100.66"))
  }

  @Test func jsonLooksAsRecorded() throws {
    try Golden.expect(
      try rendered { ExplorationJSON.write(Self.exploration, run: SampleLoginRun.run, to: $0) },
      equals: "logins-explore.json")
  }

  @Test(.enabled(if: SchemaJudge.isInstalled, "no jsonschema for python3 here"))
  func jsonFollowsItsSchema() throws {
    let empty = LoginExploration([], attacks: [])
    for exploration in [Self.exploration, empty] {
      let bytes = try renderedBytes {
        ExplorationJSON.write(exploration, run: SampleLoginRun.run, to: $0)
      }
      #expect(try SchemaJudge.misses([("logins-explore", bytes)]) == "")
    }
  }

  @Test func namesOfStrangersCannotMoveTheCursor() throws {
    let text = try rendered {
      ExplorationText.write(Self.exploration, style: TextStyle(), to: $0)
      ExplorationJSON.write(Self.exploration, run: SampleLoginRun.run, to: $0)
    }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isHidden })
  }
}
