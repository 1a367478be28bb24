import Records
import State

/// What `allow explain` tells of an address.
public struct AllowExplainReport: Sendable {
  public let path: InputPath
  public let explanation: AllowList.Explanation
  /// Findings of the address that a state holds; nil where no state was looked at.
  public let findings: [Told]?

  /// A finding, and whether it is told.
  public struct Told: Sendable {
    public let finding: Finding
    /// What silences it; nil where nothing does.
    public let entry: AllowEntry?

    public init(finding: Finding, entry: AllowEntry?) {
      self.finding = finding
      self.entry = entry
    }

    fileprivate var windowStart: Timestamp {
      Timestamp(seconds: finding.windowStart, nanoseconds: 0, fractionDigitCount: 0)
    }
  }

  public init(path: InputPath, explanation: AllowList.Explanation, findings: [Told]?) {
    self.path = path
    self.explanation = explanation
    self.findings = findings
  }

  private var question: AllowList.Question { explanation.question }

  private var sides: [Side] { question.side.map { [$0] } ?? Side.allCases }

  private func text(of entry: AllowEntry) -> String {
    let reason = entry.reason.isEmpty ? "" : "  # \(TerminalText.escape(entry.reason))"
    return "\(TerminalText.name(of: path)):\(entry.line): \(entry)\(reason)"
  }

  public func writeText(to output: OutputBuffer) {
    for side in sides {
      let subject = "\(question.address) as a \(side.rawValue)"
      if let entry = explanation.silencing[side] {
        output.write("\(subject) is silenced by \(text(of: entry))\n")
      } else {
        output.write("\(subject) is told\n")
      }
    }
    for concern in explanation.concerns
    where !explanation.silencing.values.contains(concern.entry) {
      let why = concern.misses.map(\.text).joined(separator: ", ")
      output.write("  \(text(of: concern.entry))\n")
      output.write("    \(why.isEmpty ? "would silence it too" : why)\n")
    }
    if let neighbour = explanation.neighbour {
      output.write("  nearest is \(text(of: neighbour))\n")
    }
    guard let findings else { return }
    if findings.isEmpty { output.write("the state has no findings of it\n") }
    for told in findings {
      let outcome = told.entry.map { "silenced by line \($0.line)" } ?? "told"
      output.write(
        "finding \(told.finding.id.prefix(12)) of \("\(told.windowStart)".prefix(10)) as a "
          + "\(told.finding.side.rawValue): \(outcome)\n")
    }
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.allow.explain")
      json.member("schemaVersion", 1)
      ScanJSON.writePath(path, to: &json)
      json.member("address", "\(question.address)")
      json.array("sides") { json in
        for side in sides {
          json.object(.compact) { json in
            json.member("side", side.rawValue)
            json.member("isSilenced", explanation.silencing[side] != nil)
            if let entry = explanation.silencing[side] { Self.write(entry, to: &json) }
          }
        }
      }
      json.array("concerns") { json in
        for concern in explanation.concerns {
          json.object(.compact) { json in
            Self.write(concern.entry, to: &json)
            json.array("misses") { json in
              for miss in concern.misses { json.value(miss.text) }
            }
          }
        }
      }
      if let neighbour = explanation.neighbour {
        json.object("nearest", .compact) { json in Self.write(neighbour, to: &json) }
      }
      if let findings { Self.write(findings, to: &json) }
    }
    json.endDocument()
  }

  private static func write(_ findings: [Told], to json: inout JSONWriter) {
    json.array("findings") { json in
      for told in findings {
        json.object(.compact) { json in
          json.member("id", told.finding.id)
          json.member("side", told.finding.side.rawValue)
          json.member("windowStart", "\(told.windowStart)")
          json.member("isSilenced", told.entry != nil)
          json.member("line", told.entry?.line)
        }
      }
    }
  }

  private static func write(_ entry: AllowEntry, to json: inout JSONWriter) {
    json.member("line", entry.line)
    json.member("entry", entry.description)
    json.member("reason", entry.reason)
  }
}

extension AllowList.Miss {
  /// In words.
  fileprivate var text: String {
    switch self {
    case .otherSide(let side): "only as a \(side.rawValue)"
    case .otherDetector(let detector): "only for the detector '\(detector)'"
    case .port(let port): "only at port \(port), which findings of addresses do not know"
    case .expired(let seconds):
      "expired at \(Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0))"
    }
  }
}
