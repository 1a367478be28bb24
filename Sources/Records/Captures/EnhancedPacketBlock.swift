/// A frame with its interface, time and original length.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.3
public struct EnhancedPacketBlock: Equatable {
  @inlinable static var interfaceOffset: Int { 8 }
  @inlinable static var upperTimeOffset: Int { 12 }
  @inlinable static var lowerTimeOffset: Int { 16 }
  @inlinable static var capturedLengthOffset: Int { 20 }
  @inlinable static var originalLengthOffset: Int { 24 }
  @inlinable static var frameOffset: Int { 28 }
  @inlinable static var minimumByteCount: Int { 32 }

  public let interfaceIndex: Int
  public let tickCount: UInt64
  public let capturedByteCount: Int
  public let originalByteCount: Int

  /// - Parameter block: the whole block.
  /// - Throws: `shortBlock`, also for a block that ends before its frame; `capturedLength`.
  @inlinable
  @inline(__always)
  public init(_ block: Span<UInt8>, _ order: ByteOrder) throws(CaptureFault) {
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
  @inlinable
  @inline(__always)
  public var frameRange: Range<Int> { Self.frameOffset..<Self.frameOffset + capturedByteCount }
}

extension Span<UInt8> {
  /// Checks that a frame of `capturedByteCount` bytes lies in this block besides its fixed fields.
  @inlinable
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
