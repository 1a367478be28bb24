import Records
import SampleFindings
import State
import Testing

@testable import Reporting

@Suite struct AlertZeekTests {
  static func log(_ findings: [Finding]) throws -> ZeekLog {
    try ZeekLog(
      AlertFormat.zeek.header
        + findings.flatMap { AlertFormat.zeek.line(of: $0, version: "0.1.0") })
  }

  @Test func everyColumnReadsBack() throws {
    let finding = SampleFindings.source
    let row = try #require(try Self.log([finding]).rows.first)
    #expect(row["ts"] == "1795827723.123456")
    #expect(row["first"] == "1795827723.123456")
    #expect(row["last"] == "1795827723.561728")
    #expect(row["id"] == finding.id)
    #expect(row["address"] == "192.168.169.7")
    #expect(row["side"] == "source" && row["detector"] == "addresses")
    #expect(row["day"] == "2026-11-28")
    #expect(row["packets"] == "12" && row["bytes"] == "3456" && row["first_packet"] == "1841")
    #expect(row["score"] == "17.25" && row["p_value"] == "0.0009765625")
    #expect(row["reference"] == finding.reference)
    #expect(row["capture"] == finding.capturePath.text)
  }

  @Test func whatIsAbsentIsUnset() throws {
    let row = try #require(try Self.log([SampleFindings.destination]).rows.first)
    #expect(row["first"] == "-" && row["last"] == "-")
    // A log line has a time of its own in any case: that of the day.
    #expect(row["ts"] == "1795824000.000000")
    #expect(row["reasons"] == "(empty)" && row["reference"] == "(empty)")
  }

  @Test func hostileTextsReadBackByteForByte() throws {
    let findings = AlertFormatTests.hostile
    let rows = try Self.log(findings).rows
    #expect(rows.count == findings.count)
    for (finding, row) in zip(findings, rows) {
      let capture = try #require(row["capture"])
      // Only the empty name, and no other, is written as a word of the format.
      #expect((capture == "(empty)") == finding.capturePath.bytes.isEmpty)
      #expect(capture != "-")
      if !finding.capturePath.bytes.isEmpty {
        #expect(ZeekLog.unescaped(capture) == finding.capturePath.bytes)
      }
      let reasons = try #require(row["reasons"]).split(
        separator: ",", omittingEmptySubsequences: false)
      #expect(reasons.count == 3)
      for (reason, field) in zip(finding.reasons, reasons) where !reason.isEmpty {
        #expect(ZeekLog.unescaped(String(field)) == Array(reason.utf8))
      }
    }
  }

  /// Times before 1970 count backwards, with digits after the point that count backwards too.
  @Test(arguments: [
    (0, 0, "0.000000"), (-1, 0, "-1.000000"), (-1, 500_000_000, "-0.500000"),
    (-2, 999_999_000, "-1.000001"), (1, 999, "1.000000"), (12, 3_000, "12.000003"),
  ])
  func timesHaveSixDigits(seconds: Int, nanoseconds: Int, text: String) throws {
    let time = Timestamp(
      seconds: Int64(seconds), nanoseconds: UInt32(nanoseconds), fractionDigitCount: 9)
    let row = try #require(try Self.log([SampleFindings.make(1, first: time)]).rows.first)
    #expect(row["ts"] == text)
  }
}

/// A strict reader of Zeek's tab-separated logs, after what zeek-cut and Zeek's ASCII reader do.
struct ZeekLog {
  struct Fault: Error {
    let line: Int
    let what: String
  }

  private(set) var rows: [[String: String]] = []

  init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasSuffix("\n") else { throw Fault(line: 0, what: "no line end at the end") }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let headerNames = ["set_separator", "empty_field", "unset_field", "path", "fields", "types"]
    guard lines.count >= 7, lines[0] == "#separator \\x09" else {
      throw Fault(line: 1, what: "no separator")
    }
    var header: [String: [String]] = [:]
    for (index, name) in headerNames.enumerated() {
      let parts = lines[index + 1].split(separator: "\t", omittingEmptySubsequences: false)
      guard parts[0] == "#\(name)" else { throw Fault(line: index + 2, what: "no #\(name)") }
      header[name] = parts.dropFirst().map(String.init)
    }
    let names = header["fields"] ?? []
    let types = header["types"] ?? []
    guard names.count == types.count, Set(names).count == names.count,
      header["set_separator"] == [","], header["unset_field"] == ["-"],
      header["empty_field"] == ["(empty)"]
    else { throw Fault(line: 6, what: "header does not fit together") }
    for (index, line) in lines.enumerated().dropFirst(7) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == names.count, !line.hasPrefix("#") else {
        throw Fault(line: index + 1, what: "\(fields.count) fields of \(names.count)")
      }
      for (field, type) in zip(fields, types) where !Self.isValid(field, type) {
        throw Fault(line: index + 1, what: "'\(field)' is no \(type)")
      }
      rows.append(Dictionary(uniqueKeysWithValues: zip(names, fields)))
    }
  }

  private static func isValid(_ field: String, _ type: String) -> Bool {
    if field == "-" { return true }
    switch type {
    case "time": return field.wholeMatch(of: #/-?[0-9]+\.[0-9]{6}/#) != nil
    case "count": return UInt64(field) != nil
    case "double": return Double(field)?.isFinite == true
    case "addr": return IPAddress(field) != nil
    case "string", "vector[string]": return !field.isEmpty
    default: return false
    }
  }

  /// Bytes of a field, `\xNN` undone; nil where a backslash begins anything else.
  static func unescaped(_ field: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard rest.popFirst() == UInt8(ascii: "x"), rest.count >= 2,
        let number = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(number)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
