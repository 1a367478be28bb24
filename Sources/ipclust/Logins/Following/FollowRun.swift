import Detection
import Glibc
import Records
import Reporting
import Scanning

/// The loop of `logins follow`: looks for what was written, judges whole periods, writes them down
/// and saves what was learned.
///
/// The order is what makes a crash harmless: lines are durable before a lesson is learned from their
/// periods, and the model is saved before the next period is judged.
struct FollowRun {
  var follower: LoginFollower
  let tail: LogTail
  let ledger: PredictionLedger
  /// Where the model is, and is saved after lessons.
  let model: [UInt8]
  /// What the model's receipt says it learned from.
  let inputs: [SavedLoginModel.Input]
  /// Whether the log is read to its end as it is, without a look at the clock.
  let isOnce: Bool
  /// Seconds that a period is waited for behind its end.
  let settlingSeconds: Int64
  let write: (LoginPrediction, OutputBuffer) -> Void

  private static let pollMilliseconds: Int32 = 500
  /// Later than now by this much are no clocks but mistakes; a log whose last attempt is older by this
  /// much may be one of earlier days that is being copied, of which the clock tells nothing.
  private static let clockSeconds: Int64 = 86_400

  /// Follows until the end of a log that is replayed, or until a signal.
  mutating func run() throws(FollowFailure) {
    var isFirst = true
    while Interruption.status == nil {
      try takeLabels(isFirst: isFirst)
      isFirst = false
      if let attempts = try attempts() {
        let latest = isOnce ? nil : Self.now(plus: Self.clockSeconds)
        for attempt in attempts { follower.take(attempt, latest: latest) }
        try judge()
      } else if isOnce {
        try finish()
        break
      } else {
        if keepsUpWithTheClock { follower.close(before: Self.now(plus: -settlingSeconds)) }
        try judge()
        try settle()
        poll(nil, 0, Self.pollMilliseconds)
      }
    }
    try settle()
  }

  private var keepsUpWithTheClock: Bool {
    follower.latestTime.map { Self.now(plus: -Self.clockSeconds) < $0 } ?? false
  }

  /// Judges what is left of a log to which nothing will be added.
  private mutating func finish() throws(FollowFailure) {
    do throws(InputFailure) {
      let attempts = try tail.lastAttempts(isCancelled: { Interruption.status != nil })
      for attempt in attempts { follower.take(attempt) }
    } catch {
      throw .input(error)
    }
    follower.finish()
    try judge()
  }

  private func attempts() throws(FollowFailure) -> [LoginAttempt]? {
    do throws(InputFailure) {
      return try tail.attempts(isCancelled: { Interruption.status != nil })
    } catch {
      if Interruption.status != nil { return nil }
      // A program that writes the database is waited for; nothing is over before its rows are read.
      if error.class == .busy, !isOnce { return [] }
      throw .input(error)
    }
  }

  private mutating func takeLabels(isFirst: Bool) throws(FollowFailure) {
    do throws(InputFailure) {
      follower.take(try tail.attacks(isCancelled: { Interruption.status != nil }))
      if isOnce, isFirst { follower.take(tail.lastAttacks()) }
    } catch {
      if Interruption.status != nil { return }
      // Nobody may have written labels yet.
      if !isOnce, error.class == .busy || error.class == .notFound { return }
      throw .labels(error)
    }
  }

  /// Writes down all that is known by now, and learns where a lesson is due.
  private mutating func judge() throws(FollowFailure) {
    while true {
      var isLessonDue = false
      do throws(OutputFailure) {
        try ledger.write { buffer in
          while Interruption.status == nil, !buffer.hasFailed, let step = follower.next() {
            switch step {
            case .prediction(let prediction): write(prediction, buffer)
            case .lesson:
              isLessonDue = true
              return
            }
          }
        }
      } catch {
        throw .output(error)
      }
      guard isLessonDue else { return }
      try learn()
    }
  }

  private mutating func learn() throws(FollowFailure) {
    try settle()
    let isChanged: Bool
    do {
      isChanged = try follower.learn(version: Command.version, inputs: inputs)
    } catch {
      let model = follower.model
      let outgrown = OutgrownTraining(
        error, model.model.name, model.parameters, isUpdate: true)
      throw .fit(outgrown?.description ?? error.description)
    }
    guard isChanged else { return }
    guard let bytes = LoginModelFile.bytes(of: follower.model) else {
      throw .fit("the model has become larger than what is read")
    }
    // What would not be read back must not stand in the place of what is.
    guard (try? LoginModelFile.read(bytes)) != nil else {
      let model = follower.model
      throw .fit(
        OutgrownTraining(model.model.name, model.parameters, isUpdate: true).description)
    }
    do throws(OutputFailure) {
      try Output(model, .model).write { $0.write(bytes) }
      try Output.settleDirectory(of: model)
    } catch {
      throw .output(error)
    }
  }

  private func settle() throws(FollowFailure) {
    do throws(OutputFailure) {
      try ledger.settle()
    } catch {
      throw .output(error)
    }
  }

  private static func now(plus seconds: Int64) -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(
      seconds: Int64(time.tv_sec) + seconds, nanoseconds: UInt32(time.tv_nsec),
      fractionDigitCount: 9)
  }

  /// The time at which a reading begins.
  static var now: Timestamp { now(plus: 0) }
}

/// Why following came to an end before its time.
enum FollowFailure: Error {
  case input(InputFailure)
  case labels(InputFailure)
  case output(OutputFailure)
  case fit(String)
}

extension Output {
  /// Makes the name of a file that was put into its place durable.
  static func settleDirectory(of path: [UInt8]) throws(OutputFailure) {
    let descriptor = open(name(folder(of: path)), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems cannot, which is no failure.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw OutputFailure(path: path, errorNumber: errno, status: .cannotWriteOutput)
    }
  }
}
