import Records

/// The content of a capture as far as it was read, under whatever names it lies.
public struct CaptureEntry: Sendable, Equatable {
  public enum Standing: String, Sendable {
    /// Read to its end.
    case complete
    /// Read to its last whole record; more may come.
    case growing
    /// Read to a damaged place.
    case damaged
  }

  /// Given by the database; 0 before.
  public var id: Int64
  /// SHA-256 of the first `byteCount` bytes after decompression, 32 bytes.
  public var hash: [UInt8]
  /// The same of the bytes up to the end of the first whole record; nil where there is none yet.
  public var headHash: [UInt8]?
  /// Bytes after decompression up to the end of the last whole record that was read.
  public var byteCount: Int
  public var standing: Standing
  public var recordCount: Int
  public var usedPacketCount: Int
  public var skipped: [SkipReason: Int]
  public var firstTimestamp: Timestamp?
  public var lastTimestamp: Timestamp?

  public init(
    id: Int64 = 0, hash: [UInt8], headHash: [UInt8]?, byteCount: Int, standing: Standing,
    recordCount: Int, usedPacketCount: Int, skipped: [SkipReason: Int],
    firstTimestamp: Timestamp?, lastTimestamp: Timestamp?
  ) {
    self.id = id
    self.hash = hash
    self.headHash = headHash
    self.byteCount = byteCount
    self.standing = standing
    self.recordCount = recordCount
    self.usedPacketCount = usedPacketCount
    self.skipped = skipped
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
  }
}
