import Records

/// The frames of a pcapng file: sections of either byte order, each with interfaces of its own.
struct PcapngFrames: CaptureFormat {
  private struct Interface {
    let snapshotByteCount: Int
    let resolution: TimestampResolution
    let route: FrameRoute
  }

  private var byteOrder = ByteOrder.little
  /// Those of the section under way.
  private var interfaces: [Interface] = []
  /// The records that may be plain packets, by these interfaces.
  private var plainRecords = PlainPcapngRecords()
  /// The names of all link types so far.
  private var linkTypes: Set<String> = []

  private(set) var knowsLinkType = false
  private(set) var leadsToAddresses = false
  var isInHeader: Bool { linkTypes.isEmpty }

  mutating func readFrames(
    in bytes: Span<UInt8>, _ consumedCount: inout Int, into flow: inout RecordFlow
  ) throws(CaptureFault) -> CaptureNeed {
    while true {
      if byteOrder == .little { flow.takePlainPackets(plainRecords, in: bytes, &consumedCount) }
      guard let header = try PcapngBlockHeader(bytes, at: consumedCount, byteOrder) else { break }
      guard bytes.count - consumedCount >= header.blockByteCount else {
        return CaptureNeed(part: .block, byteCount: header.blockByteCount)
      }
      let end = consumedCount + header.blockByteCount
      try read(bytes.extracting(consumedCount..<end), header, into: &flow)
      consumedCount = end
    }
    // Only the block that begins a section needs more: up to its byte order.
    let isHeaderWhole = bytes.count - consumedCount >= PcapngBlockHeader.byteCount
    return CaptureNeed(
      part: .blockHeader,
      byteCount: isHeaderWhole ? SectionHeaderBlock.byteOrderEnd : PcapngBlockHeader.byteCount)
  }

  @inline(__always)
  private mutating func read(
    _ block: Span<UInt8>, _ header: PcapngBlockHeader, into flow: inout RecordFlow
  ) throws(CaptureFault) {
    try header.checkTrailer(of: block)
    switch header.type {
    case PcapngBlockHeader.BlockType.enhancedPacket:
      let packet = try EnhancedPacketBlock(block, byteOrder)
      let interface = try interface(packet.interfaceIndex)
      flow.account(
        for: block.extracting(packet.frameRange), originalByteCount: packet.originalByteCount,
        at: interface.resolution.timestamp(tickCount: packet.tickCount), interface.route)
    case PcapngBlockHeader.BlockType.simplePacket:
      let interface = try interface(0)
      let packet = try SimplePacketBlock(
        block, byteOrder, snapshotByteCount: interface.snapshotByteCount)
      flow.account(
        for: block.extracting(packet.frameRange), originalByteCount: packet.originalByteCount,
        at: nil, interface.route)
    case PcapngBlockHeader.BlockType.obsoletePacket:
      let packet = try ObsoletePacketBlock(block, byteOrder)
      let interface = try interface(packet.interfaceIndex)
      flow.account(
        for: block.extracting(packet.frameRange), originalByteCount: packet.originalByteCount,
        at: interface.resolution.timestamp(tickCount: packet.tickCount), interface.route)
    case PcapngBlockHeader.BlockType.interfaceDescription:
      try add(InterfaceDescriptionBlock(block, byteOrder), to: &flow)
    case PcapngBlockHeader.BlockType.sectionHeader:
      byteOrder = try SectionHeaderBlock(block, header.byteOrder).byteOrder
      interfaces.removeAll(keepingCapacity: true)
      plainRecords = PlainPcapngRecords()
    default:
      // Names, statistics, secrets and the like: no frames, so nothing more to account for.
      flow.tally.describe {
        $0.passedOverBlockCount += 1
        if PcapngBlockHeader.BlockType.numberedLikeFrames.contains(header.type) {
          $0.otherFrameCount += 1
        }
      }
    }
  }

  @inline(__always)
  private func interface(_ index: Int) throws(CaptureFault) -> Interface {
    guard index < interfaces.count else {
      throw .unknownInterface(index: index, interfaceCount: interfaces.count)
    }
    return interfaces[index]
  }

  private mutating func add(
    _ description: InterfaceDescriptionBlock, to flow: inout RecordFlow
  ) throws(CaptureFault) {
    guard interfaces.count < CaptureFault.maximumInterfaceCount else { throw .interfaceCount }
    let route = flow.route(for: description.linkType)
    interfaces.append(
      Interface(
        snapshotByteCount: description.snapshotByteCount, resolution: description.resolution,
        route: route))
    plainRecords.addInterface(route.leadsToPlainPackets ? description.resolution : nil)
    if route.decoder.knowsLinkType { knowsLinkType = true }
    if route.decoder.leadsToAddresses { leadsToAddresses = true }
    let name = Libpcap.name(of: description.linkType)
    if linkTypes.insert(name).inserted { flow.tally.describe { $0.linkTypes.append(name) } }
  }
}
