import Foundation
import Records
import State
import Testing

@testable import Watching

@Suite struct WatchJudgingTests {
  static let stranger: [UInt8] = [203, 0, 77, 5]

  /// Seven ordinary days, and an eighth with a stranger.
  private func learned(
    _ folder: CaptureFolder, sinks: [any AlertSink] = []
  ) throws -> WatchReport {
    for day in 0..<7 { try folder.write(Office.day(day), to: "day\(day).pcap") }
    try folder.write(
      Office.day(7, strangers: [(Self.stranger, [10, 2, 0, 9])]), to: "day7.pcap")
    return try folder.watch(sinks: sinks)
  }

  @Test func nobodyIsToldOfAnythingBeforeThereIsABaseline() throws {
    let folder = try CaptureFolder()
    for day in 0..<7 {
      try folder.write(
        Office.day(day, strangers: [(Self.stranger, [10, 2, 0, 9])]), to: "day\(day).pcap")
    }
    let report = try folder.watch()
    #expect(report.findings.isEmpty && report.baseline == nil)
    #expect(report.learning == .init(activeDayCount: 7, neededDayCount: 7))
  }

  /// Copies of older captures are learned from whole, though a day after them is known already, in
  /// the same look or from one before.
  @Test(arguments: [true, false])
  func olderDaysAreAllReadBeforeTheyAreLearnedFrom(_ isInOneRun: Bool) throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(20), to: "a-today.pcap")
    if !isInOneRun { #expect(try folder.watch().baseline == nil) }
    for day in 0..<7 {
      // Only the last three days have these.
      let late: [(source: [UInt8], destination: [UInt8])] = (130..<160).map {
        ([10, 1, 0, $0], [10, 2, 0, 9])
      }
      try folder.write(
        Office.day(day, strangers: day < 4 ? [] : late), to: "old\(day).pcap")
    }
    let report = try folder.watch()
    let baseline = try #require(report.baseline)
    #expect(baseline.isNew && report.findings.isEmpty)
    #expect(baseline.startSeconds == Int64(Office.firstDay) * 86_400)
    let learnedCount = try folder.read { (reader) throws(StateFailure) in
      let days = Int64(Office.firstDay)..<Int64(Office.firstDay + 7)
      return try reader.addresses(on: .source, of: .ipv4, days: days).count
    }
    #expect(baseline.populations.first { $0.side == .source }?.addressCount == learnedCount)
    #expect(try folder.watch().baseline?.isNew == false)
  }

  /// Captures of two interfaces are learned from together, although all of one are listed before the
  /// other's.
  @Test func filesAreReadInTheOrderOfTheirTimes() throws {
    let folder = try CaptureFolder()
    for day in 0..<9 {
      let others: [(source: [UInt8], destination: [UInt8])] = (130..<190).map {
        ([10, 1, 0, $0], [10, 2, 0, 9])
      }
      try folder.write(Office.day(day), to: "eth0-\(day).pcap")
      try folder.write(Office.day(day, strangers: others), to: "eth1-\(day).pcap")
    }
    let report = try folder.watch()
    #expect(try #require(report.baseline).isNew && report.findings.isEmpty)
  }

  /// A day that has not come yet, and is known from before, ends no period.
  @Test func aClockThatWasAheadEndsNoPeriod() throws {
    let folder = try CaptureFolder()
    try folder.write(Office.day(5_000), to: "ahead.pcap")
    for day in 0..<6 {
      try folder.write(Office.day(day), to: "day\(day).pcap")
      #expect(try folder.watch().baseline == nil)
    }
  }

  @Test func aStrangerIsFoundAndNobodyElse() throws {
    let folder = try CaptureFolder()
    let report = try learned(folder)
    #expect(report.findings.map { "\($0.finding.address)" } == ["203.0.77.5"])
    let finding = try #require(report.findings.first?.finding)
    #expect(finding.side == .source && finding.packetCount == 1 && finding.firstPacket == 401)
    #expect(finding.reasons.first?.contains("203") == true)
    #expect(report.baseline?.isNew == true)
  }

  @Test func newcomersAmongTheirLikeAreOrdinary() throws {
    let folder = try CaptureFolder()
    _ = try learned(folder)
    try folder.write(
      Office.day(8, strangers: [([10, 1, 1, 200], [10, 2, 0, 95])]), to: "day8.pcap")
    #expect(try folder.watch().findings.isEmpty)
  }

  /// Neither the same day, in another file, nor while it cools down, is anybody told again.
  @Test func nobodyIsToldTwice() throws {
    let folder = try CaptureFolder()
    let told = RecordingSink()
    _ = try learned(folder, sinks: [told])
    try folder.write(
      [
        .init(
          seconds: (Office.firstDay + 7) * 86_400 + 86_000, source: Self.stranger,
          destination: [10, 2, 0, 9])
      ], to: "day7b.pcap")
    #expect(try folder.watch(sinks: [told]).findings.isEmpty)
    try folder.write(
      Office.day(9, strangers: [(Self.stranger, [10, 2, 0, 9])]), to: "day9.pcap")
    let cooling = try folder.watch(sinks: [told])
    #expect(cooling.findings.count == 1 && cooling.findings[0].silence != nil)
    try folder.write(
      Office.day(15, strangers: [(Self.stranger, [10, 2, 0, 9])]), to: "day15.pcap")
    var options = WatchOptions()
    options.coolDownSeconds = 5 * 86_400
    #expect(try folder.watch(options, sinks: [told]).findings.map(\.silence) == [nil])
    #expect(told.addresses == ["203.0.77.5", "203.0.77.5"])
  }

  /// Counted from the last finding that was told: those that are kept quiet prolong nothing, in one
  /// run as in several.
  @Test(arguments: [true, false])
  func anAddressIsToldOfAgainWhenItHasCooledDown(_ isInOneRun: Bool) throws {
    let folder = try CaptureFolder()
    let told = RecordingSink()
    for day in 0..<7 { try folder.write(Office.day(day), to: "day\(day).pcap") }
    var findings: [WatchReport.Reported] = []
    for day in [8, 11, 14, 15, 17, 22] {
      // Three digits, so that the order of names is that of days.
      try folder.write(
        Office.day(day, strangers: [(Self.stranger, [10, 2, 0, 9])]),
        to: "later\(100 + day).pcap")
      if !isInOneRun { findings += try folder.watch(sinks: [told]).findings }
    }
    if isInOneRun { findings = try folder.watch(sinks: [told]).findings }
    try #require(findings.count == 6)
    let ids = findings.map(\.finding.id)
    #expect(
      findings.map(\.silence) == [
        nil, .coolingDown(since: ids[0]), .coolingDown(since: ids[0]), nil,
        .coolingDown(since: ids[3]), nil,
      ])
    #expect(told.addresses == Array(repeating: "203.0.77.5", count: 3))
  }

  /// A line that is added later silences what is pending; when it ends, that is told. What was told
  /// is not told again.
  @Test func anAllowListSilencesWhileItHolds() throws {
    let folder = try CaptureFolder()
    let told = RecordingSink()
    let now: Int64 = 1_900_000_000
    told.isDown = true
    _ = try learned(folder, sinks: [told])
    told.isDown = false
    let list = "203.0.77.0/24 until=2030-06-01 # the auditor\n198.51.100.7 # nobody\n"
    let quiet = try folder.watch(allowing: list, sinks: [told], now: now)
    #expect(told.addresses.isEmpty && quiet.deliveries.map(\.pendingCount) == [0])
    #expect(quiet.unusedAllowEntries == ["198.51.100.7"])
    for _ in 0..<2 { _ = try folder.watch(allowing: list, sinks: [told], now: now) }
    let hits = try folder.read { (reader) throws(StateFailure) in try reader.allowHits() }
    #expect(hits.map(\.count) == [1])
    // 2030-06-01 has passed.
    _ = try folder.watch(allowing: list, sinks: [told], now: 1_906_600_000)
    #expect(told.addresses == ["203.0.77.5"])
    _ = try folder.watch(sinks: [told])
    #expect(told.addresses == ["203.0.77.5"])
  }

  @Test func whatCouldNotBeToldIsToldLater() throws {
    let folder = try CaptureFolder()
    let told = RecordingSink()
    told.isDown = true
    let failed = try learned(folder, sinks: [told])
    #expect(failed.deliveries.map(\.failure) == ["nobody listens"])
    #expect(failed.deliveries.map(\.pendingCount) == [1])
    told.isDown = false
    #expect(try folder.watch(sinks: [told]).deliveries.map(\.sentCount) == [1])
    #expect(told.addresses == ["203.0.77.5"])
  }

  /// However files share transactions, and whatever order a day's come in.
  @Test func aStateDoesNotDependOnTheNumberOfRuns() throws {
    let days = (0..<9).map { day in
      Office.day(day, strangers: day == 8 ? [(Self.stranger, [10, 2, 0, 9])] : [])
    }
    let (atOnce, oneByOne) = (try CaptureFolder(), try CaptureFolder())
    for (number, packets) in days.enumerated() {
      try atOnce.write(packets, to: "day\(number).pcap")
      try oneByOne.write(packets, to: "day\(number).pcap")
      _ = try oneByOne.watch()
    }
    _ = try atOnce.watch()
    func content(_ folder: CaptureFolder) throws -> [String] {
      try folder.read { (reader) throws(StateFailure) in
        try reader.findings(since: nil).map {
          "\($0.finding.address) \($0.finding.windowStart) \($0.finding.pValue)"
        }
      }
    }
    #expect(try content(atOnce) == content(oneByOne))
    #expect(try content(atOnce).count == 1)
  }

  /// What it kept quiet meanwhile is told then.
  @Test func feedbackKeepsASubjectQuietUntilItIsUndone() throws {
    let folder = try CaptureFolder()
    let told = RecordingSink()
    let id = try #require(learned(folder, sinks: [told]).findings.first?.finding.id)
    func give(_ body: (StateWriter) throws(StateFailure) -> Void) throws {
      try StateStore(writing: folder.state).write(body)
    }
    try give { (writer) throws(StateFailure) in
      _ = try writer.insert(
        FeedbackEntry(
          id: 0, findingId: id, verdict: .benign, why: "the auditor", untilSeconds: nil,
          isUndone: false, recordedSeconds: 0))
    }
    var options = WatchOptions()
    options.coolDownSeconds = 1
    func report(_ day: Int) throws -> WatchReport {
      try folder.write(
        Office.day(day, strangers: [(Self.stranger, [10, 2, 0, 9])]), to: "day\(day).pcap")
      return try folder.watch(options, sinks: [told])
    }
    #expect(try report(8).findings.map(\.silence) == [.benign(why: "the auditor")])
    #expect(told.addresses.count == 1)
    try give { (writer) throws(StateFailure) in _ = try writer.undoFeedback(on: id) }
    #expect(try report(10).findings.map(\.silence) == [nil])
    #expect(told.addresses == Array(repeating: "203.0.77.5", count: 3))
  }

  @Test func theNetworkThatChangedIsLearnedAnewAndTold() throws {
    let folder = try CaptureFolder()
    var options = WatchOptions()
    options.refreshDayCount = 7
    for day in 0..<8 { try folder.write(Office.day(day), to: "day\(day).pcap") }
    _ = try folder.watch(options)
    let moved = (1...60).map { (host: UInt8) -> (source: [UInt8], destination: [UInt8]) in
      ([10, 9, 9, host], [10, 2, 0, host])
    }
    for day in 8..<16 {
      try folder.write(
        Office.day(day, strangers: moved), to: "day\(day).pcap")
    }
    let report = try folder.watch(options)
    #expect(report.baseline?.isNew == true)
    #expect(report.baseline?.startSeconds == Int64(Office.firstDay + 7) * 86_400)
  }

  /// A clock that was wrong for one capture, decades off, neither begins a period nor ends it.
  @Test func aWrongClockDoesNotTeach() {
    let period = BaselinePeriod(dayCount: 7, refreshDayCount: 28)
    #expect(period.first([0, 20_000, 20_001, 20_002]) == nil)
    #expect(period.first([0] + (20_000...20_007)) == 20_000..<20_007)
    #expect(period.first(Array(20_000...20_006) + [50_000]) == 20_000..<20_007)
    #expect(period.next(Array(20_000...20_010) + [50_000], after: 20_007) == nil)
    #expect(period.next(Array(20_000...20_040), after: 20_007) == 20_033..<20_040)
  }
}
