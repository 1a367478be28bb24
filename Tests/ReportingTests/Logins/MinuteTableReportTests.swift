import Features
import Foundation
import Records
import Reporting
import Testing

@Suite struct MinuteTableReportTests {
  static let names = ["logins-labelled", "logins-damaged", "logins-empty", "logins-endless"]

  // MARK: Reports

  private static func report(_ name: String) throws -> MinuteTableReport {
    switch name {
    case "logins-labelled": try labelled()
    case "logins-damaged": try damaged()
    case "logins-empty": try report([], attacks: [], [InputSummary(path: InputPath("no.db"))])
    default: try endless()
    }
  }

  private static func labelled() throws -> MinuteTableReport {
    var input = InputSummary(path: InputPath("logs.db"))
    input.format = .sqlite
    input.compression = InputSummary.Compression.none
    input.byteCount = 8192
    input.packetCount = 9
    input.usedPacketCount = 4
    input.ipv4PacketCount = 4
    input.skipped = [.badTime: 2, .outsideTime: 3]
    input.firstSkippedRecords = [.badTime: 4, .outsideTime: 1]
    input.outOfOrderCount = 1
    input.duplicateRowCount = 1
    input.firstTimestamp = Timestamp("2018-01-01T00:00:30.123456Z")
    input.lastTimestamp = Timestamp("2018-01-01T00:59:59Z")
    var labels = InputSummary(path: InputPath("attacks.csv"))
    labels.format = .csv
    labels.packetCount = 1
    labels.usedPacketCount = 1
    var selection = LoginSelection()
    selection.from = Timestamp("2018-01-01T00:00:00Z")
    selection.to = Timestamp("2018-01-01T01:00:00Z")
    selection.lastYear = 2018
    return try report(
      [
        attempt("2018-01-01T00:01:30.5Z", "amy"), attempt("2018-01-01T00:03:00Z", "bob"),
        attempt("2018-01-01T00:03:59Z", "=1+1"), attempt("2018-01-01T00:03:59Z", "bob"),
      ],
      attacks: [
        Attack(
          start: #require(Timestamp("2018-01-01T00:02:10Z")),
          end: #require(Timestamp("2018-01-01T00:02:20Z")))
      ], [input], labels: [labels], selection: selection, labelPath: InputPath("attacks.csv"))
  }

  /// A cut log whose name is no text, beside one that is missing, and what is no log.
  private static func damaged() throws -> MinuteTableReport {
    var input = InputSummary(path: InputPath(bytes: Array("gate-".utf8) + [0xff, 0x0a]))
    input.format = .authLog
    input.compression = .gzip
    input.status = .partial
    input.failure = InputFailure(.badGzip, "the data ends early", byteOffset: 77)
    input.packetCount = 5
    input.usedPacketCount = 1
    input.ipv6PacketCount = 1
    input.skipped = [.truncatedRecord: 1, .notAnAttempt: 2, .sameAttempt: 1, .otherProgram: 1]
    input.note = "its times have no year"
    var missing = InputSummary(path: InputPath("gone"))
    missing.status = .error
    missing.failure = InputFailure(.notFound, "no such file; check the name")
    return try report(
      [attempt("2000-02-29T23:30:00Z", "amy")], attacks: nil, [input, missing],
      ignored: [IgnoredInput(path: InputPath("logs/readme"), reason: .unsupportedFormat)],
      seconds: 3600)
  }

  private static func endless() throws -> MinuteTableReport {
    try report(
      [attempt("1970-01-01T00:00:00Z", "amy"), attempt("2088-03-01T00:00:00Z", "amy")],
      attacks: nil, [])
  }

  private static func report(
    _ attempts: [LoginAttempt], attacks: [Attack]?, _ inputs: [InputSummary],
    labels: [InputSummary] = [], ignored: [IgnoredInput] = [],
    selection: LoginSelection = LoginSelection(), labelPath: InputPath? = nil, seconds: Int64 = 60
  ) throws -> MinuteTableReport {
    MinuteTableReport(
      run: LoginRun(
        version: "0.0.0", selection: selection, labels: labelPath,
        account: LoginAccount(inputs: inputs, labels: labels, ignored: ignored)),
      table: MinuteTable(
        attempts, attacks: attacks,
        resolution: try #require(MinuteTable.Resolution(seconds: seconds))))
  }

  private static func attempt(_ time: String, _ username: String) throws -> LoginAttempt {
    LoginAttempt(
      time: try #require(Timestamp(time)), sourceAddress: IPAddress(ipv4: 1), username: username,
      isSuccess: false)
  }

  // MARK: Formats

  @Test func aRowOfTheCSVHasEveryFeature() throws {
    let report = try Self.report("logins-labelled")
    let lines = try rendered { report.writeCSV(to: $0) }.split(separator: "\n").map(String.init)
    let midnightOfMonday = ",1,0,0,0,0,0,0,1" + String(repeating: ",0", count: 23)
    #expect(
      lines.dropFirst() == [
        "2018-01-01T00:01:00Z,1\(midnightOfMonday),0",
        "2018-01-01T00:02:00Z,0\(midnightOfMonday),1",
        "2018-01-01T00:03:00Z,2\(midnightOfMonday),1",
      ])
    let names = try #require(lines.first?.split(separator: ",").map(String.init))
    #expect(names == ["time"] + MinuteTable.schema.features + ["label"])
    let damaged = try Self.report("logins-damaged")
    #expect(try rendered { damaged.writeCSV(to: $0) }.contains(",label") == false)
  }

  @Test(.enabled(if: SchemaJudge.isInstalled), arguments: names)
  func documentsFollowTheirSchemas(_ name: String) throws {
    let report = try Self.report(name)
    let json = try renderedBytes { report.writeJSON(to: $0) }
    #expect(try SchemaJudge.misses([(schema: "logins-features", bytes: json)]) == "")
    #expect(
      try SchemaJudge.misses(minuteRecords: renderedBytes { report.writeNDJSON(to: $0) }) == "")
  }

  @Test(.enabled(if: SchemaJudge.isInstalled))
  func theSchemaRefusesOtherDocuments() throws {
    let report = try Self.report("logins-labelled")
    let json = try rendered { report.writeJSON(to: $0) }
    for (part, other) in [
      ("\"schemaVersion\": 1", "\"schemaVersion\": 2"), ("\"hour\":0", "\"hour\":24"),
      ("\"rowCount\": 3,", ""), ("\"bad-time\"", "\"other\""), ("\"rows\"", "\"lines\""),
    ] {
      try #require(json.contains(part), "\(part)")
      let changed = Array(json.replacing(part, with: other).utf8)
      #expect(
        try SchemaJudge.misses([(schema: "logins-features", bytes: changed)]) != "", "\(part)")
    }
  }

  /// Where rows are not listed, no document looks as if there were none.
  @Test func whatIsNotListedIsAnError() throws {
    let report = try Self.report("logins-endless")
    let json = try renderedBytes { report.writeJSON(to: $0) }
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    let run = try #require(root["run"] as? [String: Any])
    #expect(run["status"] as? String == "error" && root["rows"] == nil)
    #expect((run["error"] as? [String: Any])?["class"] as? String == "too-large")
    #expect(report.failure != nil)
  }
}
