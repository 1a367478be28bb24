/// How often an entry of the allow-list has silenced something.
public struct AllowHit: Sendable, Equatable {
  /// The canonical text of its line.
  public let entry: String
  public let count: Int
  /// The time of the last, in seconds since 1970.
  public let lastSeconds: Int64?

  public init(entry: String, count: Int, lastSeconds: Int64?) {
    self.entry = entry
    self.count = count
    self.lastSeconds = lastSeconds
  }
}
