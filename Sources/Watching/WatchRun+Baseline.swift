import Detection
import Reporting
import State

// What is ordinary: learned once there are days enough, and judged by from then on.

extension WatchRun {
  mutating func prepareJudging() throws(StateFailure) {
    let options = options
    judging = try store.read { (reader) throws(StateFailure) in
      try Self.judging(reader, options)
    }
  }

  /// By the latest baseline; nil while there is none.
  static func judging(
    _ reader: StateReader, _ options: WatchOptions
  ) throws(StateFailure) -> DayJudging? {
    guard let entry = try reader.latestBaseline() else { return nil }
    guard let model = try? ModelFile.read(entry.model) else {
      throw StateFailure(
        .corruptDatabase,
        "expected a baseline in the state that can be read, but found another; restore the state "
          + "from a backup, or move it away to learn anew")
    }
    return DayJudging(
      model, startSeconds: entry.startSeconds, endSeconds: entry.endSeconds,
      feedback: try reader.feedbackRules(), options: options)
  }

  /// A baseline that was learned.
  struct Learned {
    let model: SavedModel
    let days: Range<Int64>
    let drift: [String]
  }

  /// Learns what is ordinary of days whose like came after a later one, as copies of older captures
  /// do: once all of a look are read, for the first few would make a period that lacks the others. A
  /// day that has not come yet is that of a clock which was wrong, and does not count here.
  mutating func learnFromBefore() throws(StateFailure) {
    guard judging == nil else { return }
    let (options, version) = (options, report.version)
    let today = now() / WatchOptions.secondsPerDay
    let days = try store.read { (reader) throws(StateFailure) in try reader.activeDays() }
      .filter { $0 <= today }
    guard options.baselinePeriod.first(days) != nil else { return }
    let lesson = try store.write { (writer) throws(StateFailure) in
      try Self.learn(days, reached: nil, writer, options, version: version)
    }
    if let lesson { note(lesson) }
  }

  mutating func note(_ lesson: Learned) {
    report.drift += lesson.drift
    report.baseline = Self.describe(lesson.model, days: lesson.days, isNew: true)
  }

  /// Learns what is ordinary, if days enough have passed.
  ///
  /// - Parameter reached: the latest of the days that came just now; a first period must end before
  ///   it. Nil where no more come.
  static func learn(
    _ activeDays: [Int64], reached: Int64?, _ writer: StateWriter, _ options: WatchOptions,
    version: String
  ) throws(StateFailure) -> Learned? {
    let last = try writer.reader.latestBaseline()
    let due =
      if let last {
        options.baselinePeriod.next(
          activeDays, after: last.endSeconds / WatchOptions.secondsPerDay)
      } else {
        options.baselinePeriod.first(activeDays)
      }
    guard let due else { return nil }
    if last == nil, let reached, reached < due.upperBound { return nil }
    let learning = BaselineLearning(
      version: version, seed: options.seed, threadCount: options.threadCount)
    guard
      let learned = try learning.learn(
        due, writer.reader, feedback: try writer.reader.feedbackRules())
    else { return nil }
    _ = try writer.insert(learned.entry)
    var drift: [String] = []
    if let last, let old = try? ModelFile.read(last.model) {
      drift = BaselineDrift(from: old, to: learned.model).sentences
    }
    return Learned(model: learned.model, days: due, drift: drift)
  }

  private static func describe(
    _ model: SavedModel, days: Range<Int64>, isNew: Bool
  ) -> WatchReport.Baseline {
    WatchReport.Baseline(
      startSeconds: days.lowerBound * WatchOptions.secondsPerDay,
      endSeconds: days.upperBound * WatchOptions.secondsPerDay,
      populations: model.populations.map {
        .init(
          side: $0.side, family: $0.family, addressCount: $0.addressCount,
          judges: ($0.calibration?.rowCount ?? 0) >= BaselineJudge.smallestBaselineCount)
      }, isNew: isNew)
  }

  mutating func describeBaseline() throws(StateFailure) {
    guard report.baseline == nil else { return }
    let (last, days) = try store.read { (reader) throws(StateFailure) in
      (try reader.latestBaseline(), try reader.activeDays())
    }
    guard let last, let model = try? ModelFile.read(last.model) else {
      report.learning = .init(
        activeDayCount: options.baselinePeriod.progress(days),
        neededDayCount: options.baselinePeriod.dayCount)
      return
    }
    let seconds = WatchOptions.secondsPerDay
    report.baseline = Self.describe(
      model, days: last.startSeconds / seconds..<last.endSeconds / seconds, isNew: false)
  }
}
