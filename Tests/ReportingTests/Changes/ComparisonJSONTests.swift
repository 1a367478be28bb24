import Detection
import Features
import Foundation
import Records
import SampleFindings
import Testing

@testable import Reporting

@Suite struct ComparisonJSONTests {
  static let reports: [(name: String, report: ComparisonReport)] = [
    ("everything", SampleComparison.everything), ("nothing", SampleComparison.nothing),
    ("empty", SampleComparison.empty), ("single", SampleComparison.single),
    ("long", SampleComparison.long), ("silent", SampleComparison.silent),
    ("silentBefore", SampleComparison.silentBefore), ("move", SampleComparison.move),
    ("otherCluster", SampleComparison.otherCluster), ("files", files), ("mixed", mixed),
  ]

  /// Of inputs with all that one can have, under every option.
  private static let files: ComparisonReport = {
    var options = ComparisonReport.Options()
    options.records.filter = "ip or \"ip6\""
    options.records.since = SampleReport.time(0)
    options.records.until = SampleReport.time(60)
    options.records.depth = .innermost
    options.family = .ipv4
    options.smallestSurprise = 4.5
    return SampleComparison.everyKind(
      options,
      origins: (
        .inputs(
          SampleReport.inputs,
          ignored: [
            IgnoredInput(path: InputPath(bytes: [0x61, 0xff]), reason: .symbolicLink)
          ]),
        .inputs([], ignored: [])
      ), wasInterrupted: true)
  }()

  /// Of an old report, under a name that is not UTF-8, and days.
  private static let mixed = SampleComparison.everyKind(
    origins: (
      .report(InputPath(bytes: [0x61, 0xff]), version: "0.0.9", status: .partial),
      SampleComparison.days(1)
    ))

