/// The block that begins a section of a pcapng file.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.1
@usableFromInline
package struct SectionHeaderBlock: Equatable {
  private static let byteOrderOffset = 8
  private static let majorVersionOffset = 12
  private static let minorVersionOffset = 14
  private static let optionsOffset = 24
  private static let minimumByteCount = 28

  /// Bytes from which the byte order can be told.
  package static let byteOrderEnd = 12
  static let byteOrderMagic: UInt32 = 0x1a2b_3c4d

  package let byteOrder: ByteOrder
  package let majorVersion: UInt16
  package let minorVersion: UInt16

  /// The byte order of the section that begins at `offset`; nil where the bytes end before it.
  ///
  /// The order must be known before the length of the block can be read.
  ///
  /// - Throws: `magic`.
  @usableFromInline
  static func byteOrder(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(CaptureFault) -> ByteOrder? {
    guard let magic = bytes.uint32(at: offset + byteOrderOffset) else { return nil }
    switch magic {
    case byteOrderMagic: return .big
    case byteOrderMagic.byteSwapped: return .little
    default: throw .magic(magic, .pcapng)
    }
  }

  /// The section length is not kept: writers get it wrong, and blocks say how long they are.
  ///
  /// - Parameter block: the whole block.
  /// - Throws: `shortBlock`, `version`, `optionLength`.
  package init(_ block: Span<UInt8>, _ order: ByteOrder) throws(CaptureFault) {
    guard block.holds(Self.minimumByteCount, at: 0),
      let major = block.uint16(at: Self.majorVersionOffset, order),
      let minor = block.uint16(at: Self.minorVersionOffset, order)
    else {
      throw .shortBlock(
        type: PcapngBlockHeader.BlockType.sectionHeader,
        requiredByteCount: Self.minimumByteCount, byteCount: block.count)
    }
    // 1.2 was written by some programs and is read like 1.0, section 4.1 says.
    guard major == 1, minor == 0 || minor == 2 else {
      throw .version(.pcapng, major: major, minor: minor)
    }
    // Names of programs and machines, which nobody asks for; but a block that contradicts itself is
    // damage.
    try PcapngOption.forEach(in: block, from: Self.optionsOffset, order) { _, _ in }
    byteOrder = order
    majorVersion = major
    minorVersion = minor
  }
}
