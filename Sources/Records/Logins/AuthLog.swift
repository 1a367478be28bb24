/// OpenSSH's lines in a syslog, read one after another.
public struct AuthLog: Sendable {
  private let zone: CivilZone
  private var conversation = SSHConversation()

  /// - Parameter zone: of times that name none.
  public init(zone: CivilZone = .universal) {
    self.zone = zone
  }

  /// What a line says about an attempt.
  ///
  /// - Parameter isEnded: false for the last line of a log that has no line end: more of it may follow.
  /// - Throws: `otherProgram` and `notAnAttempt` for sound lines that tell of none, `sameAttempt` for
  ///   one that repeats what another line has told, `badTime`, `badIP`, `badValue`, `malformed`.
  public mutating func attempt(
    _ line: Span<UInt8>, isEnded: Bool = true
  ) throws(SkipReason) -> LoginLine {
    let parts: AuthLogLine
    do throws(SkipReason) {
      parts = try AuthLogLine(line, in: zone)
    } catch {
      conversation.pass()
      throw error
    }
    guard let program = parts.program else {
      // Before rsyslog, syslogd wrote no name for its own remark on the line before.
      return try conversation.repeated(parts.message, at: parts.time)
    }
    guard SSHConversation.isServer(program) else {
      conversation.pass()
      throw .otherProgram
    }
    return try conversation.attempt(
      parts.message, by: parts.process, at: parts.time, isEnded: isEnded)
  }
}

/// One line of a syslog: when, which program and what.
///
///     Jan  2 03:04:05 host sshd[123]: Failed password for root from 192.0.2.1 port 22 ssh2
///     2026-01-02T03:04:05.678901+01:00 host sshd-session[123]: Connection closed
///
/// The parts are taken from the left, where nothing stands that a client could have chosen.
/// - SeeAlso: RFC 3164 section 4.1, and the time of RFC 5424 section 6.2.3 as rsyslog writes it.
public struct AuthLogLine: Sendable {
  public let time: LoginTime
  /// Nil for a remark of syslogd's own.
  public let program: [UInt8]?
  /// The number in brackets, as it stands; empty without one.
  public let process: [UInt8]
  public let message: [UInt8]

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { Array($0.utf8) }

  /// - Throws: `badTime` for a time that no calendar has, `malformed` for what is no such line.
  public init(_ line: Span<UInt8>, in zone: CivilZone) throws(SkipReason) {
    var words = WordScanner(line)
    words.passPriority()
    time = try Self.time(&words, zone)
    guard words.next() != nil else { throw .malformed }
    let afterHost = words
    guard let tag = words.next() else { throw .malformed }
    guard let (program, process) = Self.tag(tag) else {
      self.program = nil
      self.process = []
      message = afterHost.rest
      return
    }
    self.program = program
    self.process = process
    message = words.rest
  }

  /// Whether `line` begins as one does; enough to recognise a log.
  public static func looksLikeOne(_ line: Span<UInt8>) -> Bool {
    guard let parts = try? AuthLogLine(line, in: .universal) else { return false }
    return parts.program != nil
  }

  private static func time(
    _ words: inout WordScanner, _ zone: CivilZone
  ) throws(SkipReason) -> LoginTime {
    guard let first = words.next() else { throw .malformed }
    if let month = months.firstIndex(of: first) {
      guard let day = words.next().flatMap({ number($0, digitCounts: 1...2) }),
        let clock = words.next()
      else { throw .malformed }
      let parts = clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .map { number(Array($0), digitCounts: 2...2) }
      guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2]
      else { throw .badTime }
      guard
        let time = YearlessTime(
          month: month + 1, day: day, hour: hour, minute: minute, second: second)
      else { throw .badTime }
      return .yearless(time)
    }
    guard let digit = first.first, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9"),
      first.count > 10, first[4] == UInt8(ascii: "-")
    else { throw .malformed }
    guard let moment = Timestamp(login: first.span, in: zone) else { throw .badTime }
    return .moment(moment)
  }

  /// `sshd[123]:` or `sshd:`; nil for a word that is no such tag.
  private static func tag(_ word: [UInt8]) -> (program: [UInt8], process: [UInt8])? {
    guard word.last == UInt8(ascii: ":"), word.count > 1 else { return nil }
    let name = word.dropLast()
    guard name.last == UInt8(ascii: "]"), let bracket = name.firstIndex(of: UInt8(ascii: "["))
    else { return (Array(name), []) }
    return (Array(name[..<bracket]), Array(name[(bracket + 1)...].dropLast()))
  }

  private static func number(_ digits: [UInt8], digitCounts: ClosedRange<Int>) -> Int? {
    guard digitCounts.contains(digits.count) else { return nil }
    return Int(count: digits.span)
  }
}

/// Takes words off the front of a line, which blanks part.
private struct WordScanner {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ line: Span<UInt8>) {
    bytes = line.indices.map { line[$0] }
  }

  /// `<38>`, which a log of raw packets keeps.
  mutating func passPriority() {
    guard bytes.first == UInt8(ascii: "<"),
      let end = bytes.prefix(5).firstIndex(of: UInt8(ascii: ">"))
    else { return }
    offset = end + 1
  }

  mutating func next() -> [UInt8]? {
    while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") { offset += 1 }
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: " ") { offset += 1 }
    return start == offset ? nil : Array(bytes[start..<offset])
  }

  /// What is left, without the one blank before it: a message may begin with blanks of its own.
  var rest: [UInt8] {
    let start = offset < bytes.count && bytes[offset] == UInt8(ascii: " ") ? offset + 1 : offset
    return Array(bytes[start...])
  }
}
