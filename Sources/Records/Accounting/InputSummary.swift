/// What one input was, and where every one of its records went.
///
/// `usedPacketCount` + Σ `skipped` = `packetCount` + `damagedCount`.
public struct InputSummary: Sendable, Equatable {
  public enum Status: String, Sendable, CaseIterable {
    case ok
    case partial
    case error
  }

  public enum Format: String, Sendable {
    case pcap
    case pcapng
    case csv
    case ndjson
    case sqlite
    case zeek
    case addresses
    /// OpenSSH's lines in syslog.
    case authLog = "auth-log"
    /// What `journalctl -o json` writes.
    case journal
    /// An interface of this machine.
    case live
  }

  public enum Compression: String, Sendable {
    case none
    case gzip
    case zstd
    case lz4
    case xz
    case bzip2
  }

  public var path: InputPath
  public var status = Status.ok
  public var failure: InputFailure?
  public var format: Format?
  public var compression: Compression?
  /// libpcap's names (`EN10MB`) in order of appearance.
  public var linkTypes: [String] = []
  /// SHA-256 of the decompressed bytes in hexadecimal; where it was asked for and all were read.
  public var sha256: String?
  /// Bytes of the file as it lies, before decompression.
  public var byteCount = 0
  /// Whole records: frames of a capture, data lines of a text.
  public var packetCount = 0
  public var usedPacketCount = 0
  public var ipv4PacketCount = 0
  public var ipv6PacketCount = 0
  public var skipped: [SkipReason: Int] = [:]
  /// For each reason the first record that it stopped; of login logs only.
  public var firstSkippedRecords: [SkipReason: Int] = [:]
  /// Earliest and latest time of any record, used or not.
  public var firstTimestamp: Timestamp?
  public var lastTimestamp: Timestamp?
  /// Records whose time lies before that of the record ahead of them.
  public var outOfOrderCount = 0
  /// Records of which less was captured than was on the wire.
  public var snapshotTruncatedCount = 0
  /// Frames of a capture whose time is absent, or beyond all calendars.
  public var untimedPacketCount = 0
  /// Frames that repeat one shortly before them: their IP packet begins with the same bytes.
  public var duplicateFrameCount = 0
  /// Used rows that say the very same as another used row; of login logs and attacks only.
  public var duplicateRowCount: Int?
  /// Times of a minute or more between one record and the next, and the longest of them.
  public var timeGapCount = 0
  public var longestTimeGap: TimeGap?
  /// pcapng blocks that hold no frames, by which the reader passed: names, statistics, secrets.
  public var passedOverBlockCount = 0
  /// Those of them that Wireshark numbers like frames, so that we do.
  public var otherFrameCount = 0
  /// Packets sent by an address to which nothing was sent; nil where only one side was looked at.
  public var oneWayPacketCount: Int?
  /// The tags before the IP headers of used frames.
  public var filterPaths: Set<FilterPath> = []
  /// What the used rows of a text tell of in all; `Int.max` stands for that and more.
  public var statedPacketCount = 0
  public var statedByteCount = 0
  /// Frames that the kernel had no room for; of a live capture only.
  public var kernelDroppedCount: Int?
  /// What a reader of the figures must know about this input, such as whose directions they are.
  public var note: String?

  public init(path: InputPath) {
    self.path = path
  }

  /// The number of the last frame as Wireshark counts, or of the last line.
  public var lastRecordNumber: Int { packetCount + otherFrameCount }

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
    /// The system's limits, or a device that does not answer.
    case cannotOpen = "cannot-open"
    case missingTable = "missing-table"
    case notATable = "not-a-table"
    case readOnly = "read-only"
    case notADatabase = "not-a-database"
    case corruptDatabase = "corrupt-database"
    case newerSchema = "newer-schema"
    case busy
    case captureStopped = "capture-stopped"
    /// Counts of a table add up to more than 64 bits hold.
    case overflow
    case badModel = "bad-model"
    case newerModel = "newer-model"
    case featureCount = "feature-count"
    case tooFewSamples = "too-few-samples"
    case nonFinite = "non-finite"
    case degenerate

    /// Whether the input could not be opened at all, rather than being damaged (exit 66, not 65).
    public var meansUnavailable: Bool {
      switch self {
      case .notFound, .permissionDenied, .symlinkLoop, .isADirectory, .notRegularFile, .cannotOpen:
        true
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

/// A time in which an input has no records.
public struct TimeGap: Sendable, Equatable {
  public let start: Timestamp
  public let end: Timestamp

  public init(start: Timestamp, end: Timestamp) {
    self.start = start
    self.end = end
  }

  public var durationSeconds: Double {
    // In Double, because hostile times lie further apart than 64 bits can count.
    Double(end.seconds) - Double(start.seconds)
      + (Double(end.nanoseconds) - Double(start.nanoseconds)) / 1e9
  }
}
