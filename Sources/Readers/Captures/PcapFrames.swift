import Records

/// The frames of a pcap file, all of one link type.
struct PcapFrames: CaptureFormat {
  private var header: (file: PcapFileHeader, route: FrameRoute)?

  var isInHeader: Bool { header == nil }
  var knowsLinkType: Bool { header?.route.decoder.knowsLinkType ?? false }
  var leadsToAddresses: Bool { header?.route.decoder.leadsToAddresses ?? false }

  mutating func readFrames(
    in bytes: Span<UInt8>, _ consumedCount: inout Int, into flow: inout RecordFlow
  ) throws(CaptureFault) -> CaptureNeed {
    guard let header else {
      guard bytes.count >= PcapFileHeader.byteCount else {
        return CaptureNeed(part: .fileHeader, byteCount: PcapFileHeader.byteCount)
      }
      let file = try PcapFileHeader(bytes)
      header = (file, flow.route(for: file.linkType))
      flow.tally.describe { $0.linkTypes = [Libpcap.name(of: file.linkType)] }
      consumedCount = PcapFileHeader.byteCount
      return try readFrames(in: bytes, &consumedCount, into: &flow)
    }
    let (file, route) = header
    let plainRecords = route.leadsToPlainPackets ? PlainPcapRecords(file) : nil
    let headerByteCount = file.recordHeaderByteCount
    while true {
      if let plainRecords { flow.takePlainPackets(plainRecords, in: bytes, &consumedCount) }
      guard let record = try PcapRecordHeader(bytes, at: consumedCount, of: file) else { break }
      let recordByteCount = headerByteCount + record.capturedByteCount
      guard bytes.count - consumedCount >= recordByteCount else {
        return CaptureNeed(part: .record, byteCount: recordByteCount)
      }
      let end = consumedCount + recordByteCount
      flow.account(
        for: bytes.extracting(consumedCount + headerByteCount..<end),
        originalByteCount: record.originalByteCount, at: record.timestamp(of: file), route)
      consumedCount = end
    }
    return CaptureNeed(part: .recordHeader, byteCount: headerByteCount)
  }
}
