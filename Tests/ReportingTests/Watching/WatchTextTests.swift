import Records
import SampleFindings
import State
import Testing

@testable import Reporting

@Suite struct WatchTextTests {
  private func text(
    _ report: WatchReport, showsAll: Bool = false, isUnicode: Bool = true
  ) throws -> String {
    var style = TextStyle()
    style.isUnicode = isUnicode
    return try rendered { WatchText(style, showsAll: showsAll).write(report, to: $0) }
  }

  @Test func nothingNewIsNoText() throws {
    var report = WatchReport(version: "0.1.0")
    report.learning = .init(activeDayCount: 3, neededDayCount: 7)
    #expect(try text(report) == "")
    let all = try text(report, showsAll: true)
    #expect(all.contains("Learning what is ordinary: 3 of 7 days have packets;"))
  }

  @Test func allFilesAreAccountedForWhereAllIsAskedFor() throws {
    var report = WatchReport(version: "0.1.0")
    report.files.listed = 1_204
    report.files.unchanged = 1_200
    report.files.known = 1
    report.files.waiting = 1
    report.files.vanished = 3
    report.files.ignored = ["symbolic-link": 1, "empty-file": 1]
    let text = try text(report, showsAll: true).split(separator: "\n").dropFirst()
      .map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
    #expect(
      text == "1,204 files, 1,200 as before, 1 of a known content, 1 still being compressed, "
        + "3 gone, 2 ignored (1 empty-file, 1 symbolic-link).")
  }

  /// A capture that ends within a record is damaged only once nobody writes it any more.
  @Test(arguments: [CaptureEntry.Standing.growing, .damaged])
  func whatIsStillWrittenIsNotCalledDamaged(standing: CaptureEntry.Standing) throws {
    var summary = InputSummary(path: InputPath("now.pcap"))
    summary.status = .partial
    summary.failure = InputFailure(.truncatedRecord, "record needs 58 bytes; copy the file again")
    var report = WatchReport(version: "0.1.0")
    report.captures = [
      .init(summary: summary, standing: standing, knownRecordCount: 0, newUsedPacketCount: 0)
    ]
    let text = try text(report, showsAll: true)
    #expect(text.contains("damaged") == (standing == .damaged))
    #expect(text.contains("58 bytes") == (standing == .damaged))
    #expect(text.contains("still growing") == (standing == .growing))
  }

  /// Reasons stand deeper than addresses, so that the eye finds these.
  @Test func whatBelongsToAFindingIsIndentedBelowIt() throws {
    var report = WatchReport(version: "0.1.0")
    report.findings = [.init(finding: SampleFindings.source, silence: nil)]
    let lines = try text(report).split(separator: "\n").map(String.init)
    let place = try #require(lines.firstIndex { $0.hasPrefix("  192.168.169.7 as source, ") })
    let details = lines[(place + 1)...]
    #expect(details.count >= 3 && details.allSatisfy { $0.hasPrefix("    ") })
    #expect(details.contains { $0.hasPrefix("    third octet 169;") })
    #expect(details.contains { $0.hasPrefix("    first in /var/captures/site-2026-11-28.pcap") })
  }

  /// A terminal without a locale shows ASCII: dashes and ellipses of our own are not written out.
  @Test func reasonsReadWellInASCII() throws {
    var report = WatchReport(version: "0.1.0")
    report.findings = [.init(finding: SampleFindings.source, silence: nil)]
    let unicode = try text(report)
    #expect(unicode.contains("192.168.200.0–192.168.229.255"))
    let ascii = try text(report, isUnicode: false)
    #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
    #expect(ascii.contains("192.168.200.0-192.168.229.255"))
    #expect(!ascii.contains("\\u{"))
  }
}
