import Features
import LinearAlgebra
import Records

/// What detectors work on: a row of features for each minute, or other period, of a log.
///
/// The same few rows stand there again and again, so each distinct one is kept once; whoever makes
/// another table of features makes one of these of it, and all detectors, models and reports follow.
public struct LoginSamples: Sendable, Equatable {
  public let schema: FeatureSchema
  /// When the first row begins, in seconds since 1970.
  public let startSeconds: Int64
  /// How long each row is; they follow each other without gaps.
  public let periodSeconds: Int64
  /// `[distinctCount × featureCount]`.
  public let distinctRows: Matrix
  /// `[rowCount]`, which of the distinct rows each is.
  public let indices: [Int]
  /// `[rowCount]`, whether somebody attacked; nil where no labels are known.
  public let labels: [Bool]?

  /// - Precondition: every index is that of a distinct row, and every row has a label where any has.
  public init(
    schema: FeatureSchema, startSeconds: Int64, periodSeconds: Int64, distinctRows: Matrix,
    indices: [Int], labels: [Bool]?
  ) {
    precondition(
      indices.allSatisfy { $0 >= 0 && $0 < distinctRows.rowCount }, "every row is a distinct one")
    precondition(labels?.count ?? indices.count == indices.count, "every row has a label")
    self.schema = schema
    self.startSeconds = startSeconds
    self.periodSeconds = periodSeconds
    self.distinctRows = distinctRows
    self.indices = indices
    self.labels = labels
  }

  /// The rows of the field's table.
  ///
  /// - Throws: where there is nothing to work on, or too much.
  public init(_ table: MinuteTable) throws(LoginTableFault) {
    try Self.check(rowCount: table.rowCount)
    let distinct = table.distinctRows
    self.init(
      schema: MinuteTable.schema, startSeconds: table.startSeconds,
      periodSeconds: table.resolution.seconds, distinctRows: distinct.samples,
      indices: table.distinctIndices(distinct),
      labels: Self.labels(table.attackRanges, rowCount: table.rowCount))
  }

  /// The rows of the table of extended features.
  ///
  /// - Throws: where there is nothing to work on, or too much.
  public init(_ table: ExtendedTable) throws(LoginTableFault) {
    try Self.check(rowCount: table.rowCount)
    let distinct = table.distinctRows
    self.init(
      schema: ExtendedTable.schema, startSeconds: table.startSeconds,
      periodSeconds: MinuteTable.Resolution.minute.seconds, distinctRows: distinct.samples,
      indices: table.distinctIndices(distinct),
      labels: Self.labels(table.attackRanges, rowCount: table.rowCount))
  }

  private static func check(rowCount: Int) throws(LoginTableFault) {
    guard rowCount > 0 else { throw .noFailures }
    guard rowCount <= MinuteTable.listedRowLimit else {
      throw .tooManyRows(count: rowCount, limit: MinuteTable.listedRowLimit)
    }
  }

  private static func labels(_ ranges: [Range<Int>]?, rowCount: Int) -> [Bool]? {
    guard let ranges else { return nil }
    var labels = [Bool](repeating: false, count: rowCount)
    for range in ranges { for index in range { labels[index] = true } }
    return labels
  }

  public var rowCount: Int { indices.count }

  /// How often each distinct row stands, `[distinctCount]`.
  var multiplicities: [Double] {
    var counts = [Double](repeating: 0, count: distinctRows.rowCount)
    for index in indices { counts[index] += 1 }
    return counts
  }

  /// Every row of its own, `[rowCount × featureCount]`, in order of time.
  var allRows: Matrix { distinctRows.selecting(indices) }

  /// Seconds since 1970 at which row `row` begins.
  public func seconds(ofRow row: Int) -> Int64 { startSeconds + Int64(row) * periodSeconds }

  public func time(ofRow row: Int) -> Timestamp {
    Timestamp(seconds: seconds(ofRow: row), nanoseconds: 0, fractionDigitCount: 0)
  }

  /// From the first row to the end of the last.
  public var times: Range<Timestamp> { time(ofRow: 0)..<time(ofRow: rowCount) }

  /// Rows that stand in attacks; nil where no labels are known.
  public var attackCount: Int? { labels.map { $0.count { $0 } } }
}

/// Why a log gives detectors nothing to work on.
public enum LoginTableFault: Error, Equatable, CustomStringConvertible {
  /// The table begins and ends with a failure.
  case noFailures
  case tooManyRows(count: Int, limit: Int)

  public var description: String {
    switch self {
    case .noFailures:
      "expected a log with failures, from the first to the last of which rows are made, but found "
        + "none in the time asked for"
    case .tooManyRows(let count, let limit):
      "expected at most \(limit) rows, but the log spans \(count); choose a time with --from and "
        + "--to, or longer rows with --resolution"
    }
  }
}
