/// The header before each frame of a pcap file.
/// - SeeAlso: draft-ietf-opsawg-pcap section 5
public struct PcapRecordHeader: Equatable {
  @inlinable static var secondsOffset: Int { 0 }
  @inlinable static var fractionOffset: Int { 4 }
  @inlinable static var firstLengthOffset: Int { 8 }
  @inlinable static var secondLengthOffset: Int { 12 }
  @inlinable public static var byteCount: Int { 16 }
  /// With interface index, protocol, direction and a byte of padding, which are not kept.
  @inlinable public static var modifiedByteCount: Int { 24 }

  public let seconds: UInt32
  /// Microseconds or nanoseconds; files with a second or more are kept, and the time is carried.
  public let fraction: UInt32
  public let capturedByteCount: Int
  public let originalByteCount: Int

  /// Nil where fewer bytes are left than a header has.
  ///
  /// - Throws: `capturedLength` above the limit.
  @inlinable
  @inline(__always)
  public init?(
    _ bytes: Span<UInt8>, at offset: Int, of file: PcapFileHeader
  ) throws(CaptureFault) {
    let order = file.byteOrder
    guard bytes.holds(file.recordHeaderByteCount, at: offset) else { return nil }
    // Of a span whose count is a constant, all further checks are settled by the compiler.
    let header = bytes.extracting(offset..<offset + Self.byteCount)
    guard let seconds = header.uint32(at: Self.secondsOffset),
      let fraction = header.uint32(at: Self.fractionOffset),
      let first = header.uint32(at: Self.firstLengthOffset),
      let second = header.uint32(at: Self.secondLengthOffset)
    else { return nil }
    // One question for all four numbers, which is always answered alike.
    let words =
      order == .big
      ? (seconds, fraction, first, second)
      : (seconds.byteSwapped, fraction.byteSwapped, first.byteSwapped, second.byteSwapped)
    (self.seconds, self.fraction) = (words.0, words.1)
    let isCapturedFirst =
      switch file.lengthOrder {
      case .capturedFirst: true
      case .originalFirst: false
      case .smallerFirst: words.2 <= words.3
      }
    capturedByteCount = Int(isCapturedFirst ? words.2 : words.3)
    originalByteCount = Int(isCapturedFirst ? words.3 : words.2)
    guard capturedByteCount <= CaptureFault.maximumCapturedByteCount else {
      throw .capturedLength(capturedByteCount, .pcap)
    }
  }

  @inlinable
  @inline(__always)
  public func timestamp(of file: PcapFileHeader) -> Timestamp? {
    let unit: Int64 = file.magic == .nanoseconds ? 1 : 1000
    return Timestamp(
      seconds: Int64(seconds), carrying: Int64(fraction) * unit,
      fractionDigitCount: file.fractionDigitCount)
  }
}
