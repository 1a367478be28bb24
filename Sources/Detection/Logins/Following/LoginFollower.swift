import Features
import Learning
import LinearAlgebra
import Records

// Goals, in order: the same predictions whenever the program is stopped and begun again, because all
// depends on the log, the labels, the model and what was predicted already; those that a model makes
// of the whole log at once; then bounded memory.

/// Judges the periods of a log one after another while it is being written, and learns from labels.
///
/// The caller gives it attempts and labels as they come, and asks for the next step until there is
/// none. A lesson is due as soon as the last row of a labelled attack was judged, so that it does not
/// matter when the program looked.
public struct LoginFollower: Sendable {
  /// What there is to do.
  public enum Step: Sendable, Equatable {
    /// Write this down.
    case prediction(LoginPrediction)
    /// Make durable what was written down, call `learn`, and save the model.
    case lesson
  }

  public private(set) var model: SavedLoginModel
  /// Periods are called attacks that score at least this.
  public let threshold: Double
  public private(set) var tally = LoginFollowTally()
  /// Of the latest attempt that was taken; nil before any was.
  public private(set) var latestTime: Timestamp?

  private let from: Timestamp?
  private let resumption: LoginResumption?
  /// Whether rows end with the last failure, as those of a table do, and not with the last look.
  private let endsWithFailure: Bool
  private var rows: PeriodRows
  private var assembly: PeriodAssembly
  private var backlog: RowBacklog?
  private var labels: LabelQueue
  private var incident: Timestamp?
  private var lastFlaggedSeconds: Int64?
  private var lastFailureSeconds: Int64?
  /// The last period that was judged, or had been.
  private var passedSeconds: Int64?
  private var scores: [[Int32]: Double] = [:]

  private static let scoreLimit = 4_096
  private static let secondsPerHour: Int64 = 3_600
  private static let hoursPerWeek: Int64 = 168

  /// Nil for a model whose rows are not made one after another.
  ///
  /// - Parameters:
  ///   - threshold: nil for the model's own.
  ///   - from: rows begin no earlier; what happened before only leads up to them.
  ///   - resumption: of predictions that were made already.
  ///   - learns: whether labels are learned from.
  ///   - endsWithFailure: whether rows end with the last failure.
  public init?(
    _ model: SavedLoginModel, threshold: Double?, from: Timestamp?, resumption: LoginResumption?,
    learns: Bool, endsWithFailure: Bool
  ) {
    guard model.model.name != .dummy,
      let rows = PeriodRows(model.schema, periodSeconds: model.periodSeconds)
    else { return nil }
    self.model = model
    self.threshold = threshold ?? model.model.defaultThreshold
    self.from = from
    self.resumption = resumption
    self.endsWithFailure = endsWithFailure
    self.rows = rows
    // A log whose earlier lines are gone goes on without a gap.
    assembly = PeriodAssembly(
      periodSeconds: model.periodSeconds,
      nextSeconds: resumption.map { $0.last.seconds + model.periodSeconds })
    backlog = learns ? RowBacklog(periodSeconds: model.periodSeconds) : nil
    labels = LabelQueue(
      periodSeconds: model.periodSeconds, learnedTo: model.lessons.compactMap(\.to).max())
    incident = resumption?.incident
    lastFlaggedSeconds = resumption.flatMap { $0.incident == nil ? nil : $0.last.seconds }
  }

  // MARK: What comes in

  /// Takes an attempt; periods before its own are over.
  ///
  /// - Parameter latest: what claims to be later is no reason to close periods that are still to come.
  public mutating func take(_ attempt: LoginAttempt, latest: Timestamp? = nil) {
    if let from, attempt.time < from, !rows.seesEarlierPeriods { return }
    let isTooLate = latest.map { $0 < attempt.time } ?? false
    let fate = isTooLate ? .farAhead : assembly.take(attempt)
    tally.count(fate)
    // Too many attempts are those of a period all the same.
    guard fate == .taken || fate == .crowded else { return }
    latestTime = max(latestTime ?? attempt.time, attempt.time)
    let seconds = assembly.floor(attempt.time)
    if !attempt.isSuccess { lastFailureSeconds = max(lastFailureSeconds ?? seconds, seconds) }
    if !endsWithFailure || !attempt.isSuccess { assembly.close(before: seconds) }
  }

  /// Notes that all periods are over that end at `time` or before.
  public mutating func close(before time: Timestamp) {
    assembly.close(before: assembly.floor(time))
  }

  /// Notes that nothing more comes, so that the period of the last failure is over, too.
  public mutating func finish() {
    guard let lastFailureSeconds else { return }
    assembly.close(before: lastFailureSeconds + model.periodSeconds)
  }

  /// Takes labels, in any order; those that are known already do no harm.
  public mutating func take(_ attacks: [Attack]) {
    tally.lateLabelCount += labels.add(attacks)
  }

  // MARK: What comes out

  /// The next thing to do; nil until more comes in.
  public mutating func next() -> Step? {
    while true {
      if isCaughtUp, backlog != nil, labels.due(at: passedSeconds) != nil { return .lesson }
      guard let (seconds, attempts) = assembly.next(skippingEmptyBefore: firstNeededSeconds) else {
        return nil
      }
      let counts = rows.counts(ofPeriodAt: seconds, attempts)
      if passedSeconds == nil, !begins(at: seconds, attempts) { continue }
      passedSeconds = seconds
      if labels.learnedSeconds.map({ $0 <= seconds }) ?? true {
        backlog?.append(counts, at: seconds)
        tally.forgottenRowCount = backlog?.forgottenRowCount ?? 0
      }
      if let resumption, seconds <= resumption.last.seconds { continue }
      return .prediction(prediction(counts, at: seconds, attempts))
    }
  }

