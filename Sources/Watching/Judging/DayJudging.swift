import Detection
import Features
import Records
import State

/// Judges the addresses of new packets against the baseline, day by day.
struct DayJudging {
  private var judge: BaselineJudge
  /// Addresses of these belong, because they were there when the baseline was learned; only later days
  /// are judged.
  private let baselineDays: Range<Int64>
  private var knownAddresses: [DayWindowKey: Set<IPAddress>] = [:]
  private var windows: [DayWindowKey: DayWindow] = [:]
  private let coolDownSeconds: Int64
  private let feedback: FeedbackRules

  init(
    _ baseline: SavedModel, startSeconds: Int64, endSeconds: Int64, feedback: FeedbackRules,
    options: WatchOptions
  ) {
    judge = BaselineJudge(
      baseline, rate: feedback.falseDiscoveryRate(options.falseDiscoveryRate, at: endSeconds),
      threadCount: options.threadCount)
    let seconds = WatchOptions.secondsPerDay
    baselineDays = startSeconds / seconds..<endSeconds / seconds
    coolDownSeconds = options.coolDownSeconds
    self.feedback = feedback
  }

  /// What a capture raises.
  struct Raised {
    let finding: Finding
    /// The id of the finding that its address cools down from; nil where somebody is to be told, unless
    /// feedback or the allow-list keeps it quiet.
    let cooling: String?
  }

  /// Judges the new addresses of `content`, which are in the state already.
  mutating func findings(
    in content: CaptureReading.NewContent, path: InputPath, stateId: String, reader: StateReader
  ) throws(StateFailure) -> [Raised] {
    var raised: [Raised] = []
    for day in content.days {
      guard let number = day.number, number >= baselineDays.upperBound else { continue }
      for table in day.tables where judge.covers(table.side, table.family) {
        let key = DayWindowKey(day: number, side: table.side, family: table.family)
        let records = Array(table.records)
        let strangers = try strangers(among: records, key, reader)
        guard !strangers.isEmpty else { continue }
        raised += try findings(strangers, key, path: path, stateId: stateId, reader)
      }
    }
    return raised
  }

  /// The records whose address does not belong, by all that the day has shown.
  private mutating func strangers(
    among records: [AddressRecord], _ key: DayWindowKey, _ reader: StateReader
  ) throws(StateFailure) -> [(record: AddressRecord, pValue: Double)] {
    let known = try known(key, reader)
    var window = try window(key, known, reader)
    let fresh = window.insert(records.map(\.address))
    window.add(judge.judgements(of: Self.judged(fresh, known), key.side, key.family))
    windows[key] = window
    let found = Dictionary(
      window.findings(by: judge).map { ($0.address, $0.pValue) }, uniquingKeysWith: min)
    return records.compactMap { record in found[record.address].map { (record, $0) } }
  }

  private static func judged(
    _ addresses: [IPAddress], _ known: Set<IPAddress>
  ) -> [IPAddress] {
    addresses.filter { !known.contains($0) && SpecialPurpose($0) == nil }
  }

  private mutating func known(
    _ key: DayWindowKey, _ reader: StateReader
  ) throws(StateFailure) -> Set<IPAddress> {
    let place = DayWindowKey(day: 0, side: key.side, family: key.family)
    if let known = knownAddresses[place] { return known }
    let known = Set(
      try reader.addresses(on: key.side, of: key.family, days: baselineDays).map(\.address))
    knownAddresses[place] = known
    return known
  }

  /// The window as it was before the captures of this run.
  ///
  /// What the state holds of the day includes the capture at hand, whose addresses were judged
  /// neither before nor after: each is judged once, in whatever order.
  private mutating func window(
    _ key: DayWindowKey, _ known: Set<IPAddress>, _ reader: StateReader
  ) throws(StateFailure) -> DayWindow {
    if let window = windows[key] { return window }
    let today = try reader.addresses(
      on: key.side, of: key.family, days: key.day..<key.day + 1
    ).map(\.address)
    let yesterday = try reader.addresses(
      on: key.side, of: key.family, days: key.day - 1..<key.day)
    var window = DayWindow(addresses: today, previousCount: yesterday.count)
    window.add(judge.judgements(of: Self.judged(today, known), key.side, key.family))
    return window
  }

  private func findings(
    _ strangers: [(record: AddressRecord, pValue: Double)], _ key: DayWindowKey, path: InputPath,
    stateId: String, _ reader: StateReader
  ) throws(StateFailure) -> [Raised] {
    var raised: [Raised] = []
    let start = key.day * WatchOptions.secondsPerDay
    let reasons = judge.reasons(for: strangers.map(\.record), key.side, key.family)
    for ((record, pValue), why) in zip(strangers, reasons) {
      guard let why else { continue }
      let finding = Finding(
        id: FindingId.hash(
          stateId: stateId, detector: .addresses, address: record.address, side: key.side,
          windowStart: start),
        detector: .addresses, side: key.side, address: record.address, windowStart: start,
        capturePath: path, firstPacket: record.firstPacket, packetCount: record.packetCount,
        byteCount: record.byteCount, firstTimestamp: record.firstTimestamp,
        lastTimestamp: record.lastTimestamp, anomalyScore: why.anomalyScore, pValue: pValue,
        reference: why.reference, reasons: why.reasons)
      guard try reader.finding(finding.id) == nil else { continue }
      raised.append(Raised(finding: finding, cooling: try cooling(finding, reader)))
    }
    return raised
  }

  // MARK: Cool-down

  /// The id of the finding that the address of `finding` cools down from; nil where it does not.
  ///
  /// That is the last one that was told. What was kept quiet prolongs nothing, or an address that
  /// comes back often would be told of once and never again.
  private func cooling(
    _ finding: Finding, _ reader: StateReader
  ) throws(StateFailure) -> String? {
    var told: Finding?
    let findings = try reader.findings(
      of: finding.address, on: finding.side, by: finding.detector)
    for earlier in findings where earlier.finding.windowStart <= finding.windowStart {
      // By another cool-down or other feedback it may have been told all the same.
      let wasSent = earlier.deliveries.contains { $0.isSent }
      if wasSent || !(isCooling(earlier.finding, since: told) || isBenign(earlier.finding)) {
        told = earlier.finding
      }
    }
    return isCooling(finding, since: told) ? told?.id : nil
  }

  private func isCooling(_ finding: Finding, since told: Finding?) -> Bool {
    guard let told else { return false }
    return finding.windowStart - told.windowStart < coolDownSeconds
  }

  private func isBenign(_ finding: Finding) -> Bool {
    feedback.whyBenign(finding.detector, finding.side, finding.address, at: finding.windowStart)
      != nil
  }
}
