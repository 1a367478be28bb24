/// The preamble of an Ethernet packet or fragment, IEEE 802.3 clause 99 (frame preemption).
struct MPacketHeader: EnclosingHeader {
  private static let delimiterOffset = 7
  /// The delimiter of express frames, and those by which preemptible frames begin.
  private static let startDelimiters: [UInt8] = [0xd5, 0xe6, 0x4c, 0x7f, 0xb3]

  let byteCount = 8
  /// Of a continued fragment, its count.
  let delimiter: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let delimiter = frame.uint8(at: offset + Self.delimiterOffset) else {
      throw .truncatedHeader
    }
    self.delimiter = delimiter
  }

  var next: Layer {
    get throws(SkipReason) {
      guard Self.startDelimiters.contains(delimiter) else { throw .noIP }
      return .ethernet
    }
  }
}
