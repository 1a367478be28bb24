extension InterfaceDescriptionBlock {
  private static let nameCode: UInt16 = 2
  private static let descriptionCode: UInt16 = 3

  /// The block that describes an interface whose frames came from `name` (if_name, if_description).
  ///
  /// - Parameter resolution: of decimal digits, at most 9.
  package static func encoded(
    linkType: LinkType, resolution: TimestampResolution, name: [UInt8]
  ) -> [UInt8] {
    var block = PcapngBlockEncoder(PcapngBlockHeader.BlockType.interfaceDescription)
    block.append(UInt16(truncatingIfNeeded: linkType.rawValue))
    block.append(UInt16(0))
    // No limit: every frame says how much of it was captured.
    block.append(UInt32(0))
    block.append(option: nameCode, name)
    block.append(option: descriptionCode, name)
    block.append(option: resolutionCode, [resolution.exponent])
    if resolution.offsetSeconds != 0 {
      let offset = UInt64(bitPattern: resolution.offsetSeconds)
      block.append(
        option: offsetCode, (0..<8).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) })
    }
    block.appendEndOfOptions()
    return block.finish()
  }
}
