/// The type and length that every pcapng block begins with.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 3.1
package struct PcapngBlockHeader: Equatable {
  private static let typeOffset = 0
  private static let lengthOffset = 4
  package static let byteCount = 8

  /// Bytes of the length that every block ends with.
  static let trailerByteCount = 4
  private static let minimumBlockByteCount = 12

  /// Block types that are read; all others are passed over.
  package enum BlockType {
    package static let interfaceDescription: UInt32 = 1
    package static let obsoletePacket: UInt32 = 2
    package static let simplePacket: UInt32 = 3
    package static let enhancedPacket: UInt32 = 6
    /// The same in both byte orders.
    package static let sectionHeader: UInt32 = 0x0a0d_0d0a

    /// Blocks that hold no frames of a network, but that Wireshark numbers like frames: journal
    /// entries, custom blocks and system calls.
    package static let numberedLikeFrames: Set<UInt32> = [
      0x9, 0xbad, 0x4000_0bad, 0x204, 0x216, 0x221,
    ]
  }

  package let type: UInt32
  /// Bytes of the whole block.
  package let blockByteCount: Int
  /// The section's; the block that begins a section states its own.
  package let byteOrder: ByteOrder

  /// Nil where the bytes end before the header does.
  ///
  /// - Parameter sectionOrder: the byte order of the section under way.
  /// - Throws: `blockLength`, `magic` for a section of no byte order.
  @inline(__always)
  package init?(
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
  @inline(__always)
  package func checkTrailer(of block: Span<UInt8>) throws(CaptureFault) {
    let trailing = block.uint32(at: block.count - Self.trailerByteCount, byteOrder) ?? 0
    guard Int(trailing) == blockByteCount else {
      throw .blockLengths(leading: blockByteCount, trailing: Int(trailing))
    }
  }
}
