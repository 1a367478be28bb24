/// What a capture says about one frame besides its bytes.
public struct CapturedFrame: Sendable, Equatable {
  /// The frame as Wireshark counts it, from 1.
  public var record: Int
  public var timestamp: Timestamp?
  /// Bytes on the wire; the bytes at hand may be fewer.
  public var originalByteCount: Int
  public var linkType: LinkType

  public init(record: Int, timestamp: Timestamp?, originalByteCount: Int, linkType: LinkType) {
    self.record = record
    self.timestamp = timestamp
    self.originalByteCount = originalByteCount
    self.linkType = linkType
  }
}
