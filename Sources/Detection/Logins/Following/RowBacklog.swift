import Features
import LinearAlgebra
import Records

/// Rows that wait for labels, stored where they change.
struct RowBacklog {
  private struct Run {
    let seconds: Int64
    let counts: PeriodRows.Counts
  }

  let periodSeconds: Int64
  private var runs: [Run] = []
  /// Where the row behind the last begins.
  private(set) var endSeconds: Int64?
  private(set) var forgottenRowCount = 0
  /// Runs that are kept; the oldest are given up. A year has some tens of thousands.
  private let runLimit: Int

  init(periodSeconds: Int64, runLimit: Int = 1 << 18) {
    self.periodSeconds = periodSeconds
    self.runLimit = runLimit
  }

  /// Where the first row begins.
  var startSeconds: Int64? { runs.first?.seconds }

  /// Adds the row behind the last.
  mutating func append(_ counts: PeriodRows.Counts, at seconds: Int64) {
    if endSeconds != seconds || runs.last?.counts != counts {
      runs.append(Run(seconds: seconds, counts: counts))
    }
    endSeconds = seconds + periodSeconds
    guard runs.count > runLimit else { return }
    forgottenRowCount += Int((runs[1].seconds - runs[0].seconds) / periodSeconds)
    runs.removeFirst()
  }

  /// Takes out all rows that begin before `seconds`, as samples with labels; nil where there are
  /// none.
  mutating func take(
    before seconds: Int64, _ rows: PeriodRows, _ attacks: [Attack]
  ) -> (samples: LoginSamples, labels: [Bool])? {
    guard let start = startSeconds, let end = endSeconds.map({ min($0, seconds) }), start < end
    else { return nil }
    let resolution = Resolution(periodSeconds)
    let ranges = attacks.map { resolution.floor($0.start)...resolution.ceiling($0.end) }
    var distinct: [[Double]: Int] = [:]
    var (matrix, indices, labels) = ([[Double]](), [Int](), [Bool]())
    var place = 0
    for second in stride(from: start, to: end, by: Int(periodSeconds)) {
      while place + 1 < runs.count, runs[place + 1].seconds <= second { place += 1 }
      let features = rows.features(runs[place].counts, at: second)
      let index = distinct[features] ?? matrix.count
      if index == matrix.count {
        distinct[features] = index
        matrix.append(features)
      }
      indices.append(index)
      labels.append(ranges.contains { $0.contains(second) })
    }
    forget(before: end)
    let samples = LoginSamples(
      schema: rows.schema, startSeconds: start, periodSeconds: periodSeconds,
      distinctRows: Matrix(rows: matrix), indices: indices, labels: labels)
    return (samples, labels)
  }

  private mutating func forget(before seconds: Int64) {
    guard let end = endSeconds, seconds < end else {
      runs = []
      return
    }
    guard let place = runs.lastIndex(where: { $0.seconds <= seconds }) else { return }
    let counts = runs[place].counts
    runs.removeFirst(place + 1)
    runs.insert(Run(seconds: seconds, counts: counts), at: 0)
  }

  /// Rounds times to the borders of rows.
  struct Resolution {
    private let seconds: Int64

    init(_ seconds: Int64) { self.seconds = seconds }

    func floor(_ time: Timestamp) -> Int64 {
      let rest = time.seconds % seconds
      return time.seconds - (rest < 0 ? rest + seconds : rest)
    }

    func ceiling(_ time: Timestamp) -> Int64 {
      let floor = floor(time)
      return floor == time.seconds && time.nanoseconds == 0 ? floor : floor + seconds
    }
  }
}
