import Detection
import Features
import Records
import Reporting
import Testing

@Suite struct ScanTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let report: ScanReport
    let style: TextStyle

    init(_ name: String, _ report: ScanReport, _ change: (inout TextStyle) -> Void = { _ in }) {
      self.name = name
      self.report = report
      var style = TextStyle()
      change(&style)
      self.style = style
    }

    var testDescription: String { name }
  }

  static let cases = [
    Case("everything", SampleReport.everything),
    Case("everything-colored", SampleReport.everything) {
      $0.isColored = true
      $0.plotHeight = 16
    },
    Case("everything-narrow", SampleReport.everything) {
      $0.width = 20
      $0.plotHeight = 16
    },
    Case("everything-wide", SampleReport.everything) {
      $0.width = 132
      $0.plotHeight = 24
    },
    Case("everything-ascii", SampleReport.everything) {
      $0.isUnicode = false
      $0.plotHeight = 16
    },
    Case("top-one", SampleReport.everything) {
      $0.findingLimit = 1
      $0.plotHeight = 16
    },
    Case("quiet", SampleReport.quiet),
    Case("nothing", SampleReport.nothing),
    Case("calibrated", SampleReport.calibrated),
    Case("chance", SampleReport.chance),
    Case("bordered", SampleReport.bordered),
  ]

  /// An interrupted scan of a large network ends in time.
  @Test func manyAddressesWithoutAnalysisAreNotAllListed() throws {
    let records = (0..<5000).map { number in
      AddressRecord(
        address: IPAddress(family: .ipv4, high: 0, low: UInt64(0x0a00_0000 + number)),
        firstInput: 0, firstPacket: number + 1, packetCount: 1, byteCount: 60,
        firstTimestamp: nil, lastTimestamp: nil)
    }
    let population = Population(
      side: .source, family: .ipv4, records: records, note: "interrupted", analysis: nil)
    let report = ScanReport(
      version: "0.0.0", options: ScanOptions(), inputs: [], populations: [population],
      wasInterrupted: true)
    let text = try rendered { ScanText.write(report, style: TextStyle(), to: $0) }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("10.0.0.98, 10.0.0.99, 4,900 more"))
    #expect(!text.contains("10.0.0.100"))
  }

  @Test(arguments: cases)
  func looksAsRecorded(_ example: Case) throws {
    let text = try rendered { ScanText.write(example.report, style: example.style, to: $0) }
    try Golden.expect(text, equals: "\(example.name).txt")
  }

  @Test(arguments: cases.filter { !$0.style.isColored })
  func noLineIsWiderThanTheTerminal(_ example: Case) throws {
    let text = try rendered { ScanText.write(example.report, style: example.style, to: $0) }
    for line in text.split(separator: "\n") {
      #expect(line.count <= max(60, example.style.width), "\(line)")
    }
  }

  @Test func colorsAreAllThatColorAdds() throws {
    var style = TextStyle()
    style.isColored = true
    let colored = try rendered { ScanText.write(SampleReport.everything, style: style, to: $0) }
    style.isColored = false
    let plain = try rendered { ScanText.write(SampleReport.everything, style: style, to: $0) }
    #expect(colored.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
  }

  @Test func asciiIsEnoughWhereUnicodeIsNot() throws {
    var style = TextStyle()
    style.isUnicode = false
    style.plotHeight = 20
    let text = try rendered { ScanText.write(SampleReport.everything, style: style, to: $0) }
    #expect(text.utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) })
  }

  @Test func manyInputsAreSummedUp() throws {
    let inputs = Array(repeating: SampleReport.inputs[0], count: 20) + [SampleReport.inputs[1]]
    let report = ScanReport(
      version: "0.0.0", options: ScanOptions(), inputs: inputs, populations: [])
    let text = try rendered { ScanText.write(report, style: TextStyle(), to: $0) }
    #expect(text.hasPrefix("21 inputs: 1,369,880 packets, 1,361,840 used; 8,041 skipped"))
    #expect(text.contains("record 1841, byte 99123"))
    #expect(!text.contains("office.pcap"))
  }

  /// Of a /48 and a /64 that hold the same addresses the /64 is named.
  @Test func prefixesOfIPv6StandOutWhereHalfIsFlagged() throws {
    let sample = SampleReport.longAddresses
    let analysis = try #require(sample.analysis)
    func text(flaggedCount: Int) throws -> String {
      let flagged = Analysis(
        schema: analysis.schema, principalComponents: analysis.principalComponents,
        model: analysis.model, triedComponentCount: 7, stages: [], threshold: analysis.threshold,
        clusters: analysis.clusters, projections: analysis.projections,
        assignments: analysis.assignments, scores: analysis.scores,
        isAnomalous: sample.records.indices.map { $0 >= sample.records.count - flaggedCount },
        explanations: [:])
      let population = Population(
        side: sample.side, family: sample.family, records: sample.records, note: nil,
        analysis: flagged)
      let report = ScanReport(
        version: "0.0.0", options: ScanOptions(), inputs: SampleReport.quiet.inputs,
        populations: [population])
      return try rendered { ScanText.write(report, style: TextStyle(), to: $0) }
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(
      try text(flaggedCount: 3).contains(
        "Prefixes that stand out: 2a00:1450:aaaa:bbbb::/64 (3 of 6 addresses unusual, mean score 10.08)"
      ))
    #expect(try !text(flaggedCount: 2).contains("stand out"))
  }
}
