import Foundation
import GRDB
import Readers
import Records
import Testing

/// A file in a directory of its own that tests write to while it is read.
private final class WrittenLog {
  let directory: URL
  let url: URL

  init(_ name: String = "log") throws {
    directory = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    url = directory.appending(path: name)
    try Data().write(to: url)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  var path: InputPath { InputPath(bytes: Array(url.path.utf8)) }

  func append(_ text: some Sequence<UInt8>) throws {
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text))
    try handle.close()
  }

  func append(_ text: String) throws { try append(Array(text.utf8)) }
}

extension GrowingLog {
  /// All that was written by now.
  fileprivate func all() throws -> [LoginAttempt] {
    var attempts: [LoginAttempt] = []
    // Twice nothing: a file that was renamed is looked at once more.
    var silence = 0
    while silence < 2 {
      if let more = try look(isCancelled: { false }) {
        attempts += more
        silence = 0
      } else {
        silence += 1
      }
    }
    return attempts
  }
}

@Suite struct GrowingLogTests {
  private static let header = "datetime,source_ip,username,success,failure_reason\n"
  private static let table =
    header
    + (0..<60).map {
      "2018-03-01 10:\($0 / 6 + 10):\($0 % 6)0,192.0.2.\($0 % 7),\"na,m\ne\($0 % 5)\",\($0 % 2),\n"
    }.joined()
  private static let syslog = (0..<60).map {
    "Mar  1 10:\($0 / 6 + 10):\($0 % 6)0 host sshd[1]: Failed password for u\($0 % 5) from "
      + "192.0.2.\($0 % 7) port 22 ssh2\n"
  }.joined()
  private static let journal = (0..<60).map {
    "{\"__REALTIME_TIMESTAMP\":\"\(1_600_000_000_000_000 + $0 * 9_000_000)\",\"_COMM\":\"sshd\","
      + "\"_PID\":\"1\",\"MESSAGE\":\"Failed password for u\($0 % 5) from 192.0.2.\($0 % 7) port 22 "
      + "ssh2\"}\n"
  }.joined()

  @Test(arguments: [table, syslog, journal], [1, 7, 64, 1000])
  func piecesOfAnySizeGiveWhatTheWholeGives(text: String, byteCount: Int) throws {
    var selection = LoginSelection()
    selection.lastYear = 2018
    let log = try WrittenLog()
    let bytes = Array(text.utf8)
    // What a log is shows when its first line stands.
    let start = try #require(bytes.firstIndex(of: 0x0a)) + 1
    try log.append(bytes[..<start])
    let growing = GrowingLog(log.path, selection: selection, now: nil)
    var attempts = try growing.all()
    for offset in stride(from: start, to: bytes.count, by: byteCount) {
      try log.append(bytes[offset..<min(bytes.count, offset + byteCount)])
      attempts += try growing.all()
    }
    #expect(attempts == (try LoginLogReading(text: text, selection)).attempts)
    #expect(attempts.count == 60)
  }

  @Test func aLineWithoutItsEndWaits() throws {
    let log = try WrittenLog()
    try log.append(Self.header + "2018-03-01 10:00:00,192.0.2.1,anna,1,\n2018-03-01 10:0")
    let growing = GrowingLog(log.path, selection: LoginSelection(), now: nil)
    #expect(try growing.all().count == 1)
    try log.append("1:00,192.0.2.1,ben,0")
    #expect(try growing.all().isEmpty)
    #expect(try growing.finish(isCancelled: { false }).map(\.username) == ["ben"])
  }

  /// What a client chose for its name may look like the end of a line that is still written.
  @Test func aForgedEndOfALineIsNeverBelieved() throws {
    let start = "Mar  1 12:00:00 host sshd[1]: "
    let forged = start + "Failed password for invalid user x from 1.2.3.4 port 5 ssh2"
    let rest = " from 192.0.2.1 port 22 ssh2\n"
    let log = try WrittenLog()
    try log.append(start + "Connection from 192.0.2.1 port 22\n" + forged)
    let growing = GrowingLog(log.path, selection: LoginSelection(), now: nil)
    #expect(try growing.all().isEmpty)
    try log.append(rest)
    #expect(try growing.all().map(\.sourceAddress.description) == ["192.0.2.1"])
    // A log that is read as it is, and one that a rotation left so, end in no attempt either.
    try log.append(forged)
    #expect(try growing.finish(isCancelled: { false }).isEmpty)
    #expect(growing.summary.skipped[.malformed] == 1)
    // The file goes with `log`.
    let reading = withExtendedLifetime(log) { LoginLogReading(log.path) }
    #expect(reading.attempts.map(\.sourceAddress.description) == ["192.0.2.1"])
    #expect(reading.summary.skipped[.malformed] == 1)
  }

