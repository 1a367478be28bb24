import Features
import Records

/// What one run of watching did and found.
public struct WatchReport: Sendable {
  /// A file of which packets were new.
  public struct Capture: Sendable, Equatable {
    /// Of the whole file as far as it could be read.
    public let summary: InputSummary
    public let standing: CaptureEntry.Standing
    /// Records that an earlier run had counted, under this name or another.
    public let knownRecordCount: Int
    /// New records with addresses.
    public let newUsedPacketCount: Int

    public init(
      summary: InputSummary, standing: CaptureEntry.Standing, knownRecordCount: Int,
      newUsedPacketCount: Int
    ) {
      self.summary = summary
      self.standing = standing
      self.knownRecordCount = knownRecordCount
      self.newUsedPacketCount = newUsedPacketCount
    }

    public var newRecordCount: Int { max(0, summary.lastRecordNumber - knownRecordCount) }
  }

  /// Files by what became of them.
  public struct FileCounts: Sendable, Equatable {
    public var listed = 0
    /// Not looked into, because nothing about them changed.
    public var unchanged = 0
    /// Of a content that an earlier run had read whole, under this name or another.
    public var known = 0
    /// Compressed files that are still being written; looked into by a later run.
    public var waiting = 0
    /// Known files that are no longer there.
    public var vanished = 0
    /// By reason.
    public var ignored: [String: Int] = [:]

    public init() {}
  }

  /// A file of which nothing could be read.
  public struct Unreadable: Sendable, Equatable {
    public let path: InputPath
    public let failure: InputFailure

    public init(path: InputPath, failure: InputFailure) {
      self.path = path
      self.failure = failure
    }
  }

  /// How far it is to the first baseline.
  public struct Learning: Sendable, Equatable {
    /// Days (UTC) with packets so far, of those the baseline is learned from.
    public let activeDayCount: Int
    public let neededDayCount: Int

    public init(activeDayCount: Int, neededDayCount: Int) {
      self.activeDayCount = activeDayCount
      self.neededDayCount = neededDayCount
    }
  }

  /// What is judged by.
  public struct Baseline: Sendable, Equatable {
    /// Half open, seconds since 1970.
    public let startSeconds: Int64
    public let endSeconds: Int64
    public let populations: [Population]
    /// Whether this run learned it.
    public let isNew: Bool

    public struct Population: Sendable, Equatable {
      public let side: Side
      public let family: AddressFamily
      public let addressCount: Int
      /// Whether it is large enough to judge by.
      public let judges: Bool

      public init(side: Side, family: AddressFamily, addressCount: Int, judges: Bool) {
        self.side = side
        self.family = family
        self.addressCount = addressCount
        self.judges = judges
      }
    }

    public init(
      startSeconds: Int64, endSeconds: Int64, populations: [Population], isNew: Bool
    ) {
      self.startSeconds = startSeconds
      self.endSeconds = endSeconds
      self.populations = populations
      self.isNew = isNew
    }
  }

  /// A finding, and why nobody is told of it, if so.
  public struct Reported: Sendable, Equatable {
    public enum Silence: Sendable, Equatable {
      /// The line of the allow-list.
      case allowed(String)
      case benign(why: String)
      /// An earlier finding on the address that was told, still cooling down.
      case coolingDown(since: String)
    }

    public let finding: Finding
    public let silence: Silence?

    public init(finding: Finding, silence: Silence?) {
      self.finding = finding
      self.silence = silence
    }
  }

  /// What came of telling one sink.
  public struct Delivery: Sendable, Equatable {
    public let sink: String
    public let sentCount: Int
    /// Left for a later run; those held back by the allow-list or by feedback not among them.
    public let pendingCount: Int
    /// Why they are left.
    public let failure: String?

    public init(sink: String, sentCount: Int, pendingCount: Int, failure: String?) {
      self.sink = sink
      self.sentCount = sentCount
      self.pendingCount = pendingCount
      self.failure = failure
    }
  }

  public let version: String
  public var files = FileCounts()
  public var captures: [Capture] = []
  public var unreadable: [Unreadable] = []
  public var learning: Learning?
  public var baseline: Baseline?
  /// How the network changed since the baseline, in sentences.
  public var drift: [String] = []
  /// Raised in this run, in order.
  public var findings: [Reported] = []
  /// Lines of the allow-list that silenced nothing, ever.
  public var unusedAllowEntries: [String] = []
  public var deliveries: [Delivery] = []
  public var wasInterrupted = false

  public init(version: String) {
    self.version = version
  }

  /// Whether a reader who knows all earlier reports learns something.
  public var hasNews: Bool {
    !findings.isEmpty || !unreadable.isEmpty || !drift.isEmpty || baseline?.isNew == true
      || wasInterrupted || captures.contains { $0.standing == .damaged }
      || deliveries.contains { $0.failure != nil }
  }

  /// `error` where nothing of what was looked into could be read, `partial` where something is missing.
  public var status: InputSummary.Status {
    let hasDamage = captures.contains { $0.standing == .damaged } || wasInterrupted
    if unreadable.isEmpty && !hasDamage { return .ok }
    return captures.isEmpty && !wasInterrupted ? .error : .partial
  }
}
