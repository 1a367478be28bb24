import LinearAlgebra

extension MinuteTable {
  /// One row, as it stands in outputs.
  public struct Row: Sendable, Equatable {
    /// Seconds since 1970 at which it begins.
    public let seconds: Int64
    public let usernamesWithFailures: Int
    /// 0 for Monday.
    public let dayOfWeek: Int
    public let hour: Int
    /// Nil where no labels are known.
    public let isAttack: Bool?

    /// The row's numbers in the order of `MinuteTable.schema`.
    public var features: [Double] {
      MinuteTable.features(usernamesWithFailures, dayOfWeek: dayOfWeek, hour: hour)
    }
  }

  /// The columns of the field's table: a count, then days and hours as 0 or 1.
  public static let schema = FeatureSchema(
    name: "logins-course", schemaVersion: 1,
    features: ["usernames_with_failures"] + (0..<dayCount).map { "day_of_week_\($0)" }
      + (0..<hourCount).map { "hour_\($0)" })

  static let dayCount = 7
  static let hourCount = 24

  /// Rows of which a matrix is made, or a list written: 19 years of minutes.
  public static let listedRowLimit = 10_000_000

  static func features(
    _ usernamesWithFailures: Int, dayOfWeek: Int, hour: Int
  ) -> [Double] {
    var features = [Double](repeating: 0, count: 1 + dayCount + hourCount)
    features[0] = Double(usernamesWithFailures)
    features[1 + dayOfWeek] = 1
    features[1 + dayCount + hour] = 1
    return features
  }

  /// Seconds since 1970 at which row `index` begins.
  public func seconds(ofRow index: Int) -> Int64 {
    startSeconds + Int64(index) * resolution.seconds
  }

  /// Hands every row to `body`, in order.
  public func forEachRow(_ body: (Row) -> Void) {
    var busy = busyRows[...]
    var attacks = attackRanges?[...]
    for index in 0..<rowCount {
      var count = 0
      if let next = busy.first, next.index == index {
        count = next.usernamesWithFailures
        busy.removeFirst()
      }
      while let range = attacks?.first, range.upperBound <= index { attacks?.removeFirst() }
      let seconds = seconds(ofRow: index)
      body(
        Row(
          seconds: seconds, usernamesWithFailures: count, dayOfWeek: Self.dayOfWeek(seconds),
          hour: Self.hour(seconds),
          isAttack: attacks.map { $0.first.map { $0.contains(index) } ?? false }))
    }
  }

  /// All rows, one after another.
  public var rows: [Row] {
    var rows: [Row] = []
    rows.reserveCapacity(rowCount)
    forEachRow { rows.append($0) }
    return rows
  }

  /// Rows with at least one attack; nil where no labels are known.
  public var attackRowCount: Int? { attackRanges.map { $0.reduce(0) { $0 + $1.count } } }

  /// Every row of its own: `[rowCount × 32]`.
  ///
  /// - Precondition: at most `listedRowLimit` rows; `distinctRows` has no limit.
  public func samples() -> Matrix {
    precondition(rowCount <= Self.listedRowLimit, "a matrix holds the rows that may be listed")
    var elements: [Double] = []
    elements.reserveCapacity(rowCount * Self.schema.features.count)
    forEachRow { elements += $0.features }
    return Matrix(
      rowCount: rowCount, columnCount: Self.schema.features.count, elements: elements)
  }

  /// 0 for Monday; 1970 began on a Thursday.
  static func dayOfWeek(_ seconds: Int64) -> Int {
    let days = flooredQuotient(seconds, 86_400)
    return Int(((days + 3) % 7 + 7) % 7)
  }

  static func hour(_ seconds: Int64) -> Int {
    Int((flooredQuotient(seconds, 3600) % 24 + 24) % 24)
  }

  private static func flooredQuotient(_ number: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
