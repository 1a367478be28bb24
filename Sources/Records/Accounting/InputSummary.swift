/// What one input was, and where every one of its records went.
///
/// `usedPacketCount` + Σ `skipped` = `packetCount` + `damagedCount`.
public struct InputSummary: Sendable, Equatable {
  public enum Status: String, Sendable {
    case ok
    case partial
    case error
  }

  public enum Format: String, Sendable {
    case pcap
    case pcapng
    case csv
    case zeek
    case addresses
    /// An interface of this machine.
    case live
  }

  public enum Compression: String, Sendable {
    case none
    case gzip
  }

  public var path: InputPath
  public var status = Status.ok
  public var failure: InputFailure?
  public var format: Format?
  public var compression: Compression?
  /// libpcap's names (`EN10MB`) in order of appearance.
  public var linkTypes: [String] = []
  /// Bytes of the file as it lies, before decompression.
  public var byteCount = 0
  /// Whole records: frames of a capture, data lines of a text.
  public var packetCount = 0
  public var usedPacketCount = 0
  public var ipv4PacketCount = 0
  public var ipv6PacketCount = 0
  public var skipped: [SkipReason: Int] = [:]
  /// Earliest and latest time of any record, used or not.
  public var firstTimestamp: Timestamp?
  public var lastTimestamp: Timestamp?
  /// Records whose time lies before that of the record ahead of them.
  public var outOfOrderCount = 0
  /// Records of which less was captured than was on the wire.
  public var snapshotTruncatedCount = 0
  /// The tags before the IP headers of used frames.
  public var filterPaths: Set<FilterPath> = []
  /// Frames that the kernel had no room for; of a live capture only.
  public var kernelDroppedCount: Int?
  /// What a reader of the figures must know about this input, such as whose directions they are.
  public var note: String?

  public init(path: InputPath) {
    self.path = path
  }

  /// An input that an interruption left unread.
  public static func unread(_ path: InputPath) -> InputSummary {
    var summary = InputSummary(path: path)
    summary.status = .partial
    summary.note = "interrupted: it was not read"
    return summary
  }

  /// Damaged places, each of which ends or interrupts the reading.
  public var damagedCount: Int {
    skipped.reduce(0) { $0 + ($1.key.isDamage ? $1.value : 0) }
  }
}

/// What stopped the reading of an input, in the words of the outcome contract.
public struct InputFailure: Sendable, Equatable, Error {
  /// Named in `error.class` of the JSON output.
  public enum Class: String, Sendable {
    case emptyFile = "empty-file"
    case notACapture = "not-a-capture"
    case truncatedFileHeader = "truncated-file-header"
    case unsupportedVersion = "unsupported-version"
    case unsupportedFormat = "unsupported-format"
    case unsupportedCompression = "unsupported-compression"
    case unsupportedLinkType = "unsupported-linktype"
    case badGzip = "bad-gzip"
    case tooLarge = "too-large"
    case corruptRecord = "corrupt-record"
    case corruptBlock = "corrupt-block"
    case truncatedRecord = "truncated-record"
    case missingColumns = "missing-columns"
    case duplicateColumn = "duplicate-column"
    case encoding
    case malformed
    case isADirectory = "is-a-directory"
    case notRegularFile = "not-regular-file"
    case notFound = "not-found"
    case permissionDenied = "permission-denied"
    case symlinkLoop = "symlink-loop"
    case readError = "read-error"
    case captureStopped = "capture-stopped"

    /// Whether the input could not be opened at all, rather than being damaged (exit 66, not 65).
    public var meansUnavailable: Bool {
      switch self {
      case .notFound, .permissionDenied, .symlinkLoop, .isADirectory, .notRegularFile: true
      default: false
      }
    }
  }

  public let `class`: Class
  /// One sentence without the path: what was expected, what was found, the remedy if known.
  public let message: String
  /// The record at which reading stopped, from 1.
  public let record: Int?
  /// Where in the decompressed bytes reading stopped.
  public let byteOffset: Int?

  public init(
    _ class: Class, _ message: String, record: Int? = nil, byteOffset: Int? = nil
  ) {
    self.class = `class`
    self.message = message
    self.record = record
    self.byteOffset = byteOffset
  }
}
