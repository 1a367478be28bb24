import Detection
import Features
import Records
import State

/// Judges the addresses of new packets against the baseline, day by day.
struct DayJudging {
  private var judge: BaselineJudge
  /// Seconds since 1970 behind the period of the baseline; earlier days are not judged.
  private let endOfBaseline: Int64
  /// Addresses that belong because they were there when the baseline was learned.
  private let baselineDays: Range<Int64>
  private var knownAddresses: [DayWindowKey: Set<IPAddress>] = [:]
  private var windows: [DayWindowKey: DayWindow] = [:]
  private let coolDownSeconds: Int64
  private let feedback: FeedbackRules

  private static let secondsPerDay: Int64 = 86_400

  init(
    _ baseline: SavedModel, startSeconds: Int64, endSeconds: Int64, feedback: FeedbackRules,
    options: WatchOptions
  ) {
    judge = BaselineJudge(
      baseline, rate: feedback.falseDiscoveryRate(options.falseDiscoveryRate, at: endSeconds),
      threadCount: options.threadCount)
    endOfBaseline = endSeconds
    baselineDays = startSeconds / Self.secondsPerDay..<endSeconds / Self.secondsPerDay
    coolDownSeconds = options.coolDownSeconds
    self.feedback = feedback
  }

  /// What a capture raises.
  struct Raised {
    let finding: Finding
    /// Nil where somebody is to be told.
    let silence: WatchReport.Reported.Silence?
  }

  /// Judges the new addresses of `content`, which are in the state already.
  mutating func findings(
    in content: CaptureReading.NewContent, path: InputPath, stateId: String, reader: StateReader
  ) throws(StateFailure) -> [Raised] {
    var raised: [Raised] = []
    for (day, tables) in content.addresses.days {
      guard let day, day * Self.secondsPerDay >= endOfBaseline else { continue }
      for table in tables where judge.covers(table.side, table.family) {
        let key = DayWindowKey(day: day, side: table.side, family: table.family)
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
    let start = key.day * Self.secondsPerDay
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
      raised.append(Raised(finding: finding, silence: try silence(of: finding, reader)))
    }
    return raised
  }

  private func silence(
    of finding: Finding, _ reader: StateReader
  ) throws(StateFailure) -> WatchReport.Reported.Silence? {
    if let why = feedback.whyBenign(
      finding.detector, finding.side, finding.address, at: finding.windowStart)
    {
      return .benign(why: why)
    }
    guard
      let last = try reader.lastFinding(
        of: finding.address, on: finding.side, by: finding.detector),
      last.finding.windowStart <= finding.windowStart,
      finding.windowStart - last.finding.windowStart < coolDownSeconds
    else { return nil }
    return .coolingDown(since: last.finding.id)
  }
}
