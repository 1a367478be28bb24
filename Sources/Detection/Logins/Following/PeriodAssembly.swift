import Records

/// Puts attempts, as they are written, into whole periods.
///
/// A period is closed when its time is over; what comes for it later is too late. How much waits for
/// its period to be closed is bounded.
struct PeriodAssembly {
  /// What became of an attempt.
  enum Fate: Equatable {
    case taken
    /// Its period is closed already.
    case late
    /// So much later than what came before that rows up to it would never end.
    case farAhead
    /// More waits already than is kept.
    case crowded
  }

  private struct Waiting {
    let seconds: Int64
    var attempts: [LoginAttempt]
  }

  let periodSeconds: Int64
  /// In the order of time.
  private var waiting: [Waiting] = []
  private var waitingByteCount = 0
  /// Where the next period to hand out begins; nil before anything came.
  private(set) var nextSeconds: Int64?
  /// Periods that begin before are closed.
  private var closedSeconds = Int64.min

  /// Periods that one attempt may close.
  private static let gapLimit: Int64 = 10_000_000
  /// Bytes of all that waits, by a rough count; a minute of any log has a hundredth.
  private let byteLimit: Int
  private static let attemptByteCount = 96

  /// - Parameter nextSeconds: where the first period begins unless something came before; nil for that
  ///   of the first attempt.
  init(periodSeconds: Int64, nextSeconds: Int64? = nil, byteLimit: Int = 64 << 20) {
    self.periodSeconds = periodSeconds
    self.nextSeconds = nextSeconds
    self.byteLimit = byteLimit
  }

  /// Where the period that holds `time` begins.
  func floor(_ time: Timestamp) -> Int64 {
    let rest = time.seconds % periodSeconds
    return time.seconds - (rest < 0 ? rest + periodSeconds : rest)
  }

  mutating func take(_ attempt: LoginAttempt) -> Fate {
    let seconds = floor(attempt.time)
    guard seconds >= closedSeconds else { return .late }
    if let last = waiting.last?.seconds ?? nextSeconds,
      (seconds - last) / periodSeconds > Self.gapLimit
    {
      return .farAhead
    }
    let byteCount = Self.byteCount(attempt)
    guard waitingByteCount + byteCount <= byteLimit else { return .crowded }
    waitingByteCount += byteCount
    let place = waiting.lastIndex { $0.seconds <= seconds }
    if let place, waiting[place].seconds == seconds {
      waiting[place].attempts.append(attempt)
    } else {
      waiting.insert(
        Waiting(seconds: seconds, attempts: [attempt]), at: place.map { $0 + 1 } ?? 0)
    }
    nextSeconds = min(nextSeconds ?? seconds, waiting[0].seconds)
    return .taken
  }

  /// Closes all periods that end at `seconds` or before.
  mutating func close(before seconds: Int64) { closedSeconds = max(closedSeconds, seconds) }

  /// The next period that is closed, with its attempts; nil for none yet.
  ///
  /// - Parameter bound: periods before it in which nothing happened are passed over.
  mutating func next(
    skippingEmptyBefore bound: Int64
  ) -> (seconds: Int64, attempts: [LoginAttempt])? {
    guard var seconds = nextSeconds else { return nil }
    if seconds < bound {
      seconds = max(seconds, min(bound, waiting.first?.seconds ?? closedSeconds))
      nextSeconds = seconds
    }
    guard seconds < closedSeconds else { return nil }
    nextSeconds = seconds + periodSeconds
    guard waiting.first?.seconds == seconds else { return (seconds, []) }
    let attempts = waiting.removeFirst().attempts
    waitingByteCount -= attempts.reduce(0) { $0 + Self.byteCount($1) }
    return (seconds, attempts)
  }

  private static func byteCount(_ attempt: LoginAttempt) -> Int {
    attemptByteCount + attempt.username.utf8.count + (attempt.failureReason?.utf8.count ?? 0)
  }
}
