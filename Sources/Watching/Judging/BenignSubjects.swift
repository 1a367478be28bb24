import Features
import Records
import State

/// What feedback says of subjects of findings: never to be raised again while it holds.
struct BenignSubjects {
  private struct Subject: Hashable {
    let detector: Finding.Detector
    let side: Side
    let address: IPAddress
  }

  private struct Verdict {
    let why: String
    /// By the times of packets; nil for ever.
    let untilSeconds: Int64?
  }

  private var verdicts: [Subject: [Verdict]] = [:]

  /// Those that the state holds.
  init(_ reader: StateReader) throws(StateFailure) {
    for entry in try reader.feedback() where entry.verdict == .benign && !entry.isUndone {
      guard let finding = try reader.finding(entry.findingId)?.finding else { continue }
      verdicts[Self.subject(of: finding), default: []]
        .append(Verdict(why: entry.why, untilSeconds: entry.untilSeconds))
    }
  }

  private static func subject(of finding: Finding) -> Subject {
    Subject(detector: finding.detector, side: finding.side, address: finding.address)
  }

  /// Why `finding` is benign; nil where nobody said so, or no longer.
  func why(_ finding: Finding) -> String? {
    verdicts[Self.subject(of: finding)]?.first { verdict in
      verdict.untilSeconds.map { finding.windowStart < $0 } ?? true
    }?.why
  }
}
