import Detection
import Features
import Readers
import Records
import Reporting
import State

/// One look at watched directories: what is new is read, counted once, and judged.
///
/// Every file's records, addresses and findings become durable in one transaction, so that a run which
/// is killed leaves nothing half done: the next goes on as if it had never been.
public struct WatchRun {
  let store: StateStore
  let options: WatchOptions
  let allowList: AllowList?
  let isCancelled: @Sendable () -> Bool
  /// Seconds since 1970 by the clock, which is asked whether files are settled and lines of the
  /// allow-list have ended.
  let now: @Sendable () -> Int64
  var report: WatchReport
  /// Sinks by name that every finding is to be sent to.
  private var sinkNames: [String] = []
  private var batch: [Change] = []
  /// Beginnings of the contents in it, and how many addresses they have, so that a file costs the same
  /// however many wait.
  private var pendingHeads: Set<[UInt8]> = []
  private var pendingAddressCount = 0
  /// By the latest baseline; nil while there is none.
  var judging: DayJudging?

  /// Files whose changes share a transaction: each alone would cost the disk a turn.
  private static let batchCount = 128
  /// Addresses that wait for it at most.
  private static let batchAddressCount = 100_000

  /// A file, and what of it is to be stored.
  private struct Change {
    let file: KnownFile
    let content: CaptureReading.NewContent?
  }

  public init(
    store: StateStore, options: WatchOptions, allowList: AllowList? = nil, version: String,
    now: @escaping @Sendable () -> Int64, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.store = store
    self.options = options
    self.allowList = allowList
    self.isCancelled = isCancelled
    self.now = now
    report = WatchReport(version: version)
  }

  /// Looks at `directories`, and says what came of it.
  ///
  /// - Parameters:
  ///   - sinks: who is told of findings.
  ///   - progress: told of every file that was looked at.
  /// - Throws: what keeps the state from being written; what was stored before stays.
  public mutating func run(
    _ directories: [InputPath], sinks: inout [any AlertSink],
    progress: (_ doneCount: Int, _ fileCount: Int) -> Void
  ) throws(StateFailure) -> WatchReport {
    report = WatchReport(version: report.version)
    sinkNames = sinks.map(\.name)
    try prepareJudging()
    let survey = try FileSurvey(
      directories, isRecursive: options.isRecursive, store: store, isCancelled: isCancelled)
    report.files.listed = survey.files.count
    for (number, file) in survey.files.enumerated() {
      guard !isCancelled() else { break }
      try look(at: file, survey)
      progress(number + 1, survey.files.count)
      if isBatchFull { try flush() }
    }
    try flush()
    report.wasInterrupted = isCancelled()
    if !report.wasInterrupted {
      try learnFromBefore()
      try forget(survey.vanishedPaths)
      report.files.vanished = survey.vanishedPaths.count
      try describeBaseline()
    }
    try tell(&sinks)
    return report
  }

  private var isBatchFull: Bool {
    batch.count >= Self.batchCount || pendingAddressCount >= Self.batchAddressCount
  }

  // MARK: Files

  private mutating func look(
    at file: FileSurvey.File, _ survey: FileSurvey
  ) throws(StateFailure) {
    guard case .readable = file.source.standing, let identity = file.identity else {
      return count(file)
    }
    if file.isUnchanged {
      report.files.unchanged += 1
      if case .ignored(let reason) = file.known?.verdict {
        report.files.ignored[reason, default: 0] += 1
      }
      return
    }
    let reading = CaptureReading(
      isSettled: isSettled(identity), presentCaptures: survey.presentCaptures,
      isCancelled: isCancelled)
    var outcome = try outcome(of: file.source, reading)
    if case .deferred = outcome {
      try flush()
      outcome = try self.outcome(of: file.source, reading)
    }
    take(outcome, of: file.source, identity)
  }

  private func outcome(
    of source: InputSource, _ reading: CaptureReading
  ) throws(StateFailure) -> CaptureReading.Outcome {
    let (pending, store) = (pendingHeads, store)
    return try reading.outcome(
      of: source,
      captures: { (heads) throws(StateFailure) in
        try store.read { (reader) throws(StateFailure) in
          var found: [CaptureEntry] = []
          for head in heads { found += try reader.captures(headHash: head) }
          return found
        }
      }, isPending: { heads in heads.contains(where: pending.contains) })
  }

  /// By the clock; a file from the future is settled, since a clock that was put back says nothing.
  private func isSettled(_ identity: KnownFile.Identity) -> Bool {
    let (age, didOverflow) = now().subtractingReportingOverflow(identity.modificationSeconds)
    return didOverflow || age < 0 || age >= Int64(options.settleSeconds)
  }

