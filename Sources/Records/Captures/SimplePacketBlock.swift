/// A frame of the section's first interface, without a time.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.4
package struct SimplePacketBlock: Equatable {
  private static let originalLengthOffset = 8
  private static let frameOffset = 12
  private static let minimumByteCount = 16

  package let originalByteCount: Int
  /// No field has it: the lesser of the original length and the snapshot length.
  package let capturedByteCount: Int

  /// - Parameters:
  ///   - block: the whole block.
  ///   - snapshotByteCount: of the section's first interface, 0 for no limit.
  /// - Throws: `capturedLength`, or `shortBlock` where the block has no room for the frame: as much
  ///   as there is might end in the middle of it without a sign.
  package init(
    _ block: Span<UInt8>, _ order: ByteOrder, snapshotByteCount: Int
  ) throws(CaptureFault) {
    guard block.holds(Self.minimumByteCount, at: 0),
      let original = block.uint32(at: Self.originalLengthOffset, order)
    else {
      throw .shortBlock(
        type: PcapngBlockHeader.BlockType.simplePacket,
        requiredByteCount: Self.minimumByteCount, byteCount: block.count)
    }
    originalByteCount = Int(original)
    let limit = snapshotByteCount == 0 ? Int.max : snapshotByteCount
    capturedByteCount = min(originalByteCount, limit)
    guard capturedByteCount <= CaptureFault.maximumCapturedByteCount else {
      throw .capturedLength(capturedByteCount, .pcapng)
    }
    guard capturedByteCount <= block.count - Self.minimumByteCount else {
      throw .shortBlock(
        type: PcapngBlockHeader.BlockType.simplePacket,
        requiredByteCount: Self.minimumByteCount + capturedByteCount, byteCount: block.count)
    }
  }

  /// Where the frame lies in the block.
  package var frameRange: Range<Int> { Self.frameOffset..<Self.frameOffset + capturedByteCount }
}