  @Test func aRenamedFileIsReadToItsEndAndTheNewOneBegun() throws {
    let log = try WrittenLog()
    try log.append(Self.header + "2018-03-01 10:00:00,192.0.2.1,anna,1,\n")
    let growing = GrowingLog(log.path, selection: LoginSelection(), now: nil)
    #expect(try growing.all().map(\.username) == ["anna"])
    try log.append("2018-03-01 10:01:00,192.0.2.1,ben,0,\n")
    try FileManager.default.moveItem(at: log.url, to: log.directory.appending(path: "log.1"))
    #expect(try growing.all().map(\.username) == ["ben"])
    try Data((Self.header + "2018-03-01 10:02:00,192.0.2.1,carl,0,\n").utf8).write(to: log.url)
    #expect(try growing.all().map(\.username) == ["carl"])
    #expect(growing.summary.skipped.isEmpty)
  }

  @Test func aShortenedFileIsBegunAgain() throws {
    let log = try WrittenLog()
    try log.append(Self.syslog)
    var selection = LoginSelection()
    selection.lastYear = 2018
    let growing = GrowingLog(log.path, selection: selection, now: nil)
    #expect(try growing.all().count == 60)
    let handle = try FileHandle(forWritingTo: log.url)
    try handle.truncate(atOffset: 0)
    try handle.close()
    _ = try growing.all()
    try log.append(
      "Mar  1 12:00:00 host sshd[1]: Failed password for dora from 192.0.2.9 port 22 ssh2\n")
    #expect(try growing.all().map(\.username) == ["dora"])
  }

  @Test func yearsAreThoseThatEndBeforeNow() throws {
    let log = try WrittenLog()
    try log.append(
      ["Nov 30 10:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01"].map {
        "\($0) host sshd[1]: Failed password for u from 192.0.2.1 port 22 ssh2\n"
      }.joined())
    let now = try #require(Timestamp("2027-01-01T00:00:05Z"))
    let growing = GrowingLog(log.path, selection: LoginSelection(), now: now)
    #expect(
      try growing.all().map(\.time.description) == [
        "2026-11-30T10:00:00Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:01Z",
      ])
    try log.append(
      "Jan  2 00:00:01 host sshd[1]: Failed password for u from 192.0.2.1 port 22 ssh2\n")
    #expect(try growing.all().map(\.time.description) == ["2027-01-02T00:00:01Z"])
  }

  @Test(arguments: ["DELETE", "WAL"])
  func newRowsOfATableAreTakenOnce(mode: String) throws {
    let log = try WrittenLog("logs.db")
    let queue = try DatabaseQueue(path: log.url.path)
    try queue.writeWithoutTransaction { database in
      _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = \(mode)")
      try database.execute(
        sql: "CREATE TABLE logs (datetime, source_ip, username, success, failure_reason)")
    }
    func add(_ names: [String]) throws {
      try queue.write { database in
        for name in names {
          try database.execute(
            sql: "INSERT INTO logs VALUES ('2018-03-01 10:00:00', '192.0.2.1', ?, 0, NULL)",
            arguments: [name])
        }
      }
    }
    try add(["anna"])
    let growing = GrowingLog(log.path, selection: LoginSelection(), now: nil)
    #expect(try growing.all().map(\.username) == ["anna"])
    try add(["ben", "carl"])
    #expect(try growing.all().map(\.username) == ["ben", "carl"])
    #expect(try growing.all().isEmpty)
  }

  @Test func aLogThatIsNoneOrCompressedIsRefused() throws {
    let log = try WrittenLog()
    try log.append("one,two\n1,2\n")
    let growing = GrowingLog(log.path, selection: LoginSelection(), now: nil)
    #expect(throws: InputFailure.self) { try growing.all() }
    let missing = GrowingLog(
      InputPath(bytes: Array("/nowhere/log".utf8)), selection: LoginSelection(), now: nil)
    #expect(throws: InputFailure.self) { try missing.all() }
    let empty = GrowingLog(
      try WrittenLog().path, selection: LoginSelection(), now: nil)
    #expect(throws: InputFailure.self) { try empty.finish(isCancelled: { false }) }
  }

  @Test func labelsAreTakenOnceTheirLineHasItsEnd() throws {
    let log = try WrittenLog("labels.csv")
    let labels = GrowingLabels(log.path, zone: .universal)
    #expect(try labels.look(isCancelled: { false }).isEmpty)
    try log.append("start,end,source_ip\n2018-03-01 10:00:00,2018-03-01 10:05")
    #expect(try labels.look(isCancelled: { false }).isEmpty)
    try log.append(":30,192.0.2.1\n")
    let attacks = try labels.look(isCancelled: { false })
    #expect(attacks.map(\.end.description) == ["2018-03-01T10:05:30Z"])
    #expect(try labels.look(isCancelled: { false }).isEmpty)
  }
}