  private mutating func count(_ file: FileSurvey.File) {
    let source = file.source
    switch source.standing {
    case .readable:
      var failure = FileIdentity.failure(source.path)
      // What a directory listed a moment ago was there.
      if failure?.class == .notFound, !file.isNamed { failure = nil }
      report.unreadable.append(
        .init(
          path: source.path,
          failure: failure
            ?? InputFailure(.notFound, "it went away before it could be read")))
    case .ignored(let reason): report.files.ignored[reason.rawValue, default: 0] += 1
    case .failed(let failure):
      report.unreadable.append(.init(path: source.path, failure: failure))
    }
  }

  private mutating func take(
    _ outcome: CaptureReading.Outcome, of source: InputSource, _ identity: KnownFile.Identity
  ) {
    func file(_ verdict: KnownFile.Verdict) -> KnownFile {
      KnownFile(path: source.path, identity: identity, verdict: verdict)
    }
    switch outcome {
    case .known(let capture):
      report.files.known += 1
      batch.append(Change(file: file(.capture(capture)), content: nil))
    case .new(let content):
      batch.append(Change(file: file(.capture(content.entry.id)), content: content))
      if let head = content.entry.headHash { pendingHeads.insert(head) }
      pendingAddressCount += content.addressCount
      report.captures.append(
        .init(
          summary: content.summary, standing: content.entry.standing,
          knownRecordCount: content.knownRecordCount,
          newUsedPacketCount: content.usedPacketCount))
    case .ignored(let reason):
      report.files.ignored[reason.rawValue, default: 0] += 1
      batch.append(Change(file: file(.ignored(reason.rawValue)), content: nil))
    case .waiting: report.files.waiting += 1
    case .unreadable(let failure):
      // Not remembered: who may read it now is not told by its time.
      report.unreadable.append(.init(path: source.path, failure: failure))
    case .deferred, .interrupted: break
    }
  }

  private func forget(_ paths: [InputPath]) throws(StateFailure) {
    guard !paths.isEmpty else { return }
    try store.write { (writer) throws(StateFailure) in
      for path in paths { try writer.forget(path) }
    }
  }

  // MARK: Storing and judging

  /// Stores what waits, file by file, judges it, and learns where that is due; all of it or nothing.
  ///
  /// Learning takes its turn among the files, so that it does not matter how many share a transaction.
  private mutating func flush() throws(StateFailure) {
    guard !batch.isEmpty else { return }
    let (changes, sinks, stateId, options) = (batch, sinkNames, store.stateId, options)
    let version = report.version
    var judging = judging
    let (raised, learned) = try store.write { (writer) throws(StateFailure) in
      var raised: [DayJudging.Raised] = []
      var learned: [Learned] = []
      var days = try writer.reader.activeDays()
      for change in changes {
        try Self.store(change, writer)
        guard let content = change.content else { continue }
        let later = content.days.compactMap(\.number).filter { !days.contains($0) }
        if !later.isEmpty {
          days = (days + later).sorted()
          if let lesson = try Self.learn(
            days, reached: later.max(), writer, options, version: version)
          {
            learned.append(lesson)
            judging = try Self.judging(writer.reader, options)
          }
        }
        let found =
          try judging?.findings(
            in: content, path: change.file.path, stateId: stateId, reader: writer.reader) ?? []
        for one in found {
          // What feedback keeps quiet waits, since that may be taken back.
          let isNew = try writer.insert(
            one.finding, deliveries: one.cooling == nil ? sinks : [])
          if isNew { raised.append(one) }
        }
      }
      return (raised, learned)
    }
    self.judging = judging
    (batch, pendingHeads, pendingAddressCount) = ([], [], 0)
    report.findings += raised.map { one in
      WatchReport.Reported(
        finding: one.finding,
        silence: one.cooling.map(WatchReport.Reported.Silence.coolingDown(since:)))
    }
    for lesson in learned { note(lesson) }
  }

  private static func store(_ change: Change, _ writer: StateWriter) throws(StateFailure) {
    guard let content = change.content else { return try writer.put(change.file) }
    var id = content.entry.id
    if id == 0 {
      id = try writer.insert(content.entry)
    } else {
      try writer.update(content.entry)
    }
    try writer.put(
      KnownFile(
        path: change.file.path, identity: change.file.identity, verdict: .capture(id)))
    for day in content.days {
      for table in day.tables { try writer.add(table.records, on: table.side, day: day.number) }
    }
  }
}
