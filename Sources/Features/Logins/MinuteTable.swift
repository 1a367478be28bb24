import LinearAlgebra
import Records

/// What happens in a login log per minute, or per another step: the table that detectors work on.
///
/// There is a row for every minute from that of the first failure to that of the last, also where
/// nothing failed. A row says how many different user names failed, on which day of the week and in
/// which hour, all in UTC.
///
/// Only rows with failures are stored, so that memory follows the log and not the time it spans.
public struct MinuteTable: Sendable, Equatable {
  /// A row in which something failed.
  public struct BusyRow: Sendable, Equatable {
    public let index: Int
    /// Different user names that failed, at least one.
    public let usernamesWithFailures: Int
  }

  public let resolution: Resolution
  /// Seconds since 1970 at which the first row begins; 0 for a table without rows.
  public let startSeconds: Int64
  public let rowCount: Int
  /// The rows with failures, in order.
  public let busyRows: [BusyRow]
  /// The rows in which somebody attacked, as ranges that neither touch nor overlap; nil where no
  /// labels are known.
  public let attackRanges: [Range<Int>]?

  /// Makes the table of a log.
  ///
  /// - Parameters:
  ///   - attempts: ordered by time.
  ///   - attacks: in any order; they may overlap. Nil where no labels are known.
  public init(_ attempts: [LoginAttempt], attacks: [Attack]?, resolution: Resolution) {
    self.resolution = resolution
    let step = resolution.seconds
    var busyRows: [BusyRow] = []
    var start: Int64?
    var last: Int64 = 0
    var names: Set<String> = []
    func close() {
      guard let start, !names.isEmpty else { return }
      busyRows.append(
        BusyRow(index: Int((last - start) / step), usernamesWithFailures: names.count))
      names.removeAll(keepingCapacity: true)
    }
    for attempt in attempts where !attempt.isSuccess {
      let floor = resolution.floor(attempt.time)
      if start == nil { start = floor }
      precondition(start == floor || last <= floor, "attempts are ordered by time")
      if floor != last || names.isEmpty {
        close()
        last = floor
      }
      names.insert(attempt.username)
    }
    close()
    startSeconds = start ?? 0
    let rowCount = busyRows.last.map { $0.index + 1 } ?? 0
    self.rowCount = rowCount
    self.busyRows = busyRows
    let startSeconds = startSeconds
    attackRanges = attacks.map {
      Self.ranges($0, startSeconds: startSeconds, rowCount: rowCount, resolution)
    }
  }

  /// Rows from that in which an attack starts to that in which it ends, rounded up, both included.
  private static func ranges(
    _ attacks: [Attack], startSeconds: Int64, rowCount: Int, _ resolution: Resolution
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    let step = resolution.seconds
    let sorted = attacks.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    for attack in sorted {
      let first = Int((resolution.floor(attack.start) - startSeconds) / step)
      let last = Int((resolution.ceiling(attack.end) - startSeconds) / step)
      let begin = max(0, first, ranges.last?.upperBound ?? 0)
      let end = min(rowCount, last + 1)
      guard begin < end else { continue }
      if let previous = ranges.last, previous.upperBound == begin {
        ranges[ranges.count - 1] = previous.lowerBound..<end
      } else {
        ranges.append(begin..<end)
      }
    }
    return ranges
  }
}

extension MinuteTable {
  /// How long the time of one row is.
  public struct Resolution: Sendable, Equatable {
    public let seconds: Int64

    public static let minute = Resolution(uncheckedSeconds: 60)

    private static let secondsPerDay: Int64 = 86_400

    private init(uncheckedSeconds: Int64) {
      seconds = uncheckedSeconds
    }

    /// Nil unless a day is a whole number of rows: others would drift through the hours.
    public init?(seconds: Int64) {
      guard seconds > 0, Self.secondsPerDay % seconds == 0 else { return nil }
      self.seconds = seconds
    }

    /// Where the row that holds `time` begins.
    func floor(_ time: Timestamp) -> Int64 {
      let rest = time.seconds % seconds
      return time.seconds - (rest < 0 ? rest + seconds : rest)
    }

    /// Where a row begins at `time` or next after it.
    func ceiling(_ time: Timestamp) -> Int64 {
      let floor = floor(time)
      return floor == time.seconds && time.nanoseconds == 0 ? floor : floor + seconds
    }
  }
}
