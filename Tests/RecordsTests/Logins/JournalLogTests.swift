import Testing

@testable import Records

@Suite struct JournalLogTests {
  private func read(_ text: String) -> String {
    var log = JournalLog()
    let bytes = Array(text.utf8)
    do throws(SkipReason) {
      let line = try log.attempt(bytes.span)
      return "\(line.username)@\(line.sourceAddress) \(line.time)"
    } catch {
      return error.rawValue
    }
  }

  private static let time = "\"__REALTIME_TIMESTAMP\":\"1519862400000001\""
  private static let message = "Failed password for a\\tb from 192.0.2.1 port 22 ssh2"

  @Test func anEntryIsReadInBothFormsOfItsMessage() throws {
    let moment = LoginTime.moment(try #require(Timestamp("2018-03-01T00:00:00.000001Z")))
    #expect(
      read("{\(Self.time),\"_COMM\":\"sshd-session\",\"MESSAGE\":\"\(Self.message)\"}")
        == "a\tb@192.0.2.1 \(moment)")
    let numbers = Array("Invalid user \u{e9} from 192.0.2.1".utf8).map { "\($0)" }
      .joined(separator: ", ")
    #expect(
      read("{\(Self.time),\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":[\(numbers)]}")
        == "\u{e9}@192.0.2.1 \(moment)")
  }

  @Test(arguments: [
    ("\"_COMM\":\"logger\",\"SYSLOG_IDENTIFIER\":\"sshd\"", "other-program"),
    ("\"_COMM\":\"sshd\",\"_COMM\":\"sshd\"", "malformed"), ("\"OTHER\":1", "missing-field"),
  ])
  func aProgramThatOnlyCallsItselfTheServerIsNone(members: String, expected: String) {
    #expect(read("{\(Self.time),\(members),\"MESSAGE\":\"\(Self.message)\"}") == expected)
  }

  @Test(arguments: [
    ("{", "malformed"), ("{\"_COMM\":\"sshd\",\"MESSAGE\":\"x\"}", "missing-field"),
    ("{\"_COMM\":\"sshd\",\"__REALTIME_TIMESTAMP\":\"soon\",\"MESSAGE\":\"x\"}", "bad-time"),
    ("{\"_COMM\":\"sshd\",\(time),\"MESSAGE\":null}", "missing-field"),
    ("{\"_COMM\":\"sshd\",\(time),\"MESSAGE\":[1,256]}", "malformed"),
    ("{\"_COMM\":\"sshd\",\(time),\"MESSAGE\":\"Server listening\"}", "not-an-attempt"),
  ])
  func whatIsNoAttemptHasItsReason(text: String, expected: String) {
    #expect(read(text) == expected)
  }
}
