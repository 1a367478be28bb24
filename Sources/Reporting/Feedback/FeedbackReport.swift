import Records
import State

/// What `feedback` did.
public struct FeedbackReport: Sendable {
  /// The words are those of the JSON output.
  public enum Change: String, Sendable {
    case recorded
    /// It had been said before.
    case known
    case undone
  }

  public let finding: Finding
  public let change: Change
  /// What holds of the finding now; nil for nothing.
  public let inForce: FeedbackEntry?

  public init(finding: Finding, change: Change, inForce: FeedbackEntry?) {
    self.finding = finding
    self.change = change
    self.inForce = inForce
  }

  private var until: String? {
    inForce?.untilSeconds.map {
      "\(Timestamp(seconds: $0, nanoseconds: 0, fractionDigitCount: 0))"
    }
  }

  public func writeText(to output: OutputBuffer) {
    let subject =
      "\(finding.id.prefix(12)): \(finding.address) as a \(finding.side.rawValue)"
    guard let inForce else { return output.write("\(subject): nothing is said of it any more\n") }
    let known = change == .known ? "still " : ""
    let end = until.map { ", until \($0)" } ?? ""
    output.write(
      "\(subject): \(known)\(inForce.verdict.rawValue)\(end): \(TerminalText.escape(inForce.why))\n"
    )
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.feedback")
      json.member("schemaVersion", 1)
      json.member("finding", finding.id)
      json.member("address", "\(finding.address)")
      json.member("side", finding.side.rawValue)
      json.member("change", change.rawValue)
      json.member("verdict", inForce?.verdict.rawValue)
      json.member("why", inForce?.why)
      json.member("until", until)
    }
    json.endDocument()
  }
}
