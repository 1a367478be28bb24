import Records
import Reporting
import State

extension WatchRun {
  /// Tells every sink what it has not been told, and notes what the allow-list keeps quiet.
  ///
  /// - Throws: what keeps the state from being written.
  mutating func tell(_ sinks: inout [any AlertSink]) throws(StateFailure) {
    let silences = try Silences(
      store: store, allowList: allowList, now: now(), coolingDown: report.findings)
    report.findings = report.findings.map {
      .init(finding: $0.finding, silence: silences.silence($0.finding))
    }
    report.unusedAllowEntries = try silences.unusedEntries()
    let delivery = FindingDelivery(
      store: store, isCancelled: isCancelled, silence: silences.silence)
    for index in sinks.indices where !isCancelled() {
      report.deliveries.append(try delivery.deliver(to: &sinks[index]))
    }
  }
}

extension WatchRun {
  /// What a monitoring system is told after a look.
  ///
  /// - Parameter durationSeconds: how long the look took, by the clock.
  public func metrics(
    _ report: WatchReport, durationSeconds: Double
  ) throws(StateFailure) -> WatchMetrics {
    var metrics = WatchMetrics()
    metrics.version = report.version
    switch report.status {
    case .ok: metrics.status = report.deliveries.contains { $0.failure != nil } ? .partial : .ok
    case .partial: metrics.status = .partial
    case .error: metrics.status = .error
    }
    metrics.lastRunSeconds = now()
    metrics.lastRunDurationSeconds = durationSeconds
    let (totals, last, days, findingCount) = try store.read { (reader) throws(StateFailure) in
      (
        try reader.captureTotals(), try reader.latestBaseline(), try reader.activeDays(),
        try reader.findingCount()
      )
    }
    metrics.captureCount = totals.captureCount
    metrics.packetCount = totals.usedPacketCount
    metrics.skippedCounts = totals.skipped
    metrics.findingCount = findingCount
    if let last, let day = days.last {
      metrics.baselineAgeSeconds = max(0, (day + 1) * WatchOptions.secondsPerDay - last.endSeconds)
    }
    for delivery in report.deliveries {
      metrics.pendingCounts[delivery.sink] = delivery.pendingCount
    }
    return metrics
  }
}

/// Why nobody is told of a finding: by the allow-list and feedback as they are now, whenever it was
/// found.
struct Silences {
  private let store: StateStore
  private let allowList: AllowList?
  /// By the clock, since lines of the allow-list end by the clock of those who write them.
  private let now: Int64
  private let benign: FeedbackRules
  private let coolingDown: [String: WatchReport.Reported.Silence]

  /// Notes a hit for every finding that a line of the allow-list silences.
  init(
    store: StateStore, allowList: AllowList?, now: Int64, coolingDown: [WatchReport.Reported]
  ) throws(StateFailure) {
    self.store = store
    self.allowList = allowList
    self.now = now
    benign = try store.read { (reader) throws(StateFailure) in try reader.feedbackRules() }
    var cooling: [String: WatchReport.Reported.Silence] = [:]
    for reported in coolingDown {
      if let silence = reported.silence, case .coolingDown = silence {
        cooling[reported.finding.id] = silence
      }
    }
    self.coolingDown = cooling
    guard let allowList, !allowList.entries.isEmpty else { return }
    try store.write { (writer) throws(StateFailure) in
      for stored in try writer.reader.findings(since: nil) {
        guard let entry = entry(for: stored.finding) else { continue }
        try writer.noteAllowed(
          stored, by: entry.description, at: stored.finding.windowStart)
      }
    }
  }

  private func entry(for finding: Finding) -> AllowEntry? {
    allowList?.entry(
      matching: finding.address, side: finding.side, detector: finding.detector.rawValue, at: now)
  }

  func silence(_ finding: Finding) -> WatchReport.Reported.Silence? {
    if let entry = entry(for: finding) { return .allowed(entry.description) }
    if let why = benign.whyBenign(
      finding.detector, finding.side, finding.address, at: finding.windowStart)
    {
      return .benign(why: why)
    }
    return coolingDown[finding.id]
  }

  /// Lines that never silenced anything.
  func unusedEntries() throws(StateFailure) -> [String] {
    guard let allowList else { return [] }
    let used = Set(
      try store.read { (reader) throws(StateFailure) in try reader.allowHits() }.map(\.entry))
    return allowList.entries.map(\.description).filter { !used.contains($0) }
  }
}
