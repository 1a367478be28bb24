/// The header before each frame of a pcap file.
/// - SeeAlso: draft-ietf-opsawg-pcap section 5
package struct PcapRecordHeader: Equatable {
  private static let secondsOffset = 0
  private static let fractionOffset = 4
  private static let firstLengthOffset = 8
  private static let secondLengthOffset = 12
  package static let byteCount = 16
  /// With interface index, protocol, direction and a byte of padding, which are not kept.
  package static let modifiedByteCount = 24

  package let seconds: UInt32
  /// Microseconds or nanoseconds; files with a second or more are kept, and the time is carried.
  package let fraction: UInt32
  package let capturedByteCount: Int
  package let originalByteCount: Int

  /// Nil where fewer bytes are left than a header has.
  ///
  /// - Throws: `capturedLength` above the limit.
  @inline(__always)
  package init?(
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

  @inline(__always)
  package func timestamp(of file: PcapFileHeader) -> Timestamp? {
    let unit: Int64 = file.magic == .nanoseconds ? 1 : 1000
    return Timestamp(
      seconds: Int64(seconds), carrying: Int64(fraction) * unit,
      fractionDigitCount: file.fractionDigitCount)
  }
}
