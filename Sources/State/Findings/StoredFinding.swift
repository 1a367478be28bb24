/// A finding as it is remembered, and whom it was told to.
public struct StoredFinding: Sendable, Equatable {
  public let finding: Finding
  /// Rises from each finding that was raised to the next, whatever the clock said.
  public let sequence: Int64
  /// By the names of their sinks.
  public let deliveries: [Delivery]

  /// A finding on its way to a sink.
  public struct Delivery: Sendable, Equatable {
    public let sink: String
    /// Or still pending.
    public let isSent: Bool

    public init(sink: String, isSent: Bool) {
      self.sink = sink
      self.isSent = isSent
    }
  }

  public init(finding: Finding, sequence: Int64, deliveries: [Delivery]) {
    self.finding = finding
    self.sequence = sequence
    self.deliveries = deliveries
  }
}

/// What the beginning of an identifier leads to.
public enum FindingMatch: Sendable, Equatable {
  /// No finding, or too few digits, or no hexadecimal ones.
  case none
  case one(StoredFinding)
  /// Several findings begin so; this many.
  case several(Int)
}
