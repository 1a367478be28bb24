/// A time in which somebody attacked: the truth that detectors are trained with and measured by.
public struct Attack: Sendable, Equatable {
  public let start: Timestamp
  /// Not before `start`; both ends belong to the attack.
  public let end: Timestamp
  /// Absent where the attack came from many addresses or the label does not say.
  public let sourceAddress: IPAddress?

  public init(start: Timestamp, end: Timestamp, sourceAddress: IPAddress? = nil) {
    precondition(start <= end, "an attack ends no sooner than it starts")
    self.start = start
    self.end = end
    self.sourceAddress = sourceAddress
  }
}
