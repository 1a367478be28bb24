import LinearAlgebra
import Records

/// What happens in a login log per minute, and what led up to it: the table of extended features.
///
/// It has the rows of a `MinuteTable`: every minute from that of the first failure to that of the
/// last. All of a row is known when its minute is over. Stored are the different counts and where
/// they change, so that memory follows the log and not the time it spans.
public struct ExtendedTable: Sendable, Equatable {
  /// Rows one after another that have the same counts.
  struct Run: Sendable, Equatable {
    let firstRow: Int
    /// Index in `patterns`.
    let pattern: Int
  }

  /// Seconds since 1970 at which the first row begins; 0 for a table without rows.
  public let startSeconds: Int64
  public let rowCount: Int
  /// The different counts of all rows, in the order in which they first stand.
  let patterns: [[Int32]]
  let runs: [Run]
  /// The rows in which somebody attacked; nil where no labels are known.
  public let attackRanges: [Range<Int>]?

  public static let schema = FeatureSchema(
    name: "logins-extended", schemaVersion: 1, features: ExtendedSchema.features)

  static let secondsPerMinute: Int64 = MinuteTable.Resolution.minute.seconds

  /// Makes the table of a log.
  ///
  /// - Parameters:
  ///   - attempts: ordered by time.
  ///   - attacks: in any order; they may overlap. Nil where no labels are known.
  ///   - from: the rows begin no earlier; what happened before only leads up to them.
  public init(_ attempts: [LoginAttempt], attacks: [Attack]?, from: Timestamp? = nil) {
    let first = from.map { from in attempts.firstIndex { from <= $0.time } ?? attempts.endIndex }
    let shown = Array(attempts[(first ?? 0)...])
    // The rows and the labels are those of the plain table.
    let frame = MinuteTable(shown, attacks: attacks, resolution: .minute)
    startSeconds = frame.startSeconds
    rowCount = frame.rowCount
    attackRanges = frame.attackRanges
    var builder = ExtendedRuns(startSeconds: frame.startSeconds, rowCount: frame.rowCount)
    builder.add(attempts)
    patterns = builder.patterns
    runs = builder.runs
  }

  /// Seconds since 1970 at which row `index` begins.
  public func seconds(ofRow index: Int) -> Int64 {
    startSeconds + Int64(index) * Self.secondsPerMinute
  }

  /// Hands every row to `body`, in order.
  public func forEachRow(_ body: (ExtendedRow) -> Void) {
    forEachRun { rows, pattern in
      for row in rows {
        body(ExtendedRow(seconds: seconds(ofRow: row), counts: patterns[pattern]))
      }
    }
  }

  /// Hands rows of the same counts to `body`, in order.
  func forEachRun(_ body: (Range<Int>, _ pattern: Int) -> Void) {
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].firstRow : rowCount
      body(run.firstRow..<end, run.pattern)
    }
  }
}

/// Finds where counts change, minute after minute.
struct ExtendedRuns {
  private let startMinute: Int64
  private let endMinute: Int64
  private var windows = ExtendedWindows()
  private var indices: [[Int32]: Int] = [:]
  private(set) var patterns: [[Int32]] = []
  private(set) var runs: [ExtendedTable.Run] = []

  init(startSeconds: Int64, rowCount: Int) {
    startMinute = startSeconds / ExtendedTable.secondsPerMinute
    endMinute = startMinute + Int64(rowCount)
  }

  mutating func add(_ attempts: [LoginAttempt]) {
    guard startMinute < endMinute else { return }
    var index = 0
    var minute = startMinute
    while index < attempts.count {
      let next = Self.minute(of: attempts[index])
      guard next < endMinute else { break }
      addQuietMinutes(minute..<max(minute, next))
      var end = index + 1
      while end < attempts.count, Self.minute(of: attempts[end]) == next { end += 1 }
      add(windows.counts(of: next, attempts[index..<end]), next)
      minute = max(minute, next + 1)
      index = end
    }
    addQuietMinutes(minute..<max(minute, endMinute))
  }

  /// Minutes in which nothing happens; once all windows are empty nothing changes any more.
  private mutating func addQuietMinutes(_ minutes: Range<Int64>) {
    for minute in minutes {
      let wasQuiet = windows.isQuiet
      add(windows.counts(of: minute, []), minute)
      if wasQuiet { return }
    }
  }

  private mutating func add(_ counts: [Int32], _ minute: Int64) {
    guard minute >= startMinute else { return }
    if let last = runs.last, patterns[last.pattern] == counts { return }
    let pattern = indices[counts] ?? patterns.count
    if pattern == patterns.count {
      indices[counts] = pattern
      patterns.append(counts)
    }
    runs.append(ExtendedTable.Run(firstRow: Int(minute - startMinute), pattern: pattern))
  }

  private static func minute(of attempt: LoginAttempt) -> Int64 {
    // Rows begin at whole minutes, also before 1970.
    MinuteTable.Resolution.minute.floor(attempt.time) / ExtendedTable.secondsPerMinute
  }
}
