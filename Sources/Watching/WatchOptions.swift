/// How directories are watched; times are those of packets unless said otherwise.
public struct WatchOptions: Sendable, Equatable {
  /// How long a file must not have changed to be taken for finished, by the clock.
  public var settleSeconds = 5
  /// Days that a baseline is learned from.
  public var baselineDayCount = 7
  /// How many days old a baseline may become.
  public var refreshDayCount = 28
  /// For how long an address that was told of is not told of again.
  public var coolDownSeconds: Int64 = 7 * Self.secondsPerDay
  /// The share of false findings that is accepted.
  public var falseDiscoveryRate = 0.05
  public var isRecursive = false
  public var seed: UInt64 = 100
  public var threadCount = 1

  static let secondsPerDay: Int64 = 86_400

  public init() {}

  var baselinePeriod: BaselinePeriod {
    BaselinePeriod(dayCount: baselineDayCount, refreshDayCount: refreshDayCount)
  }
}
