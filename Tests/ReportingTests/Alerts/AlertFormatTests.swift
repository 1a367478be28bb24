import Foundation
import Records
import SampleFindings
import State
import TestSupport
import Testing

@testable import Reporting

@Suite struct AlertFormatTests {
  static let hostile: [Finding] = SampleFindings.hostileTexts.enumerated().map { index, bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    return SampleFindings.make(
      index, path: bytes, reference: text, reasons: [text, "and", text])
  }

  @Test(arguments: AlertFormat.allCases)
  func linesAreThoseOfTheDocumentation(_ format: AlertFormat) throws {
    let findings = [SampleFindings.source, SampleFindings.destination]
    let lines = format.header + findings.flatMap { format.line(of: $0, version: "0.1.0") }
    try Golden.expect(
      String(decoding: lines, as: UTF8.self), equals: "alert-\(format.rawValue).txt")
  }

  @Test(arguments: AlertFormat.allCases)
  func everyFindingIsOneLineWithoutControls(_ format: AlertFormat) {
    for finding in Self.hostile {
      let line = format.line(of: finding, version: "0.1.0")
      #expect(line.last == 0x0a && line.firstIndex(of: 0x0a) == line.count - 1)
      let text = String(decoding: line.dropLast(), as: UTF8.self)
      #expect(Array(text.utf8) == line.dropLast(), "the line is UTF-8")
      let allowed: Set<Unicode.Scalar> = format == .zeek ? ["\t"] : []
      let found = text.unicodeScalars.filter {
        ShownText.isDangerous($0) && !allowed.contains($0)
      }
      #expect(found.isEmpty, "\(format): \(finding.capturePath.bytes)")
    }
  }

  @Test(arguments: AlertFormat.allCases)
  func linesTellTheirFinding(_ format: AlertFormat) {
    for finding in Self.hostile + [SampleFindings.source, SampleFindings.destination] {
      let line = format.line(of: finding, version: "0.1.0")
      let head = Array(line.dropLast().prefix(AlertFormat.tellingByteCount))
      #expect(format.findingId(atStartOf: head) == finding.id)
    }
  }

  /// An id anywhere else, as a path or a reason can have it, is none.
  @Test(arguments: AlertFormat.allCases)
  func onlyTheirOwnIdIsRead(_ format: AlertFormat) {
    let other = SampleFindings.id(99)
    let finding = SampleFindings.make(
      1, path: Array("\"id\":\"\(other)\"\t\(other)\t".utf8), reasons: [other])
    let line = Array(format.line(of: finding, version: "0.1.0").dropLast())
    #expect(format.findingId(atStartOf: line) == finding.id)
    // A line that lost its beginning, or whose id is not one.
    #expect(format.findingId(atStartOf: Array(line.dropFirst())) != other)
    #expect(format.findingId(atStartOf: []) == nil)
    for end in 0..<AlertFormat.tellingByteCount {
      let found = format.findingId(atStartOf: Array(line.prefix(end)))
      #expect(found == nil || found == finding.id)
    }
  }

  @Test(arguments: AlertFormat.allCases)
  func filesOfOtherFormatsAreToldApart(_ format: AlertFormat) {
    for other in AlertFormat.allCases {
      let file = other.header + other.line(of: SampleFindings.source, version: "0.1.0")
      #expect(format.mayBegin(file) == (format == other))
    }
    #expect(!format.mayBegin(Array("127.0.0.1 localhost\n".utf8)))
    let own = format.header + format.line(of: SampleFindings.source, version: "0.1.0")
    for count in 0...64 { #expect(format.mayBegin(Array(own.prefix(count)))) }
  }

  @Test(.enabled(if: SchemaJudge.isInstalled, "no jsonschema for Python here"))
  func ownLinesFollowTheSchema() throws {
    let findings = Self.hostile + [SampleFindings.source, SampleFindings.destination]
    let lines = findings.flatMap { AlertFormat.ndjson.line(of: $0, version: "0.1.0") }
    #expect(try SchemaJudge.misses(alerts: lines) == "")
  }

  /// Captures may hold any time; formats of others take years of four digits.
  @Test(arguments: [
    (Int64.max, "9999-12-31T23:59:59.123Z"), (Int64.min, "0000-01-01T00:00:00.000Z"),
    (-1, "1969-12-31T23:59:59.123Z"),
  ])
  func timesBeyondTheCalendarBecomeTheNearest(seconds: Int64, text: String) throws {
    let finding = SampleFindings.make(
      1, first: Timestamp(seconds: seconds, nanoseconds: 123_000_000, fractionDigitCount: 3))
    let ecs = try AlertDocument(AlertFormat.ecs.line(of: finding, version: "0.1.0"))
    let shown = try #require(ecs.string("@timestamp"))
    // The fraction of a time that cannot be written is not known.
    #expect(shown.prefix(19) == text.prefix(19))
    let ocsf = try AlertDocument(AlertFormat.ocsf.line(of: finding, version: "0.1.0"))
    let milliseconds = try #require(ocsf.integer("time"))
    #expect(milliseconds == Int(Timestamp(shown)?.seconds ?? 0) * 1000 + (seconds == -1 ? 123 : 0))
    let frame = String(
      decoding: SyslogFrame.bytes(of: finding, version: "0.1.0"), as: UTF8.self)
    #expect(frame.contains(" \(text.prefix(19))"))
  }

  @Test func thePathIsWholeInOwnLines() throws {
    for finding in Self.hostile {
      let document = try AlertDocument(AlertFormat.ndjson.line(of: finding, version: "0.1.0"))
      let hex = finding.capturePath.bytes.map(hexadecimal).joined()
      if finding.capturePath.isText {
        #expect(document.string("capture.path") == finding.capturePath.text)
        #expect(document.string("capture.pathHex") == nil)
      } else {
        #expect(document.string("capture.pathHex") == hex)
      }
      #expect(document.strings("reasons") == finding.reasons)
    }
  }
}
