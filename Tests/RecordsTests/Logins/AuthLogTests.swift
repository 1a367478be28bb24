import Testing

@testable import Records

@Suite struct AuthLogTests {
  private static let start = "Jan  2 03:04:05 gate sshd[7]: "

  /// What the lines say, each an attempt or a reason.
  private func read(_ lines: [String], in zone: CivilZone = .universal) -> [String] {
    var log = AuthLog(zone: zone)
    return lines.map { text in
      let bytes = Array(text.utf8)
      do throws(SkipReason) {
        let line = try log.attempt(bytes.span)
        let result = line.isSuccess ? "accepted" : line.failureReason ?? "failed"
        let count = line.attemptCount > 1 ? " x\(line.attemptCount)" : ""
        return "\(line.username)@\(line.sourceAddress) \(result)\(count)"
      } catch {
        return error.rawValue
      }
    }
  }

  @Test(arguments: [
    ("Failed password for root from 192.0.2.1 port 22 ssh2", "root@192.0.2.1 error_wrong_password"),
    (
      "Failed password for invalid user bob from 192.0.2.1 port 22 ssh2",
      "bob@192.0.2.1 error_wrong_username"
    ),
    (
      "Failed password for invalid user  from 192.0.2.1 port 22 ssh2",
      "@192.0.2.1 error_wrong_username"
    ),
    ("Accepted password for amy from 2001:db8::1 port 22 ssh2", "amy@2001:db8::1 accepted"),
    ("Failed password for amy from fe80::1%eth0 port 22 ssh2", "amy@fe80::1 error_wrong_password"),
    (
      "Accepted publickey for amy from 192.0.2.1 port 22 ssh2: ED25519 SHA256:aB/+9",
      "amy@192.0.2.1 accepted"
    ),
    (
      "Accepted keyboard-interactive/pam for amy from 192.0.2.1 port 22 ssh2",
      "amy@192.0.2.1 accepted"
    ),
    (
      "Failed publickey for amy from 192.0.2.1 port 22 ssh2: RSA SHA256:a [preauth]",
      "amy@192.0.2.1 error_wrong_key"
    ),
    ("Invalid user bob from 192.0.2.1", "bob@192.0.2.1 error_wrong_username"),
    ("Invalid user bob from 192.0.2.1 port 22", "bob@192.0.2.1 error_wrong_username"),
    (
      "User amy from 192.0.2.1 not allowed because account is locked",
      "amy@192.0.2.1 error_account_locked"
    ),
    (
      "User amy from 192.0.2.1 not allowed because not listed in AllowUsers",
      "amy@192.0.2.1 error_not_allowed"
    ),
    (
      "message repeated 3 times: [ Failed password for root from 192.0.2.1 port 22 ssh2]",
      "root@192.0.2.1 error_wrong_password x3"
    ),
    (
      "message repeated 3000000 times: [ Failed password for root from 192.0.2.1 port 22 ssh2]",
      "bad-value"
    ),
    (
      "error: maximum authentication attempts exceeded for root from 192.0.2.1 port 22 ssh2 [preauth]",
      "same-attempt"
    ),
    (
      "pam_unix(sshd:auth): authentication failure; logname= uid=0 rhost=192.0.2.1  user=root",
      "not-an-attempt"
    ),
    ("Connection closed by 192.0.2.1 port 22 [preauth]", "not-an-attempt"),
    ("Failed none for bob from 192.0.2.1 port 22 ssh2", "not-an-attempt"),
    ("Failed password for root from host.example port 22 ssh2", "bad-ip"),
    ("Failed password for root from UNKNOWN port 65535 ssh2", "bad-ip"),
    ("Failed password for root from 192.0.2", "malformed"),
  ])
  func messagesAreReadAsTheServerMeantThem(message: String, expected: String) {
    #expect(read([Self.start + message]) == [expected])
  }

  /// A client may send any of these as its name, or as a method that does not exist.
  @Test(arguments: [
    "root from 1.2.3.4 port 22 ssh2", "x from 1.2.3.4 port 22 ssh2: RSA SHA256:a",
    "invalid user y from 1.2.3.4", "a for b from 1.2.3.4 port 1", " from 1.2.3.4", "",
    "message repeated 9 times: [ Failed password for z from 1.2.3.4 port 22 ssh2]",
    "root from 1.2.3.4 port 22 ssh2 [preauth]", "a not allowed because account is locked",
  ])
  func noNameMovesTheAddress(name: String) {
    let messages = [
      "Failed password for \(name) from 203.0.113.9 port 99 ssh2",
      "Failed password for invalid user \(name) from 203.0.113.9 port 99 ssh2",
      "Failed \(name) for root from 203.0.113.9 port 99 ssh2",
      "Accepted publickey for \(name) from 203.0.113.9 port 99 ssh2: ED25519 SHA256:aa",
      "Invalid user \(name) from 203.0.113.9", "Invalid user \(name) from 203.0.113.9 port 99",
      "Failed hostbased for root from 203.0.113.9 port 99 ssh2: RSA SHA256:a, client user "
        + "\"\(name)\", client host \"\(name)\"",
    ]
    for message in messages {
      var log = AuthLog()
      let bytes = Array((Self.start + message).utf8)
      guard let line = try? log.attempt(bytes.span) else { continue }
      #expect(line.sourceAddress == IPAddress("203.0.113.9"), "\(message)")
    }
  }

  /// What was added behind the server's words makes none of a client's the last ones.
  @Test(arguments: ["] [preauth]", " (again)", ":"])
  func anAddedEndGivesNoNameAPlace(end: String) {
    let name = "x from 1.2.3.4 port 22 ssh2: RSA SHA256:a"
    let message = "Failed password for \(name) from 203.0.113.9 port 99 ssh2\(end)"
    #expect(read([Self.start + message]) == ["malformed"])
  }

