/// A whole record at the beginning of some bytes of a capture: it holds a frame, which may be a
/// `PlainFrame`, whose packet is a `PlainPacket`.
public struct PlainRecord {
  /// What was captured of the frame, among those bytes.
  public let frameRange: Range<Int>
  /// The original length on the wire.
  public let originalByteCount: UInt32
  /// As `Timestamp.packed`.
  public let packedTime: UInt64
  /// Bytes up to the next record.
  public let byteCount: Int

  @inlinable
  @inline(__always)
  init(
    frameRange: Range<Int>, originalByteCount: UInt32, packedTime: UInt64, byteCount: Int
  ) {
    self.frameRange = frameRange
    self.originalByteCount = originalByteCount
    self.packedTime = packedTime
    self.byteCount = byteCount
  }
}

/// Finds those records of a capture that are written as nearly all are, and sound.
///
/// What is found is what the format's own headers say; where nothing is found, they say why.
public protocol PlainRecords {
  /// The record that `bytes` begin with; nil where it is not whole, or has to be looked at closely.
  ///
  /// - Parameter digitCount: fraction digits that its time must have.
  func first(of bytes: Span<UInt8>, digitCount: UInt8) -> PlainRecord?
}

/// The records of a pcap file of little-endian byte order and the current version.
///
/// Reads itself what `PcapRecordHeader` reads of all variants: to ask which, for every record, would
/// take longer than all else about it.
public struct PlainPcapRecords: PlainRecords {
  /// 1000 in files of microseconds.
  @usableFromInline let nanosecondsPerFraction: UInt32
  @usableFromInline let fractionsPerSecond: UInt32
  @usableFromInline let fractionDigitCount: UInt8

  /// Nil for all other files.
  public init?(_ file: PcapFileHeader) {
    guard file.byteOrder == .little, file.lengthOrder == .capturedFirst else { return nil }
    switch file.magic {
    case .microseconds: (nanosecondsPerFraction, fractionsPerSecond) = (1000, 1_000_000)
    case .nanoseconds: (nanosecondsPerFraction, fractionsPerSecond) = (1, 1_000_000_000)
    case .modified: return nil
    }
    fractionDigitCount = file.fractionDigitCount
  }

  @inlinable
  @inline(__always)
  public func first(of bytes: Span<UInt8>, digitCount: UInt8) -> PlainRecord? {
    let header = PcapRecordHeader.byteCount
    guard digitCount == fractionDigitCount, bytes.count >= header,
      let seconds = bytes.uint32(at: PcapRecordHeader.secondsOffset, .little),
      let fraction = bytes.uint32(at: PcapRecordHeader.fractionOffset, .little),
      let captured = bytes.uint32(at: PcapRecordHeader.firstLengthOffset, .little),
      let original = bytes.uint32(at: PcapRecordHeader.secondLengthOffset, .little),
      fraction < fractionsPerSecond, captured <= CaptureFault.maximumCapturedByteCount
    else { return nil }
    let byteCount = header &+ Int(captured)
    guard byteCount <= bytes.count else { return nil }
    let nanoseconds = fraction &* nanosecondsPerFraction
    return PlainRecord(
      frameRange: header..<byteCount, originalByteCount: original,
      packedTime: UInt64(seconds) << 32 | UInt64(nanoseconds), byteCount: byteCount)
  }
}

/// The enhanced packet blocks of a pcapng section of little-endian byte order.
public struct PlainPcapngRecords: PlainRecords {
  /// By interface; nil for those whose frames have to be looked at closely.
  @usableFromInline private(set) var resolutions: [TimestampResolution?] = []

  /// Of a section that has described no interface yet.
  public init() {}

  /// - Parameter resolution: of the next interface; nil where its frames have to be looked at closely.
  public mutating func addInterface(_ resolution: TimestampResolution?) {
    resolutions.append(resolution)
  }

  @inlinable
  @inline(__always)
  public func first(of bytes: Span<UInt8>, digitCount: UInt8) -> PlainRecord? {
    guard bytes.count >= EnhancedPacketBlock.minimumByteCount,
      let header = try? PcapngBlockHeader(bytes, at: 0, .little),
      header.type == PcapngBlockHeader.BlockType.enhancedPacket,
      header.blockByteCount <= bytes.count
    else { return nil }
    let block = bytes.extracting(0..<header.blockByteCount)
    guard (try? header.checkTrailer(of: block)) != nil,
      let packet = try? EnhancedPacketBlock(block, .little),
      packet.interfaceIndex < resolutions.count,
      let resolution = resolutions[packet.interfaceIndex],
      resolution.fractionDigitCount == digitCount,
      let packedTime = resolution.timestamp(tickCount: packet.tickCount)?.packed
    else { return nil }
    return PlainRecord(
      frameRange: packet.frameRange,
      originalByteCount: UInt32(truncatingIfNeeded: packet.originalByteCount),
      packedTime: packedTime, byteCount: header.blockByteCount)
  }
}