  private var isCaughtUp: Bool {
    guard let resumption else { return true }
    return passedSeconds.map { resumption.last.seconds <= $0 } ?? false
  }

  /// Empty periods before it change nothing.
  private var firstNeededSeconds: Int64 {
    guard let resumption else { return passedSeconds == nil ? .max : .min }
    let next = resumption.last.seconds + model.periodSeconds
    guard backlog != nil else { return next }
    let first = resumption.first.seconds
    return min(next, max(first, labels.learnedSeconds ?? first))
  }

  /// Whether the rows begin with this period.
  private func begins(at seconds: Int64, _ attempts: [LoginAttempt]) -> Bool {
    if let resumption { return seconds >= resumption.first.seconds }
    return attempts.contains { attempt in
      !attempt.isSuccess && from.map { $0 <= attempt.time } ?? true
    }
  }

  private mutating func prediction(
    _ counts: PeriodRows.Counts, at seconds: Int64, _ attempts: [LoginAttempt]
  ) -> LoginPrediction {
    let score = score(counts, at: seconds)
    let time = Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0)
    let isAttack = score >= threshold
    tally.periodCount += 1
    if isAttack {
      tally.flaggedCount += 1
      if lastFlaggedSeconds != seconds - model.periodSeconds {
        incident = time
        tally.incidentCount += 1
      }
      lastFlaggedSeconds = seconds
    }
    return LoginPrediction(
      time: time, usernamesWithFailures: rows.usernamesWithFailures(counts), score: score,
      isAttack: isAttack, incident: isAttack ? incident : nil,
      evidence: isAttack ? FlaggedPeriod(time: time, score: score, attempts: attempts[...]) : nil)
  }

  /// Equal rows have equal scores, and most rows of a week are equal.
  private mutating func score(_ counts: PeriodRows.Counts, at seconds: Int64) -> Double {
    let hour = seconds / Self.secondsPerHour - (seconds % Self.secondsPerHour < 0 ? 1 : 0)
    let key = counts + [Int32((hour % Self.hoursPerWeek + Self.hoursPerWeek) % Self.hoursPerWeek)]
    if let score = scores[key] { return score }
    if scores.count >= Self.scoreLimit { scores = [:] }
    let sample = LoginSamples(
      schema: model.schema, startSeconds: seconds, periodSeconds: model.periodSeconds,
      distinctRows: Matrix(rows: [rows.features(counts, at: seconds)]), indices: [0], labels: nil)
    let score = model.model.scores(of: sample)[0]
    scores[key] = score
    return score
  }

  // MARK: Learning

  /// Learns from the rows up to the end of the attack whose lesson is due.
  ///
  /// - Parameters:
  ///   - version: of the program.
  ///   - inputs: what is read, for the model's receipt.
  /// - Returns: whether the model is another one now; not where no row was left to learn from.
  /// - Throws: why the model cannot learn from these rows.
  /// - Precondition: `next` said that a lesson is due.
  public mutating func learn(
    version: String, inputs: [SavedLoginModel.Input]
  ) throws(FitError) -> Bool {
    guard let end = labels.due(at: passedSeconds) else {
      preconditionFailure("a lesson is due")
    }
    let batch = backlog?.take(before: end, rows, labels.attacks)
    labels.learnedSeconds = end
    guard let batch,
      let learned = try model.model.updated(with: batch.samples, labels: batch.labels)
    else { return false }
    let lesson = SavedLoginModel.Lesson(
      version: version, inputs: inputs,
      from: batch.samples.time(ofRow: 0),
      to: Timestamp(seconds: end, nanoseconds: 0, fractionDigitCount: 0),
      rowTimes: batch.samples.times, rowCount: batch.samples.rowCount,
      attackCount: batch.labels.count { $0 })
    model = model.following(learned, lesson)
    scores = [:]
    tally.lessonCount += 1
    tally.learnedRowCount += lesson.rowCount
    return true
  }
}

extension SavedLoginModel {
  /// The model after a lesson, put together with the one before where that came from the same files
  /// and ended where this began, so that the receipt does not grow with every attack.
  fileprivate func following(_ model: LoginClassifierModel, _ lesson: Lesson) -> SavedLoginModel {
    guard lessons.count > 1, let last = lessons.last, last.to == lesson.from,
      last.version == lesson.version, last.inputs == lesson.inputs
    else { return with(model, lesson) }
    let joined = Lesson(
      version: lesson.version, inputs: lesson.inputs, from: last.from, to: lesson.to,
      rowTimes: last.rowTimes.flatMap { first in
        lesson.rowTimes.map { first.lowerBound..<$0.upperBound }
      },
      rowCount: last.rowCount + lesson.rowCount,
      attackCount: last.attackCount + lesson.attackCount)
    return SavedLoginModel(
      schema: schema, periodSeconds: periodSeconds, parameters: parameters, seed: seed,
      lessons: lessons.dropLast() + [joined], model: model)
  }
}
