/// A baseline as it is stored: what was learned, and of which time.
public struct BaselineEntry: Sendable, Equatable {
  /// Given by the database; 0 before.
  public var id: Int64
  /// The period (half open, seconds since 1970, by the times of packets) it was learned from.
  public let startSeconds: Int64
  public let endSeconds: Int64
  /// A model file.
  public let model: [UInt8]

  public init(id: Int64 = 0, startSeconds: Int64, endSeconds: Int64, model: [UInt8]) {
    self.id = id
    self.startSeconds = startSeconds
    self.endSeconds = endSeconds
    self.model = model
  }
}
