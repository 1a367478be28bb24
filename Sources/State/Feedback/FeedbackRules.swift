import Features
import Records

/// What feedback on earlier findings means for later ones.
///
/// Goals, in this order: nothing that somebody called benign is raised again while that holds; a verdict
/// counts once, however often it is given, and the order of verdicts never matters; taking one back
/// leaves everything as it was before.
public struct FeedbackRules: Sendable, Equatable {
  /// What findings speak of.
  private struct Subject: Hashable {
    let detector: Finding.Detector
    let side: Side
    let address: IPAddress
  }

  /// A verdict that was not taken back.
  private struct Verdict: Hashable {
    let findingId: String
    let why: String
    /// Nil for ever.
    let untilSeconds: Int64?

    func holds(at seconds: Int64) -> Bool { untilSeconds.map { seconds < $0 } ?? true }
  }

  private var benign: Set<Verdict> = []
  private var malicious: Set<Verdict> = []
  private var subjects: [String: Subject] = [:]
  private var findings: [Subject: Set<String>] = [:]

  /// - Parameter finding: the finding of an identifier; nil where the state has forgotten it. Feedback
  ///   on such a one silences nothing, but still counts for the rate.
  public init<Failure: Error>(
    _ entries: [FeedbackEntry], finding: (String) throws(Failure) -> Finding?
  ) throws(Failure) {
    for entry in entries where !entry.isUndone {
      let verdict = Verdict(
        findingId: entry.findingId, why: entry.why, untilSeconds: entry.untilSeconds)
      switch entry.verdict {
      case .benign: benign.insert(verdict)
      case .malicious: malicious.insert(verdict)
      }
      guard subjects[entry.findingId] == nil, let found = try finding(entry.findingId) else {
        continue
      }
      let subject = Subject(detector: found.detector, side: found.side, address: found.address)
      subjects[entry.findingId] = subject
      findings[subject, default: []].insert(entry.findingId)
    }
  }

  /// Why findings of a subject are benign; nil where nobody says so.
  ///
  /// Where one finding of a subject is benign and another malicious, the subject is told: to be silent
  /// is the worse mistake.
  ///
  /// - Parameter seconds: since 1970, of the packets that a finding would speak of.
  public func whyBenign(
    _ detector: Finding.Detector, _ side: Side, _ address: IPAddress, at seconds: Int64
  ) -> String? {
    let subject = Subject(detector: detector, side: side, address: address)
    guard let ids = findings[subject] else { return nil }
    func held(_ verdicts: Set<Verdict>) -> [Verdict] {
      verdicts.filter { ids.contains($0.findingId) && $0.holds(at: seconds) }
    }
    guard held(malicious).isEmpty else { return nil }
    // The same one whatever the order in which they were given.
    return held(benign).min { ($0.findingId, $0.why) < ($1.findingId, $1.why) }?.why
  }

  // MARK: Rate

  /// What a rate of false findings becomes after feedback.
  ///
  ///     rate · clamp((1 + malicious) / (1 + benign), 1/5, 2)
  ///
  /// Each finding counts once. A finding that is called both counts as malicious alone. The bounds keep
  /// some feedback from making the detector deaf, or from doubling its false findings more than once.
  ///
  /// - Parameter seconds: as for `whyBenign`.
  public func falseDiscoveryRate(_ rate: Double, at seconds: Int64) -> Double {
    let counts = counts(at: seconds)
    let ratio = Double(1 + counts.malicious) / Double(1 + counts.benign)
    return min(
      1, rate * min(max(ratio, Self.factorBounds.lowerBound), Self.factorBounds.upperBound))
  }

  public static let factorBounds = 0.2...2.0

  /// Findings that are called benign and malicious at a time.
  public func counts(at seconds: Int64) -> (benign: Int, malicious: Int) {
    let bad = Set(malicious.filter { $0.holds(at: seconds) }.map(\.findingId))
    let good = Set(benign.filter { $0.holds(at: seconds) }.map(\.findingId))
    return (good.subtracting(bad).count, bad.count)
  }
}

extension StateReader {
  /// The rules that all feedback in the state amounts to.
  public func feedbackRules() throws(StateFailure) -> FeedbackRules {
    try FeedbackRules(try feedback()) { id throws(StateFailure) in try finding(id)?.finding }
  }
}
