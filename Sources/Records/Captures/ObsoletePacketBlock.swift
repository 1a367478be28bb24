/// The predecessor of the enhanced packet block, which old files hold.
/// - SeeAlso: draft-ietf-opsawg-pcapng appendix A
package struct ObsoletePacketBlock: Equatable {
  private static let interfaceOffset = 8
  private static let upperTimeOffset = 12
  private static let lowerTimeOffset = 16
  private static let capturedLengthOffset = 20
  private static let originalLengthOffset = 24
  private static let frameOffset = 28
  private static let minimumByteCount = 32

  package let interfaceIndex: Int
  package let tickCount: UInt64
  package let capturedByteCount: Int
  package let originalByteCount: Int

  /// - Parameter block: the whole block.
  /// - Throws: `shortBlock`, also for a block that ends before its frame; `capturedLength`.
  package init(_ block: Span<UInt8>, _ order: ByteOrder) throws(CaptureFault) {
    guard block.holds(Self.minimumByteCount, at: 0),
      let interface = block.uint16(at: Self.interfaceOffset, order),
      let upperTime = block.uint32(at: Self.upperTimeOffset, order),
      let lowerTime = block.uint32(at: Self.lowerTimeOffset, order),
      let captured = block.uint32(at: Self.capturedLengthOffset, order),
      let original = block.uint32(at: Self.originalLengthOffset, order)
    else {
      throw .shortBlock(
        type: PcapngBlockHeader.BlockType.obsoletePacket,
        requiredByteCount: Self.minimumByteCount, byteCount: block.count)
    }
    interfaceIndex = Int(interface)
    tickCount = UInt64(upperTime) << 32 | UInt64(lowerTime)
    capturedByteCount = Int(captured)
    originalByteCount = Int(original)
    try block.checkFrame(
      capturedByteCount, minimumBlockByteCount: Self.minimumByteCount,
      type: PcapngBlockHeader.BlockType.obsoletePacket)
  }

  /// Where the frame lies in the block.
  package var frameRange: Range<Int> { Self.frameOffset..<Self.frameOffset + capturedByteCount }
}
