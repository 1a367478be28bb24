/// The block that describes the next interface of a pcapng section.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.2
package struct InterfaceDescriptionBlock: Equatable {
  private static let linkTypeOffset = 8
  private static let snapshotLengthOffset = 12
  private static let optionsOffset = 16
  private static let minimumByteCount = 20

  static let resolutionCode: UInt16 = 9
  static let offsetCode: UInt16 = 14

  package let linkType: LinkType
  /// Bytes that were captured of a frame at most; 0 where there was no limit.
  package let snapshotByteCount: Int
  package let resolution: TimestampResolution

  /// Options of a wrong length are passed over, and of two alike the first counts.
  ///
  /// - Parameter block: the whole block.
  /// - Throws: `shortBlock`, `optionLength`.
  package init(_ block: Span<UInt8>, _ order: ByteOrder) throws(CaptureFault) {
    guard block.holds(Self.minimumByteCount, at: 0),
      let linkType = block.uint16(at: Self.linkTypeOffset, order),
      let snapshotLength = block.uint32(at: Self.snapshotLengthOffset, order)
    else {
      throw .shortBlock(
        type: PcapngBlockHeader.BlockType.interfaceDescription,
        requiredByteCount: Self.minimumByteCount, byteCount: block.count)
    }
    self.linkType = LinkType(rawValue: Int32(linkType))
    snapshotByteCount = Int(snapshotLength)
    var code: UInt8?
    var offset: UInt64?
    try PcapngOption.forEach(in: block, from: Self.optionsOffset, order) { option, value in
      switch (option, value.count) {
      case (Self.resolutionCode, 1): code = code ?? value.uint8(at: 0)
      case (Self.offsetCode, 8): offset = offset ?? value.uint64(at: 0, order)
      default: break
      }
    }
    resolution = TimestampResolution(
      code: code ?? 6, offsetSeconds: Int64(bitPattern: offset ?? 0))
  }
}
