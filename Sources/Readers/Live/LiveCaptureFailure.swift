/// Why frames of an interface cannot be captured, in libpcap's words.
public struct LiveCaptureFailure: Error, Equatable {
  public enum Reason: Sendable {
    case noSuchInterface
    case notPermitted
    case unusableFilter
    case cannotCapture
  }

  public let reason: Reason
  public let message: String

  init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }
}
