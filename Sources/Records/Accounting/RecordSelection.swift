/// Which records of an input are wanted, and which of their addresses.
public struct RecordSelection: Sendable, Equatable {
  /// Records from this moment on; those without a time are left out as well.
  public var since: Timestamp?
  /// Records before this moment.
  public var until: Timestamp?
  /// A filter in tcpdump's language, for the frames of captures; texts pass it whole.
  public var filter: String?
  public var depth = FrameDecoder.Depth.outermost

  public init() {}

  package var hasTimeBounds: Bool { since != nil || until != nil }

  /// Whether `timestamp` lies in the half-open interval.
  package func holds(_ timestamp: Timestamp?) -> Bool {
    guard hasTimeBounds else { return true }
    guard let timestamp else { return false }
    return since.map { $0 <= timestamp } ?? true && until.map { timestamp < $0 } ?? true
  }
}
