extension SectionHeaderBlock {
  private static let applicationCode: UInt16 = 4
  private static let unknownSectionLength = UInt64.max

  /// The block that begins a section written by `application` (shb_userappl).
  package static func encoded(application: String) -> [UInt8] {
    var block = PcapngBlockEncoder(PcapngBlockHeader.BlockType.sectionHeader)
    block.append(byteOrderMagic)
    block.append(UInt16(1))
    block.append(UInt16(0))
    block.append(unknownSectionLength)
    block.append(option: applicationCode, Array(application.utf8))
    block.appendEndOfOptions()
    return block.finish()
  }
}
