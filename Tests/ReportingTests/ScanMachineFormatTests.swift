import Detection
import Features
import Foundation
import Records
import Reporting
import Testing

@Suite struct ScanMachineFormatTests {
  static let reports: [(name: String, report: ScanReport)] = [
    ("everything", SampleReport.everything), ("quiet", SampleReport.quiet),
    ("nothing", SampleReport.nothing), ("calibrated", SampleReport.calibrated),
    ("chance", SampleReport.chance), ("bordered", SampleReport.bordered),
    ("behaviour", SampleReport.behaviour),
  ]

  @Test(arguments: reports.map(\.name))
  func looksAsRecorded(_ name: String) throws {
    let report = try #require(Self.reports.first { $0.name == name }).report
    try Golden.expect(rendered { ScanJSON.write(report, to: $0) }, equals: "\(name).json")
    try Golden.expect(rendered { ScanNDJSON.write(report, to: $0) }, equals: "\(name).ndjson")
    try Golden.expect(rendered { ScanCSV.write(report, to: $0) }, equals: "\(name).csv")
  }

  @Test(.enabled(if: SchemaJudge.isInstalled), arguments: reports.map(\.name))
  func documentsFollowTheirSchemas(_ name: String) throws {
    let report = try #require(Self.reports.first { $0.name == name }).report
    let misses = try SchemaJudge.misses(
      json: renderedBytes { ScanJSON.write(report, to: $0) },
      ndjson: renderedBytes { ScanNDJSON.write(report, to: $0) })
    #expect(misses == "")
  }

  /// Zeek has connections without packets, and pcapng times beyond four digits of year.
  @Test(
    .enabled(if: SchemaJudge.isInstalled),
    arguments: [Int64(1_000_000_000_000), -62_200_000_000, -400_000_000_000])
  func extremesFollowTheSchemas(_ seconds: Int64) throws {
    let time = Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 6)
    #expect(["+33658-", "-0002-", "-10706-"].contains { "\(time)".hasPrefix($0) }, "\(time)")
    let sample = SampleReport.quiet.populations[0]
    let records = sample.records.map { record in
      AddressRecord(
        address: record.address, firstInput: 0, firstPacket: 1, packetCount: 0, byteCount: 0,
        firstTimestamp: time, lastTimestamp: time)
    }
    let population = Population(
      side: sample.side, family: sample.family, records: records, note: nil,
      analysis: sample.analysis)
    let report = ScanReport(
      version: "0.0.0", options: ScanOptions(), inputs: SampleReport.quiet.inputs,
      populations: [population])
    let misses = try SchemaJudge.misses(
      json: renderedBytes { ScanJSON.write(report, to: $0) },
      ndjson: renderedBytes { ScanNDJSON.write(report, to: $0) })
    #expect(misses == "")
  }

  @Test func everyAddressAndFigureReadsBack() throws {
    let bytes = try renderedBytes { ScanJSON.write(SampleReport.everything, to: $0) }
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let populations = try #require(document["populations"] as? [[String: Any]])
    #expect(populations.count == SampleReport.everything.populations.count)
    for (read, written) in zip(populations, SampleReport.everything.populations) {
      let addresses = try #require(read["addresses"] as? [[String: Any]])
      #expect(addresses.map { $0["address"] as? String } == written.records.map { "\($0.address)" })
      guard let analysis = written.analysis else { continue }
      #expect(addresses.map { $0["anomalyScore"] as? Double } == analysis.scores.map { -$0 })
      #expect(addresses.map { $0["isAnomalous"] as? Bool } == analysis.isAnomalous)
    }
  }

  @Test func pathsThatAreNotTextAreWrittenInFull() throws {
    let text = try rendered { ScanJSON.write(SampleReport.everything, to: $0) }
    #expect(text.contains(#""path":"=cut\u001b[31m\n\u202e\\xff.pcap","pathHex":"3d6375741b5b"#))
  }

  @Test func everyLineOfNDJSONIsADocument() throws {
    let text = try rendered { ScanNDJSON.write(SampleReport.everything, to: $0) }
    let kinds = try text.split(separator: "\n").map { line in
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return record?["record"] as? String
    }
    #expect(kinds.first == "header" && kinds.last == "trailer")
    #expect(kinds.count { $0 == "population" } == 4)
    #expect(kinds.count { $0 == "address" } == 23 + 21 + 2 + 6)
  }

  /// Read back, a row has one column of each name.
  @Test func behaviourStandsBehindTheOtherColumns() throws {
    let text = try rendered { ScanCSV.write(SampleReport.behaviour, to: $0) }
    let rows = try CSVReader.rows(text)
    #expect(Set(rows.map(\.count)) == [23 + BehaviourFeature.allCases.count - 2])
    #expect(Set(rows[0]).count == rows[0].count)
    #expect(rows[0].last == "activeMinuteCount")
  }

  @Test func everyRowOfCSVHasEveryColumn() throws {
    let text = try rendered { ScanCSV.write(SampleReport.everything, to: $0) }
    #expect(Set(try CSVReader.rows(text).map(\.count)) == [23])
    #expect(text.contains(#""'=1+1,""quoted""\x07 | first octet"#))
    #expect(text.contains(#",'=cut\x1b[31m\x0a\u{202e}\xff.pcap,2,"#))
  }
}

/// Just enough of RFC 4180 to count fields.
enum CSVReader {
  static func rows(_ text: String) throws -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    for character in text.unicodeScalars {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(character)
      }
    }
    return rows.filter { $0 != [""] }
  }
}
