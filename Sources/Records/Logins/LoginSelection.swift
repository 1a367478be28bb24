/// Which rows of a login log are wanted, and how its times are meant.
public struct LoginSelection: Sendable {
  /// Of times that name none.
  public var zone = CivilZone.universal
  /// From this moment on.
  public var from: Timestamp?
  /// Before this moment.
  public var to: Timestamp?
  /// The year of the latest line whose time has none.
  public var lastYear: Int?

  public init() {}

  /// Where nobody states a year: one with a 29 February, and so long ago that it shows.
  public static let assumedYear = 2000

  /// Whether `time` lies in the half-open interval.
  package func holds(_ time: Timestamp) -> Bool {
    from.map { $0 <= time } ?? true && to.map { time < $0 } ?? true
  }
}
