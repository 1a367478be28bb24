/// The messages of OpenSSH's server in their order, of which several may tell of one attempt.
struct SSHConversation: Sendable {
  /// Announcements whose attempt may still follow, by what it will have in common with them.
  private var announced: [Announcement] = []
  /// The attempt on the line before, for syslogd's remark that it was repeated.
  private var previous: LoginLine?

  private struct Announcement: Equatable {
    let process: [UInt8]
    let username: [UInt8]
    let address: IPAddress
  }

  /// As many connections as are likely to be under way at once; the oldest is forgotten.
  private static let announcementCount = 256
  /// Beyond what any server allows in one connection; a count that a stranger's file claims may not
  /// take the memory.
  private static let maximumRepeatCount = 100

  /// OpenSSH cuts its messages at 1023 bytes, so that the end of one which has as many may be a
  /// client's and not the server's.
  /// - SeeAlso: OpenSSH, log.c, `MSGBUFSIZ`.
  private static let maximumMessageByteCount = 1022

  /// The program of all versions, the one for each connection since 9.8, and its part since 10.0.
  static func isServer(_ program: [UInt8]) -> Bool {
    ["sshd", "sshd-session", "sshd-auth"].contains { program.elementsEqual($0.utf8) }
  }

  /// Passes over a line of another program.
  mutating func pass() { previous = nil }

  /// What a message says about an attempt.
  ///
  /// - Parameter isEnded: whether the line that holds it has its end.
  mutating func attempt(
    _ message: [UInt8], by process: [UInt8], at time: LoginTime, isEnded: Bool = true
  ) throws(SkipReason) -> LoginLine {
    previous = nil
    let (inner, repeatCount) = try Self.unwrapped(message)
    guard inner.count <= Self.maximumMessageByteCount else { throw .tooLong }
    let content = try SSHMessage(inner, isEnded: isEnded)
    let announcement = Announcement(
      process: process, username: content.username, address: content.address)
    let line = LoginLine(
      time: time, sourceAddress: content.address,
      username: content.username.span.anyText(0..<content.username.count),
      isSuccess: content.kind == .accepted, failureReason: content.failureReason?.rawValue,
      attemptCount: repeatCount)
    previous = line
    if content.kind == .announced {
      announced.append(announcement)
      if announced.count > Self.announcementCount { announced.removeFirst() }
    } else if let index = announced.lastIndex(of: announcement) {
      announced.remove(at: index)
      if repeatCount == 1, content.kind == .failed { throw .sameAttempt }
    }
    return line
  }

  /// What syslogd's "last message repeated N times" says.
  ///
  /// - Throws: `otherProgram` where the line before told of no attempt, `malformed` for other text.
  mutating func repeated(
    _ message: [UInt8], at time: LoginTime
  ) throws(SkipReason) -> LoginLine {
    defer { previous = nil }
    let words = message.split(separator: UInt8(ascii: " ")).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard words.count == 5, words[0] == "last", words[1] == "message", words[2] == "repeated",
      words[4] == "times"
    else { throw .malformed }
    guard let previous else { throw .otherProgram }
    guard let count = Int(words[3]), (1...Self.maximumRepeatCount).contains(count) else {
      throw .badValue
    }
    return LoginLine(
      time: time, sourceAddress: previous.sourceAddress, username: previous.username,
      isSuccess: previous.isSuccess, failureReason: previous.failureReason, attemptCount: count)
  }

  /// The message in rsyslog's `message repeated 3 times: [ … ]`, and how often it was.
  private static func unwrapped(
    _ message: [UInt8]
  ) throws(SkipReason) -> (message: [UInt8], count: Int) {
    let mark: StaticString = "message repeated "
    guard message.begins(with: mark) else { return (message, 1) }
    let rest = message[...].dropping(prefix: mark)
    guard let times = rest.range(of: " times: [ "), rest.last == UInt8(ascii: "]") else {
      throw .malformed
    }
    let digits = Array(rest[..<times.lowerBound])
    guard let count = Int(count: digits.span), (1...maximumRepeatCount).contains(count) else {
      throw .badValue
    }
    return (Array(rest[times.upperBound...].dropLast()), count)
  }
}
