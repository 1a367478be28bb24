@testable import Records

/// Names that clients choose: whatever they are, an attempt has the address that the server wrote.
enum UsernameFuzzing {
  /// No more of a name or method is written by OpenSSH's server.
  private static let nameByteCount = 100

  private static let address = IPAddress(ipv4: 0xcb00_7109)
  private static let origin = "from 203.0.113.9"

  /// What OpenSSH's server writes around a name, of which it puts none of its own behind the address.
  private static let messages: [(before: String, after: String)] = [
    ("Failed password for ", " \(origin) port 99 ssh2"),
    ("Failed password for invalid user ", " \(origin) port 99 ssh2"),
    ("Failed ", " for root \(origin) port 99 ssh2"),
    ("Accepted publickey for ", " \(origin) port 99 ssh2: ED25519 SHA256:ab/+9"),
    ("Failed publickey for invalid user ", " \(origin) port 99 ssh2: RSA MD5:0a:9f"),
    ("Invalid user ", " \(origin)"),
    ("Invalid user ", " \(origin) port 99"),
    (
      "Failed hostbased for root \(origin) port 99 ssh2: RSA SHA256:a, client user \"",
      "\", client host \"host\""
    ),
    (
      "Accepted hostbased for root \(origin) port 99 ssh2: RSA SHA256:a, client user \"a\", "
        + "client host \"", "\""
    ),
    (
      "Accepted publickey for root \(origin) port 99 ssh2: RSA-CERT SHA256:a ID ",
      " (serial 0) CA RSA SHA256:b"
    ),
    ("User ", " \(origin) not allowed because account is locked"),
    ("message repeated 2 times: [ Failed password for ", " \(origin) port 99 ssh2]"),
  ]

  /// Puts the bytes, but for the first, into messages as a name, and reads these in a syslog and in a
  /// journal; and the same name out of a table.
  static func read(_ bytes: Span<UInt8>) -> Int {
    guard bytes.count > 0 else { return 0 }
    let name = (1..<min(bytes.count, 1 + nameByteCount)).map { bytes[$0] }
    let message = messages[Int(bytes[0] >> 1) % messages.count]
    let ending = bytes[0] & 1 == 1 ? " [preauth]" : ""
    let text = Array(message.before.utf8) + name + Array((message.after + ending).utf8)
    return readTable(name) + readMessage(text)
  }

  private static func readMessage(_ text: [UInt8]) -> Int {
    var log = AuthLog()
    let line = Array("Jan  2 03:04:05 gate sshd[7]: ".utf8) + text
    let fromSyslog = try? log.attempt(line.span)
    var journal = JournalLog()
    let numbers = text.map { String($0) }.joined(separator: ",")
    let entry = Array(
      "{\"__REALTIME_TIMESTAMP\":\"1\",\"_COMM\":\"sshd\",\"_PID\":\"7\",\"MESSAGE\":[\(numbers)]}"
        .utf8)
    let fromJournal = try? journal.attempt(entry.span)
    precondition(fromSyslog?.username == fromJournal?.username, "both logs tell of the same name")
    for attempt in [fromSyslog, fromJournal] {
      precondition(attempt?.sourceAddress ?? address == address, "the address is the server's")
    }
    return fromSyslog?.attemptCount ?? 0
  }

  /// A field in quotes keeps every name, and no other field takes anything from it.
  private static func readTable(_ name: [UInt8]) -> Int {
    let quote = UInt8(ascii: "\"")
    let field = name.flatMap { $0 == quote ? [quote, quote] : [$0] }
    let text =
      Array("username,source_ip,datetime,success\n\"".utf8) + field
      + Array("\",203.0.113.9,2018-03-01 10:00:00,False\n".utf8)
    var splitter = CSVRowSplitter(maximumFieldByteCount: 1 << 10, maximumRowByteCount: 1 << 11)
    var rows: [TableRow] = []
    splitter.consume(text.span) { rows.append($0) }
    splitter.finish { rows.append($0) }
    precondition(rows.count == 2, "a field in quotes ends no row")
    guard let table = try? LoginTable(header: rows[0]),
      let attempt = try? table.attempt(rows[1], in: .universal)
    else { preconditionFailure("a name of any bytes is one") }
    precondition(attempt.sourceAddress == address, "the address is that of its column")
    precondition(attempt.username == name.span.anyText(0..<name.count), "a name is kept whole")
    return 1
  }
}
