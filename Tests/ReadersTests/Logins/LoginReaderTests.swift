import Foundation
import Readers
import Records
import Testing

/// Everything that reading one login log gave.
struct LoginLogReading {
  let attempts: [LoginAttempt]
  let summary: InputSummary
  let labels: AttackReading?

  init(_ path: InputPath, _ selection: LoginSelection = LoginSelection()) {
    var years = YearInference()
    var reading = LoginReader(selection: selection).read(
      InputSource(path: path), years: &years, withLabels: true, isCancelled: { false },
      progress: { _ in })
    reading.settle(years)
    attempts = reading.attempts
    labels = reading.labels
    summary = reading.summary(ordered: attempts.sorted())
  }

  init(text: String, _ selection: LoginSelection = LoginSelection()) throws {
    let input = try TestInput(text)
    self.init(input.path, selection)
  }

  var accountsForEveryRecord: Bool {
    summary.usedPacketCount + summary.skipped.values.reduce(0, +)
      == summary.packetCount + summary.damagedCount
  }
}

@Suite struct LoginReaderTests {
  private static let header = "datetime,source_ip,username,success,failure_reason\n"

  @Test func columnsAreFoundByName() throws {
    let reading = try LoginLogReading(
      text: "Success,note,USERNAME,source_ip,datetime\nFALSE,x,amy,192.0.2.1,2018-03-01 10:00:00\n")
    #expect(reading.summary.status == .ok && reading.attempts.count == 1)
    #expect(reading.attempts.first?.username == "amy")
    #expect(reading.attempts.first?.isSuccess == false)
  }

  @Test func skippedRowsHaveReasonAndPlace() throws {
    let reading = try LoginLogReading(
      text: Self.header + "2018-03-01 10:00:00,192.0.2.1,amy,True,\nsoon,192.0.2.1,amy,True,\n"
        + "2018-03-01 10:00:00,192.0.2.1,amy,maybe,\nlater,192.0.2.1,amy,True,\n")
    #expect(reading.summary.skipped == [.badTime: 2, .badSuccess: 1])
    #expect(reading.summary.firstSkippedRecords == [.badTime: 2, .badSuccess: 3])
    #expect(reading.accountsForEveryRecord)
  }

