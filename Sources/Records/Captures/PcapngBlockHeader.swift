/// The type and length that every pcapng block begins with.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 3.1
public struct PcapngBlockHeader: Equatable {
  @inlinable static var typeOffset: Int { 0 }
  @inlinable static var lengthOffset: Int { 4 }
  @inlinable public static var byteCount: Int { 8 }

  /// Bytes of the length that every block ends with.
  @inlinable static var trailerByteCount: Int { 4 }
  @inlinable static var minimumBlockByteCount: Int { 12 }

  /// Block types that are read; all others are passed over.
  public enum BlockType {
    @inlinable public static var interfaceDescription: UInt32 { 1 }
    @inlinable public static var obsoletePacket: UInt32 { 2 }
    @inlinable public static var simplePacket: UInt32 { 3 }
    @inlinable public static var enhancedPacket: UInt32 { 6 }
    /// The same in both byte orders.
    @inlinable public static var sectionHeader: UInt32 { 0x0a0d_0d0a }

    /// Blocks that hold no frames of a network, but that Wireshark numbers like frames: journal
    /// entries, custom blocks and system calls.
    package static let numberedLikeFrames: Set<UInt32> = [
      0x9, 0xbad, 0x4000_0bad, 0x204, 0x216, 0x221,
    ]
  }

  public let type: UInt32
  /// Bytes of the whole block.
  public let blockByteCount: Int
  /// The section's; the block that begins a section states its own.
  public let byteOrder: ByteOrder

  /// Nil where the bytes end before the header does.
  ///
  /// - Parameter sectionOrder: the byte order of the section under way.
  /// - Throws: `blockLength`, `magic` for a section of no byte order.
  @inlinable
  @inline(__always)
  public init?(
    _ bytes: Span<UInt8>, at offset: Int, _ sectionOrder: ByteOrder
  ) throws(CaptureFault) {
    guard bytes.holds(Self.byteCount, at: offset),
      let type = bytes.uint32(at: offset + Self.typeOffset, sectionOrder)
    else { return nil }
    var order = sectionOrder
    if type == BlockType.sectionHeader {
      guard let own = try SectionHeaderBlock.byteOrder(bytes, at: offset) else { return nil }
      order = own
    }
    guard let length = bytes.uint32(at: offset + Self.lengthOffset, order) else { return nil }
    self.type = type
    blockByteCount = Int(length)
    byteOrder = order
    guard length % 4 == 0, blockByteCount >= Self.minimumBlockByteCount,
      blockByteCount <= CaptureFault.maximumBlockByteCount
    else { throw .blockLength(blockByteCount) }
  }

  /// Checks the length behind `block`, which is the whole block.
  ///
  /// - Throws: `blockLengths`.
  @inlinable
  @inline(__always)
  public func checkTrailer(of block: Span<UInt8>) throws(CaptureFault) {
    let trailing = block.uint32(at: block.count - Self.trailerByteCount, byteOrder) ?? 0
    guard Int(trailing) == blockByteCount else {
      throw .blockLengths(leading: blockByteCount, trailing: Int(trailing))
    }
  }
}
