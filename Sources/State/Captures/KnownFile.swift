import Records

/// A file as it was when a scan last looked into it.
public struct KnownFile: Sendable, Equatable {
  /// What the look gave.
  public enum Verdict: Sendable, Equatable {
    /// It holds the capture of this number.
    case capture(Int64)
    /// It is no capture; the reason as outputs name it.
    case ignored(String)
    /// It could not be read, for a reason of `InputFailure.Class`; tried again once it changes.
    case unreadable(String, message: String)
  }

  public let path: InputPath
  public let identity: Identity
  public let verdict: Verdict

  /// What tells, without a look inside, that nothing has changed.
  public struct Identity: Sendable, Hashable {
    public let device: UInt64
    public let node: UInt64
    public let byteCount: Int64
    public let modificationSeconds: Int64
    public let modificationNanoseconds: Int64

    public init(
      device: UInt64, node: UInt64, byteCount: Int64, modificationSeconds: Int64,
      modificationNanoseconds: Int64
    ) {
      self.device = device
      self.node = node
      self.byteCount = byteCount
      self.modificationSeconds = modificationSeconds
      self.modificationNanoseconds = modificationNanoseconds
    }
  }

  public init(path: InputPath, identity: Identity, verdict: Verdict) {
    self.path = path
    self.identity = identity
    self.verdict = verdict
  }
}