  @Test func timesWithoutAZoneAreThoseOfTheZoneAskedFor() throws {
    var selection = LoginSelection()
    selection.zone = try #require(CivilZone(named: "Europe/Berlin"))
    let reading = try LoginLogReading(
      text: Self.header
        + [
          "2018-07-01 10:00:00", "2018-12-01 10:00:00", "2018-07-01T10:00:00Z",
          "2018-03-25 02:30:00", "2018-10-28 02:30:00",
        ]
        .map { "\($0),192.0.2.1,amy,True,\n" }.joined(), selection)
    #expect(
      reading.attempts.map(\.time.description) == [
        "2018-07-01T08:00:00Z", "2018-12-01T09:00:00Z", "2018-07-01T10:00:00Z",
        "2018-10-28T00:30:00Z",
      ])
    #expect(reading.summary.skipped == [.badTime: 1])
    #expect(CivilZone(named: "Europe/Atlantis") == nil)
    #expect(CivilZone(named: "-05:30")?.universalSeconds(ofLocal: 0) == 19_800)
  }

  @Test func theIntervalIsHalfOpen() throws {
    var selection = LoginSelection()
    selection.from = Timestamp("2018-03-01T10:00:00Z")
    selection.to = Timestamp("2018-03-01T10:00:01Z")
    let reading = try LoginLogReading(
      text: Self.header
        + ["09:59:59.9", "10:00:00", "10:00:00.9", "10:00:01"]
        .map { "2018-03-01 \($0),192.0.2.1,amy,True,\n" }.joined(), selection)
    #expect(reading.attempts.count == 2 && reading.summary.skipped == [.outsideTime: 2])
  }

  @Test func yearlessTimesTakeTheYearThatIsStated() throws {
    let text = ["Dec 31 23:59:59", "Jan  1 00:00:01"]
      .map { "\($0) gate sshd[1]: Failed password for amy from 192.0.2.1 port 22 ssh2\n" }.joined()
    var selection = LoginSelection()
    selection.lastYear = 2026
    let stated = try LoginLogReading(text: text, selection)
    #expect(
      stated.attempts.map(\.time.description) == ["2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z"])
    #expect(stated.summary.note == nil && stated.summary.format == .authLog)
    let assumed = try LoginLogReading(text: text)
    #expect(assumed.attempts.last?.time.description == "2000-01-01T00:00:01Z")
    #expect(assumed.summary.note?.contains("--year") == true)
  }

  @Test func repeatedRowsAreCounted() throws {
    let row = "2018-03-01 10:00:00,192.0.2.1,amy,True,\n"
    let reading = try LoginLogReading(text: Self.header + row + row + row)
    #expect(reading.summary.duplicateRowCount == 2 && reading.attempts.count == 3)
  }

  /// A log that is still written ends anywhere.
  @Test func everyPrefixHasTheRecordsThatItHolds() throws {
    let seeds = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz/Seeds")
    for name in ["attempts/attempts.csv", "authlog/syslog", "authlog/iso", "journal/entries.json"] {
      let bytes = try Array(Data(contentsOf: seeds.appending(path: name)))
      let whole = LoginLogReading(InputPath(seeds.appending(path: name).path))
      var usedCount = 0
      for count in 1...bytes.count {
        let input = try TestInput(Array(bytes[..<count]))
        // The file goes with `input`.
        let reading = withExtendedLifetime(input) { LoginLogReading(input.path) }
        #expect(reading.accountsForEveryRecord, "\(name) \(count)")
        // What a line that is not finished says may be another thing than what it will say.
        guard bytes[count - 1] == UInt8(ascii: "\n"), reading.summary.format == whole.summary.format
        else { continue }
        #expect(reading.summary.usedPacketCount >= usedCount, "\(name) \(count)")
        usedCount = reading.summary.usedPacketCount
        let known = Set(whole.attempts.map(\.sourceAddress))
        #expect(
          reading.attempts.allSatisfy { known.contains($0.sourceAddress) }, "\(name) \(count)")
        let lineCount = bytes[..<count].count { $0 == UInt8(ascii: "\n") }
        let headerCount = reading.summary.format == .csv ? 1 : 0
        #expect(reading.summary.packetCount == lineCount - headerCount, "\(name) \(count)")
      }
      #expect(usedCount == whole.summary.usedPacketCount && usedCount > 0)
    }
  }

  @Test func whatLiesBesideLogsIsNoDamagedOne() throws {
    for (bytes, named) in [
      (Array("Dear reader\n".utf8), InputFailure.Class.malformed), ([1, 2, 3, 255], .notADatabase),
    ] {
      let input = try TestInput(bytes)
      var years = YearInference()
      for directoryByteCount in [nil, input.path.bytes.count - 6] {
        let source = InputSource(path: input.path, directoryByteCount: directoryByteCount)
        let reading = LoginReader().read(
          source, years: &years, withLabels: true, isCancelled: { false }, progress: { _ in })
        let summary = reading.summary(ordered: [])
        #expect(summary.failure?.class == (source.isFound ? .unsupportedFormat : named))
        #expect(
          summary.byteCount == bytes.count && summary.compression == InputSummary.Compression.none)
      }
    }
  }

  @Test(.enabled(if: Corpus.hasDamaged, "no folder '../shared/badinput' beside the checkout"))
  func endsEveryDamagedLogAsExpected() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "logins-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Corpus.damaged.appending(path: "logins"), to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    var comparedCount = 0
    for row in try Corpus.manifest(Corpus.damaged) {
      let name = try #require(row["file"] as? String)
      guard name.hasPrefix("logins/") else { continue }
      let path = InputPath(copy.appending(path: String(name.dropFirst("logins/".count))).path)
      let isLabels = name.contains("attacks_") && !name.hasSuffix("as_log.csv")
      let summary =
        isLabels
        ? LoginReader().readLabels(InputSource(path: path), isCancelled: { false }).summary
        : LoginLogReading(path).summary
      let skippedCount = summary.skipped.values.reduce(0, +)
      #expect(
        summary.usedPacketCount + skippedCount == summary.packetCount + summary.damagedCount,
        "\(name)")
      let status = try #require(row["status"] as? String)
      let expected = try #require(row["expected"] as? String)
      let others = row["also"] as? [String] ?? []
      let outcomes = ([expected] + others).map { $0.replacing("error: ", with: "") }
      if summary.status == .error {
        #expect(outcomes.contains(summary.failure?.class.rawValue ?? ""), "\(name) \(summary)")
      } else {
        #expect(summary.status.rawValue == status, "\(name) \(summary.failure as Any)")
        let used = try #require(row["used"] as? [Int])
        #expect((used[0]...used[1]).contains(summary.usedPacketCount), "\(name)")
        if used[0] == used[1], let skipped = row["skipped"] as? [String: Int] {
          let found = summary.skipped.map { ($0.key.rawValue, $0.value) }
          #expect(Dictionary(uniqueKeysWithValues: found) == skipped, "\(name)")
        }
      }
      comparedCount += 1
    }
    #expect(comparedCount > 45)
  }

  @Test(.enabled(if: Corpus.hasDamaged, "no folder '../shared/badinput' beside the checkout"))
  func shuffledRowsGiveWhatSortedOnesDo() throws {
    let folder = Corpus.damaged.appending(path: "logins")
    let sorted = LoginLogReading(InputPath(folder.appending(path: "sorted.csv").path))
    let shuffled = LoginLogReading(InputPath(folder.appending(path: "shuffled.csv").path))
    #expect(sorted.attempts.sorted() == shuffled.attempts.sorted())
    #expect(shuffled.summary.outOfOrderCount > 0 && sorted.summary.outOfOrderCount == 0)
  }
}