  private func document(_ report: ComparisonReport) throws -> [String: Any] {
    let bytes = try renderedBytes { ComparisonJSON.write(report, to: $0) }
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private func changes(_ report: ComparisonReport) throws -> [[String: Any]] {
    try #require(try document(report)["changes"] as? [[String: Any]])
  }

  /// To the last bit, as a dictionary does not have it: `JSONSerialization` takes numbers of many
  /// digits for decimal ones.
  private func surprises(_ report: ComparisonReport) throws -> [Double] {
    struct Document: Decodable {
      struct Change: Decodable { let surprise: Double }
      let changes: [Change]
    }
    let bytes = try renderedBytes { ComparisonJSON.write(report, to: $0) }
    return try JSONDecoder().decode(Document.self, from: Data(bytes)).changes.map(\.surprise)
  }

  private func lines(_ report: ComparisonReport) throws -> [[String: Any]] {
    try rendered { ComparisonNDJSON.write(report, to: $0) }.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func only(_ kind: Change.Kind, _ report: ComparisonReport) throws -> [String: Any] {
    let found = try changes(report).filter { $0["kind"] as? String == kind.rawValue }
    #expect(found.count == 1)
    return try #require(found.first)
  }

  // MARK: Schemas

  @Test(.enabled(if: SchemaJudge.isInstalled), arguments: reports.map(\.name))
  func documentsFollowTheirSchemas(_ name: String) throws {
    let report = try #require(Self.reports.first { $0.name == name }).report
    let bytes = try renderedBytes { ComparisonJSON.write(report, to: $0) }
    #expect(try SchemaJudge.misses([(schema: "diff", bytes: bytes)]) == "")
    let lines = try renderedBytes { ComparisonNDJSON.write(report, to: $0) }
    #expect(try SchemaJudge.misses(changes: lines) == "")
  }

  /// The judge must be able to say no.
  @Test(
    .enabled(if: SchemaJudge.isInstalled),
    arguments: [
      ("\"kind\":\"moved\"", "\"kind\":\"gone\""), ("\"kind\":\"moved\"", "\"kind\":\"new\""),
      ("\"kind\":\"new-network\"", "\"kind\":\"changed\""), ("\"surprise\":", "\"surprise\":-"),
      ("\"addressCount\":2", "\"addressCount\":1"), ("\"deviation\":", "\"deviations\":"),
      ("\"otherCount\":", "\"other\":"), ("\"measure\":\"sent", "\"measure\":\"lost"),
      ("\"network\":\"203.0.113.0/24\"", "\"network\":\"203.0.0.0\""),
      ("\"firstTimestamp\":\"", "\"firstTimestamp\":\"+"),
    ])
  func theSchemasRefuseWhatIsWrong(_ part: String, _ wrong: String) throws {
    let good = try rendered { ComparisonJSON.write(SampleComparison.everything, to: $0) }
    #expect(good.contains(part))
    let bytes = Array(good.replacing(part, with: wrong).utf8)
    #expect(try SchemaJudge.misses([(schema: "diff", bytes: bytes)]) != "")
    let line = try rendered { ComparisonNDJSON.write(SampleComparison.everything, to: $0) }
    #expect(try SchemaJudge.misses(changes: Array(line.replacing(part, with: wrong).utf8)) != "")
  }

  @Test(
    .enabled(if: SchemaJudge.isInstalled),
    arguments: [
      ("\"origin\": \"days\"", "\"origin\": \"report\""),
      ("\"lastDay\": \"2026-", "\"lastDay\": \""),
      ("\"minSurprise\":0.0", "\"minSurprise\":-1"), ("\"vanished-network\":1,", ""),
      ("\"commonCount\":60", "\"commonCount\":\"60\""), ("\"omittedCount\"", "\"omitted\""),
    ])
  func theSchemaRefusesAWrongHead(_ part: String, _ wrong: String) throws {
    let good = try rendered { ComparisonJSON.write(SampleComparison.everything, to: $0) }
    #expect(good.contains(part))
    let bytes = Array(good.replacing(part, with: wrong).utf8)
    #expect(try SchemaJudge.misses([(schema: "diff", bytes: bytes)]) != "")
  }

  // MARK: Members

  @Test func theHeadSaysWhatWasCompared() throws {
    let document = try document(SampleComparison.everything)
    #expect(document["schema"] as? String == "ipclust.diff")
    #expect(document["schemaVersion"] as? Int == 1)
    #expect(document["omittedCount"] as? Int == 0)
    let run = try #require(document["run"] as? [String: Any])
    #expect(run["status"] as? String == "ok")
    #expect(run["wasInterrupted"] as? Bool == false)
    let after = try #require(run["after"] as? [String: Any])
    #expect(after["name"] as? String == "tuesday")
    #expect(after["firstDay"] as? String == "2026-11-21")
    #expect(after["lastDay"] as? String == "2026-11-27")
    #expect(after["activeDayCount"] as? Int == 5)
    let families = try #require(document["families"] as? [[String: Any]])
    #expect(families.map { $0["family"] as? String } == ["ipv4", "ipv6"])
    #expect(families.map { $0["beforeCount"] as? Int } == [64, 13])
    let counts = try #require(document["counts"] as? [String: Int])
    #expect(
      counts == [
        "new": 3, "new-network": 1, "vanished": 1, "vanished-network": 1, "moved": 1, "changed": 1,
        "moved-cluster": 0,
      ])
  }

  @Test func optionsAndOriginsAreThoseGiven() throws {
    let run = try #require(try document(Self.files)["run"] as? [String: Any])
    let options = try #require(run["options"] as? [String: Any])
    #expect(options["family"] as? String == "ipv4")
    #expect(options["minSurprise"] as? Double == 4.5)
    #expect(options["filter"] as? String == "ip or \"ip6\"")
    #expect(options["since"] as? String == SampleReport.time(0).description)
    #expect(options["inner"] as? Bool == true)
    #expect(run["wasInterrupted"] as? Bool == true)
    let before = try #require(run["before"] as? [String: Any])
    #expect((before["inputs"] as? [Any])?.count == SampleReport.inputs.count)
    #expect((before["ignored"] as? [[String: Any]])?.first?["pathHex"] as? String == "61ff")
    let saved = try #require(
      (try document(Self.mixed)["run"] as? [String: Any])?["before"] as? [String: Any])
    #expect(saved["origin"] as? String == "report")
    #expect(saved["version"] as? String == "0.0.9")
    #expect(saved["status"] as? String == "partial")
    #expect(saved["pathHex"] as? String == "61ff")
  }

