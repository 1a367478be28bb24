/// One line of an allow-list: addresses of which nothing shall be told, and why.
public struct AllowEntry: Sendable, Equatable {
  public let addresses: AllowedAddresses
  public let scope: Scope
  /// Seconds since 1970 from which on the entry holds no more; nil for one that always holds.
  public let untilSeconds: Int64?
  /// What stands behind `#`; empty where nothing does.
  public let reason: String
  /// From 1, in the file.
  public let line: Int

  /// What an entry is confined to; nil for all.
  public struct Scope: Sendable, Hashable {
    public var side: Side?
    public var port: UInt16?
    public var detector: String?

    public init(side: Side? = nil, port: UInt16? = nil, detector: String? = nil) {
      self.side = side
      self.port = port
      self.detector = detector
    }

    /// Whether all that `other` is confined to lies within.
    public func contains(_ other: Scope) -> Bool {
      (side == nil || side == other.side) && (port == nil || port == other.port)
        && (detector == nil || detector == other.detector)
    }
  }

  public init(
    addresses: AllowedAddresses, scope: Scope = Scope(), untilSeconds: Int64? = nil,
    reason: String = "", line: Int
  ) {
    self.addresses = addresses
    self.scope = scope
    self.untilSeconds = untilSeconds
    self.reason = reason
    self.line = line
  }

  /// Whether the entry holds no more at `seconds`.
  public func isExpired(at seconds: Int64) -> Bool {
    untilSeconds.map { $0 <= seconds } ?? false
  }

  /// Whether this one counts a match rather than `other`: it holds longer, or stands first.
  func precedes(_ other: AllowEntry) -> Bool {
    if untilSeconds != other.untilSeconds { return outlasts(other) }
    return line < other.line
  }

  /// Whether it holds longer than `other`, or as long.
  func outlasts(_ other: AllowEntry) -> Bool {
    (untilSeconds ?? .max) >= (other.untilSeconds ?? .max)
  }
}

extension AllowEntry: CustomStringConvertible {
  /// All but the reason, the same for lines that mean the same: hits are counted under it.
  public var description: String {
    var words = ["\(addresses)"]
    if let side = scope.side { words.append("side=\(side.rawValue)") }
    if let port = scope.port { words.append("port=\(port)") }
    if let detector = scope.detector { words.append("detector=\(detector)") }
    if let untilSeconds {
      let until = Timestamp(seconds: untilSeconds, nanoseconds: 0, fractionDigitCount: 0)
      words.append("until=\(until)")
    }
    return words.joined(separator: " ")
  }
}
