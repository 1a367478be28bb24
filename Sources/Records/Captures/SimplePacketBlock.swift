/// A frame of the section's first interface, without a time.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.4
package struct SimplePacketBlock: Equatable {
  private static let originalLengthOffset = 8
  private static let frameOffset = 12
  private static let minimumByteCount = 16

  package let originalByteCount: Int
  /// No field has it: the least of the original length, the snapshot length and the block's space.
  package let capturedByteCount: Int

  /// - Parameters:
  ///   - block: the whole block.
  ///   - snapshotByteCount: of the section's first interface, 0 for no limit.
  /// - Throws: `shortBlock`, `capturedLength`.
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
    capturedByteCount = min(originalByteCount, limit, block.count - Self.minimumByteCount)
    guard capturedByteCount <= CaptureFault.maximumCapturedByteCount else {
      throw .capturedLength(capturedByteCount, .pcapng)
    }
  }

  /// Where the frame lies in the block.
  package var frameRange: Range<Int> { Self.frameOffset..<Self.frameOffset + capturedByteCount }
}