  @Test func everyChangeReadsBack() throws {
    let report = SampleComparison.everything
    let read = try changes(report)
    #expect(read.map { $0["kind"] as? String } == report.changes.map { $0.kind.rawValue })
    #expect(try surprises(report) == report.changes.map(\.surprise))
    #expect(
      read.map { $0["reason"] as? String } == report.changes.map { ChangeWords.reason(of: $0) })
    let families = read.map { $0["family"] as? String }
    #expect(families == report.changes.map { $0.family?.rawValue })
    #expect(Set(families) == ["ipv4", "ipv6"])
  }

  @Test func newAndVanishedAddressesHaveTheirSurroundings() throws {
    let read = try changes(SampleComparison.everything)
    let known = try #require(read.first { $0["address"] as? String == "10.1.2.200" })
    // The address alone is no network.
    #expect(known["network"] == nil && known["before"] == nil)
    let surroundings = try #require(known["surroundings"] as? [String: Any])
    #expect(surroundings["network"] as? String == "10.1.2.0/24")
    #expect(surroundings["otherCount"] as? Int == 60)
    #expect(surroundings["alikeCount"] as? Int == 0)
    let far = try #require(read.first { $0["address"] as? String == "203.0.113.50" })
    #expect(far["network"] as? String == "203.0.113.0/24")
    #expect((far["surroundings"] as? [String: Any])?["network"] == nil)
    let host = try #require(far["after"] as? [String: Any])
    #expect(host["sentPacketCount"] as? Int == 512)
    #expect(host["receivedPacketCount"] as? Int == 0)
    #expect(host["servedPortCount"] == nil)
    #expect(host["lastTimestamp"] as? String == SampleReport.time(60).description)
    let gone = try only(.vanished, SampleComparison.everything)
    #expect((gone["before"] as? [String: Any])?["sentPacketCount"] as? Int == 5_120)
    #expect((gone["after"] as? [String: Any])?["receivedPacketCount"] as? Int == 340)
  }

  @Test func networksListTheirAddresses() throws {
    let fresh = try only(.newNetwork, SampleComparison.everything)
    #expect(fresh["network"] as? String == "172.16.0.0/12")
    #expect(fresh["addressCount"] as? Int == 2)
    #expect(fresh["addresses"] as? [String] == ["172.31.0.1", "172.31.5.2"])
    #expect(fresh["address"] == nil && fresh["after"] == nil)
    let gone = try only(.vanishedNetwork, SampleComparison.everything)
    #expect(gone["network"] as? String == "198.51.100.0/24")
    #expect((gone["addresses"] as? [String])?.count == 3)
  }

  @Test func movesHaveBothAddresses() throws {
    let kept = try only(.moved, SampleComparison.everything)
    #expect(kept["address"] as? String == "2001:db8:1:3:21a:2bff:fe3c:4d5e")
    #expect(kept["previousAddress"] as? String == "2001:db8:1:2:21a:2bff:fe3c:4d5e")
    #expect(kept["sharedPeerShare"] == nil && kept["network"] == nil)
    let alike = try only(.moved, SampleComparison.move)
    #expect(alike["sharedPeerShare"] as? Double == 0.75)
    #expect((alike["before"] as? [String: Any])?["contactedPeerCount"] as? Int == 4)
    let all = try changes(SampleComparison.everything)
    #expect(all.count { $0["previousAddress"] != nil } == 1)
  }

  @Test func shiftsAreThoseOfTheReportInTheirOrder() throws {
    let change = try only(.changed, SampleComparison.everything)
    let shifts = try #require(change["shifts"] as? [[String: Any]])
    #expect(
      shifts.map { $0["measure"] as? String } == [
        "sentPacketCount", "sentByteCount", "contactedPeerCount",
      ])
    #expect(shifts.map { $0["before"] as? Int } == [10, 600, 3])
    #expect(shifts.map { $0["after"] as? Int } == [10_000, 600_000, 253])
    #expect(shifts.allSatisfy { ($0["deviation"] as? Double ?? 0) > 3 })
  }

  @Test func movesBetweenClustersHaveBoth() throws {
    let change = try only(.movedCluster, SampleComparison.otherCluster)
    #expect(change["address"] as? String == "10.1.2.1")
    let former = try #require(change["previousCluster"] as? [String: Any])
    #expect(former["otherCount"] as? Int == 30)
    #expect(former["alikeCount"] as? Int == 0)
    let present = try #require(change["cluster"] as? [String: Any])
    #expect(present["otherCount"] as? Int == 10 && present["alikeCount"] == nil)
    let traits = try #require(present["traits"] as? [[String: String]])
    #expect(
      traits == [
        ["measure": "sentPacketCount", "level": "many"],
        ["measure": "contactedPeerCount", "level": "few"],
      ])
  }

  @Test(arguments: SampleFindings.hostileTexts)
  func namesReadBack(_ bytes: [UInt8]) throws {
    let name = String(decoding: bytes, as: UTF8.self)
    let report = SampleComparison.everyKind(names: (name, "b"))
    let run = try #require(try document(report)["run"] as? [String: Any])
    let read = (run["before"] as? [String: Any])?["name"] as? String
    #expect(read.map { Array($0.utf8) } == Array(name.utf8))
    #expect(try lines(report).count == report.changes.count + 2)
  }

  // MARK: Lines

  /// The same text for members in any order.
  private static func text(_ members: [String: Any]) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: members, options: .sortedKeys),
      as: UTF8.self)
  }

  @Test(arguments: reports.map(\.name)) func linesSayTheSameAsTheDocument(_ name: String) throws {
    let report = try #require(Self.reports.first { $0.name == name }).report
    let lines = try lines(report)
    let records = lines.map { $0["record"] as? String }
    #expect(
      records == ["run"] + report.changes.map { _ in "change" } + ["trailer"])
    var head = try document(report)
    let changes = try changes(report)
    head["changes"] = nil
    head["record"] = "run"
    #expect(try Self.text(head) == Self.text(lines[0]))
    for (change, line) in zip(changes, lines.dropFirst()) {
      var change = change
      change["record"] = "change"
      #expect(try Self.text(change) == Self.text(line))
    }
    let trailer = try #require(lines.last)
    #expect(trailer["changeCount"] as? Int == report.changes.count)
    #expect(trailer["status"] as? String == report.status.rawValue)
  }
}
