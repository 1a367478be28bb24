/// A scan that came to an end, for those who ask whether the watching still goes on.
public struct ScanEntry: Sendable, Equatable {
  /// Given by the database; 0 before.
  public var id: Int64
  /// By the clock, in seconds since 1970.
  public let startedSeconds: Int64
  /// Captures that gave something new, and what they gave.
  public let captureCount: Int
  public let packetCount: Int
  public let findingCount: Int
  /// A word of the outcome contract.
  public let status: String
  public let note: String

  public init(
    id: Int64 = 0, startedSeconds: Int64, captureCount: Int, packetCount: Int, findingCount: Int,
    status: String, note: String
  ) {
    self.id = id
    self.startedSeconds = startedSeconds
    self.captureCount = captureCount
    self.packetCount = packetCount
    self.findingCount = findingCount
    self.status = status
    self.note = note
  }
}