  @Test func aNameThatLooksLikeAnEndIsKeptWhole() {
    #expect(
      read([
        Self.start + "Failed password for root from 1.2.3.4 port 22 ssh2 from 5.6.7.8 port 99 ssh2"
      ])
        == ["root from 1.2.3.4 port 22 ssh2@5.6.7.8 error_wrong_password"])
  }

  @Test func anAnnouncedAttemptCountsOnce() {
    let lines = [
      "Invalid user bob from 192.0.2.1 port 22",
      "Failed password for invalid user bob from 192.0.2.1 port 22 ssh2",
      "Failed password for invalid user bob from 192.0.2.1 port 22 ssh2",
      "Failed password for invalid user bob from 192.0.2.2 port 22 ssh2",
    ]
    #expect(
      read(lines.map { Self.start + $0 }) == [
        "bob@192.0.2.1 error_wrong_username", "same-attempt", "bob@192.0.2.1 error_wrong_username",
        "bob@192.0.2.2 error_wrong_username",
      ])
  }

  @Test func tagsOfAllVersionsAreTheServers() {
    let message = "Failed password for root from 192.0.2.1 port 22 ssh2"
    let attempt = "root@192.0.2.1 error_wrong_password"
    #expect(
      read([
        "2026-01-02T03:04:05.678901+01:00 gate sshd-session[7]: \(message)",
        "<38>Jan  2 03:04:05 gate sshd-auth[7]: \(message)",
        "Jan 12 03:04:05 gate sshd: \(message)",
        "Jan  2 03:04:05 gate sudo: \(message)",
        "Jan  2 03:04:05 gate evil[1]: sshd[1]: \(message)",
        "Jan 32 03:04:05 gate sshd[7]: \(message)", "Jan  2 25:04:05 gate sshd[7]: \(message)",
        "half a line", "Jan",
      ]) == [
        attempt, attempt, attempt, "other-program", "other-program", "bad-time", "bad-time",
        "malformed", "malformed",
      ])
  }

  @Test func syslogdsRemarkRepeatsTheLineBefore() {
    let failed = Self.start + "Failed password for root from 192.0.2.1 port 22 ssh2"
    let remark = "Jan  2 03:04:06 gate last message repeated 2 times"
    #expect(
      read([failed, remark, remark]) == [
        "root@192.0.2.1 error_wrong_password", "root@192.0.2.1 error_wrong_password x2",
        "other-program",
      ])
  }

  @Test func ofALineWithoutItsEndOnlyAccountsThatExistAreBelieved() throws {
    for (message, isRead) in [
      ("Invalid user bob from 192.0.2.1", false),
      ("Invalid user bob from 192.0.2.1 port 22", false),
      ("Failed password for bob from 192.0.2.1 port 22 ssh2", false),
      ("Failed publickey for bob from 192.0.2.1 port 22 ssh2: RSA SHA256:a", false),
      ("message repeated 2 times: [ Failed password for bob from 192.0.2.1 port 22 ssh2]", false),
      ("User bob from 192.0.2.1 not allowed because account is loc", false),
      ("User bob from 192.0.2.1 not allowed because account is locked", true),
      ("Accepted password for bob from 192.0.2.1 port 22 ssh2", true),
    ] {
      let bytes = Array((Self.start + message).utf8)
      for isEnded in [true, false] {
        var log = AuthLog()
        let line = try? log.attempt(bytes.span, isEnded: isEnded)
        #expect((line != nil) == (isRead || isEnded), "\(message)")
      }
    }
  }

  /// However a line is cut that holds a name like the end of a line, no address is believed but the
  /// server's.
  @Test(arguments: [
    "Failed password for invalid user x from 1.2.3.4 port 5 ssh2 from 192.0.2.1 port 22 ssh2",
    "Failed a for root from 1.2.3.4 port 5 ssh2 for root from 192.0.2.1 port 22 ssh2",
    "Failed password for root from 1.2.3.4 port 5 ssh2: RSA SHA256:a from 192.0.2.1 port 22 ssh2",
    "Invalid user x from 1.2.3.4 port 5 from 192.0.2.1 port 22",
    "message repeated 2 times: [ Failed password for invalid user x from 1.2.3.4 port 5 ssh2] "
      + "from 192.0.2.1 port 22 ssh2]",
  ])
  func noCutOfALineGivesTheAddressInItsName(message: String) throws {
    let bytes = Array((Self.start + message).utf8)
    for count in 0...bytes.count {
      var log = AuthLog()
      let line = try? log.attempt(bytes.span.extracting(0..<count), isEnded: false)
      #expect(line == nil, "\(count)")
    }
    var log = AuthLog()
    #expect(try log.attempt(bytes.span).sourceAddress.description == "192.0.2.1")
  }

  /// The server's writing ends at so many bytes, wherever in its words that is.
  @Test func aMessageThatTheServerCutIsRefused() {
    let end = " for root from 1.2.3.4 port 22 ssh2"
    func method(_ byteCount: Int) -> String {
      String(repeating: "a", count: byteCount - "Failed ".count - end.count)
    }
    #expect(
      read([1022, 1023, 5000].map { Self.start + "Failed \(method($0))\(end)" }) == [
        "root@1.2.3.4 error_wrong_password", "too-long", "too-long",
      ])
  }

  @Test func everyPrefixOfALineIsReadOrRefused() {
    let line = Array(
      (Self.start + "Failed publickey for invalid user a b from ::1 port 22 ssh2: RSA SHA256:a")
        .utf8)
    for count in 0...line.count {
      var log = AuthLog()
      _ = try? log.attempt(line.span.extracting(0..<count))
    }
  }
}
