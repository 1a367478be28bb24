/// A frame with its interface, time and original length.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.3
package struct EnhancedPacketBlock: Equatable {
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
  @inline(__always)
  package init(_ block: Span<UInt8>, _ order: ByteOrder) throws(CaptureFault) {
    guard block.holds(Self.minimumByteCount, at: 0) else {
      throw .shortBlock(
        type: PcapngBlockHeader.BlockType.enhancedPacket,
        requiredByteCount: Self.minimumByteCount, byteCount: block.count)
    }
    // Of a span whose count is a constant, all further checks are settled by the compiler.
    let fields = block.extracting(0..<Self.minimumByteCount)
    let interface = fields.uint32(at: Self.interfaceOffset, order) ?? 0
    let upperTime = fields.uint32(at: Self.upperTimeOffset, order) ?? 0
    let lowerTime = fields.uint32(at: Self.lowerTimeOffset, order) ?? 0
    let captured = fields.uint32(at: Self.capturedLengthOffset, order) ?? 0
    let original = fields.uint32(at: Self.originalLengthOffset, order) ?? 0
    interfaceIndex = Int(interface)
    tickCount = UInt64(upperTime) << 32 | UInt64(lowerTime)
    capturedByteCount = Int(captured)
    originalByteCount = Int(original)
    try block.checkFrame(
      capturedByteCount, minimumBlockByteCount: Self.minimumByteCount,
      type: PcapngBlockHeader.BlockType.enhancedPacket)
  }

  /// Where the frame lies in the block.
  @inline(__always)
  package var frameRange: Range<Int> { Self.frameOffset..<Self.frameOffset + capturedByteCount }
}

extension Span<UInt8> {
  /// Checks that a frame of `capturedByteCount` bytes lies in this block besides its fixed fields.
  @inline(__always)
  func checkFrame(
    _ capturedByteCount: Int, minimumBlockByteCount: Int, type: UInt32
  ) throws(CaptureFault) {
    guard capturedByteCount <= CaptureFault.maximumCapturedByteCount else {
      throw .capturedLength(capturedByteCount, .pcapng)
    }
    guard capturedByteCount <= count - minimumBlockByteCount else {
      throw .shortBlock(
        type: type, requiredByteCount: minimumBlockByteCount + capturedByteCount,
        byteCount: count)
    }
  }
}
