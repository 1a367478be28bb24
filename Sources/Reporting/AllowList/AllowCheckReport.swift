import Records
import State

/// What `allow check` found.
public struct AllowCheckReport: Sendable {
  public let path: InputPath
  public let reading: AllowList.Reading
  /// Since 1970, when entries are judged to have expired.
  public let seconds: Int64
  /// What a state counted; nil where none was looked at.
  public let hits: [AllowHit]?

  public init(path: InputPath, reading: AllowList.Reading, seconds: Int64, hits: [AllowHit]?) {
    self.path = path
    self.reading = reading
    self.seconds = seconds
    self.hits = hits
  }

  private var entries: [AllowEntry] { reading.list.entries }

  private var hitsByEntry: [String: AllowHit] {
    Dictionary((hits ?? []).map { ($0.entry, $0) }) { $1 }
  }

  public func writeText(to output: OutputBuffer) {
    let name = TerminalText.name(of: path)
    for remark in AllowRemark.all(of: self) {
      output.write("\(name):\(remark.line): \(TerminalText.escape(remark.text))\n")
    }
    if reading.faultCount > reading.faults.count {
      output.write("\(name): \(reading.faultCount - reading.faults.count) more faults\n")
    }
    let counts = [
      "\(entries.count) \(entries.count == 1 ? "entry" : "entries")",
      "\(reading.faultCount) \(reading.faultCount == 1 ? "fault" : "faults")",
    ]
    output.write("\(name): \(counts.joined(separator: ", "))\n")
    guard let hits, !hits.isEmpty else { return }
    let lines = Dictionary(entries.map { ($0.description, $0.line) }) { first, _ in first }
    let rows = hits.sorted { ($1.count, $0.entry) < ($0.count, $1.entry) }.map { hit in
      [
        "\(hit.count)", hit.lastSeconds.map(Self.time) ?? "-",
        lines[hit.entry].map { "\($0)" } ?? "-", TerminalText.escape(hit.entry),
      ]
    }
    output.write("\n")
    let table = TextTable([["hits", "last", "line", "entry"]] + rows, leftColumns: [1, 3])
    for line in table.lines { output.write(line + "\n") }
  }

  private static func time(_ seconds: Int64) -> String {
    "\(Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0))"
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.allow.check")
      json.member("schemaVersion", 1)
      ScanJSON.writePath(path, to: &json)
      json.member("status", reading.faultCount == 0 ? "ok" : "error")
      json.member("entryCount", entries.count)
      json.member("faultCount", reading.faultCount)
      json.array("remarks") { json in
        for remark in AllowRemark.all(of: self) {
          json.object(.compact) { json in
            json.member("line", remark.line)
            json.member("kind", remark.kind.rawValue)
            json.member("text", remark.text)
            json.member("otherLine", remark.otherLine)
          }
        }
      }
      if hits != nil { writeEntries(to: &json) }
    }
    json.endDocument()
  }

  private func writeEntries(to json: inout JSONWriter) {
    let counted = hitsByEntry
    json.array("entries") { json in
      for entry in entries {
        let hit = counted[entry.description]
        json.object(.compact) { json in
          json.member("line", entry.line)
          json.member("entry", entry.description)
          json.member("reason", entry.reason)
          json.member("hitCount", hit?.count ?? 0)
          json.member("lastHit", hit?.lastSeconds.map(Self.time))
        }
      }
    }
  }
}

/// Something that is said of one line of an allow-list.
private struct AllowRemark {
  /// The words are those of the JSON output.
  enum Kind: String {
    case fault
    case duplicate
    case contained
    case expired
    case port
    case unused
  }

  let line: Int
  let kind: Kind
  let text: String
  var otherLine: Int?

  /// In the order of the lines.
  static func all(of report: AllowCheckReport) -> [AllowRemark] {
    let entries = report.reading.list.entries
    let overlaps = AllowOverlaps(report.reading.list)
    var remarks = report.reading.faults.map { fault in
      AllowRemark(line: fault.line, kind: .fault, text: fault.description)
    }
    for overlap in overlaps.duplicates {
      let (entry, other) = (entries[overlap.entry], entries[overlap.by])
      remarks.append(
        AllowRemark(
          line: entry.line, kind: .duplicate, text: "says the same as line \(other.line): \(entry)",
          otherLine: other.line))
    }
    for overlap in overlaps.contained {
      let (entry, other) = (entries[overlap.entry], entries[overlap.by])
      remarks.append(
        AllowRemark(
          line: entry.line, kind: .contained,
          text: "\(entry) is contained in line \(other.line): \(other)", otherLine: other.line))
    }
    remarks += ofSingleEntries(report, besides: Set(overlaps.duplicates.map(\.entry)))
    return remarks.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  }

  private static func ofSingleEntries(
    _ report: AllowCheckReport, besides duplicates: Set<Int>
  ) -> [AllowRemark] {
    let used = report.hits.map { Set($0.map(\.entry)) }
    return report.reading.list.entries.enumerated().flatMap { index, entry in
      var remarks: [AllowRemark] = []
      if entry.isExpired(at: report.seconds) {
        remarks.append(
          AllowRemark(line: entry.line, kind: .expired, text: "\(entry) has expired"))
      }
      if entry.scope.port != nil {
        remarks.append(
          AllowRemark(
            line: entry.line, kind: .port,
            text: "\(entry) matches nothing, because findings of addresses know no ports"))
      } else if let used, !duplicates.contains(index), !used.contains(entry.description) {
        remarks.append(
          AllowRemark(line: entry.line, kind: .unused, text: "\(entry) has silenced nothing yet"))
      }
      return remarks
    }
  }
}
