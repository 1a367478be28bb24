import Records

/// The whole answer of one comparison: what was compared, and what changed.
public struct ComparisonReport: Sendable {
  /// What is known of one of the two times, and where from.
  public struct Time: Sendable {
    public enum Origin: Sendable {
      /// Captures, logs and lists that were read.
      case inputs([InputSummary], ignored: [IgnoredInput])
      /// The report of an earlier scan, which says itself how complete it is.
      case report(InputPath, version: String, status: InputSummary.Status)
      /// Days since 1970, UTC, that are remembered; how many of them have packets.
      case days(ClosedRange<Int64>, activeCount: Int)
    }

    /// As it was asked for.
    public let name: String
    public let origin: Origin

    public init(name: String, origin: Origin) {
      self.name = name
      self.origin = origin
    }

    /// `error` when nothing was usable, `partial` when something was missed, else `ok`.
    public var status: InputSummary.Status {
      switch origin {
      case .inputs(let inputs, _):
        if inputs.allSatisfy({ $0.status == .ok }) { return .ok }
        return inputs.allSatisfy { $0.status == .error } ? .error : .partial
      case .report(_, _, let status): return status
      case .days: return .ok
      }
    }
  }

  /// Everything a user can set that changes the result.
  public struct Options: Sendable, Equatable {
    public var records = RecordSelection()
    public var family = ScanOptions.FamilyChoice.both
    /// In bits; changes of less are counted, and left out.
    public var smallestSurprise = 0.0

    public init() {}
  }

  /// Of the program that made the report.
  public let version: String
  public let options: Options
  public let before: Time
  public let after: Time
  /// IPv4 before IPv6; families without an address are left out.
  public let comparisons: [Comparison]
  /// Those that are surprising enough, of all families, the most surprising first.
  public let changes: [Change]
  /// Those that are not.
  public let omittedCount: Int
  public let wasInterrupted: Bool

  public init(
    version: String, options: Options, before: Time, after: Time, comparisons: [Comparison],
    wasInterrupted: Bool = false
  ) {
    self.version = version
    self.options = options
    self.before = before
    self.after = after
    self.comparisons = comparisons
    self.wasInterrupted = wasInterrupted
    let all = comparisons.flatMap(\.changes)
    let bound = options.smallestSurprise
    // Stable for equal ones: a family's own order, IPv4 first.
    changes = all.enumerated().filter { $0.element.surprise >= bound }.sorted {
      ($1.element.surprise, $0.offset) < ($0.element.surprise, $1.offset)
    }.map(\.element)
    omittedCount = all.count - changes.count
  }

  /// `error` when one of the two times is unusable, `partial` when something was missed, else `ok`.
  public var status: InputSummary.Status {
    let both = [before.status, after.status]
    if both.contains(.error) { return .error }
    return both.contains(.partial) || wasInterrupted ? .partial : .ok
  }

  /// How many changes of a kind are listed.
  public func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }
}
