import Records
import SampleFindings
import State
import Testing

@testable import Reporting

@Suite struct WatchJSONTests {
  static let reports: [(name: String, report: WatchReport)] = [
    ("nothing", WatchReport(version: "0.1.0")), ("everything", everything), ("learning", learning),
  ]

  @Test(.enabled(if: SchemaJudge.isInstalled), arguments: reports.map(\.name))
  func documentsFollowTheirSchema(_ name: String) throws {
    let report = try #require(Self.reports.first { $0.name == name }).report
    let bytes = try renderedBytes { WatchJSON.write(report, to: $0) }
    #expect(try SchemaJudge.misses([(schema: "watch", bytes: bytes)]) == "")
  }

  /// The judge must be able to say no.
  @Test(
    .enabled(if: SchemaJudge.isInstalled),
    arguments: [
      ("\"isNew\": true", "\"isNew\": 1"), ("\"cooling-down\"", "\"tired\""),
      ("\"sentCount\"", "\"sent\""), ("\"growing\"", "\"grown\""),
      ("\"class\":\"permission-denied\"", "\"class\":\"forbidden\""),
      ("\"windowStart\": \"", "\"windowStart\": \"+"),
    ])
  func theSchemaRefusesWhatIsWrong(_ part: String, _ wrong: String) throws {
    let good = String(
      decoding: try renderedBytes { WatchJSON.write(Self.everything, to: $0) }, as: UTF8.self)
    #expect(good.contains(part))
    let bytes = Array(good.replacing(part, with: wrong).utf8)
    #expect(try SchemaJudge.misses([(schema: "watch", bytes: bytes)]) != "")
  }

  /// With all that a report can have.
  private static let everything: WatchReport = {
    var report = WatchReport(version: "0.1.0")
    report.files.listed = 9
    report.files.unchanged = 2
    report.files.known = 1
    report.files.waiting = 1
    report.files.vanished = 3
    report.files.ignored = ["empty-file": 1, "not-a-capture": 1]
    let standings: [CaptureEntry.Standing] = [.complete, .growing, .damaged]
    report.captures = zip(SampleReport.inputs, standings).map {
      .init(summary: $0, standing: $1, knownRecordCount: 7, newUsedPacketCount: 12)
    }
    report.unreadable = [
      .init(
        path: InputPath(bytes: Array("/var/captures/\u{1b}".utf8) + [0xff]),
        failure: InputFailure(.permissionDenied, "expected the right to read it, but found none"))
    ]
    report.baseline = .init(
      startSeconds: 1_795_219_200, endSeconds: SampleFindings.windowStart,
      populations: [
        .init(side: .source, family: .ipv4, addressCount: 84, judges: true),
        .init(side: .destination, family: .ipv6, addressCount: 3, judges: false),
      ], isNew: true)
    report.drift = ["sources, ipv4: gone"]
    report.findings = [
      .init(finding: SampleFindings.source, silence: nil),
      .init(finding: SampleFindings.destination, silence: .allowed("192.0.2.0/24")),
      .init(finding: SampleFindings.make(3), silence: .benign(why: "the \"auditor\"\n")),
      .init(
        finding: SampleFindings.make(4), silence: .coolingDown(since: SampleFindings.id(1))),
    ]
    report.unusedAllowEntries = ["198.51.100.7 until=2027-01-31"]
    report.deliveries = [
      .init(sink: "ndjson:/var/log/alerts", sentCount: 1, pendingCount: 0, failure: nil),
      .init(sink: "syslog", sentCount: 0, pendingCount: 1, failure: "syslog: nobody listens"),
    ]
    report.wasInterrupted = true
    return report
  }()

  private static let learning: WatchReport = {
    var report = WatchReport(version: "0.1.0")
    report.learning = .init(activeDayCount: 3, neededDayCount: 7)
    return report
  }()
}
