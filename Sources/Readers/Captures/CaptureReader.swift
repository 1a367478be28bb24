import Records

/// Reads the frames of a capture, in place and in bounded memory.
struct CaptureReader {
  let kind: InputKind.Capture
  let stream: ByteStream

  init(_ kind: InputKind.Capture, _ stream: ByteStream) {
    self.kind = kind
    self.stream = stream
  }

  /// Reads to the end or the first damage, and accounts for every frame in `flow`.
  func read(into flow: inout RecordFlow, shouldStop: () -> Bool) {
    switch kind {
    case .pcap:
      flow.tally.describe { $0.format = .pcap }
      read(PcapFrames(), into: &flow, shouldStop)
    case .pcapng:
      flow.tally.describe { $0.format = .pcapng }
      read(PcapngFrames(), into: &flow, shouldStop)
    }
  }

  private func read(
    _ format: consuming some CaptureFormat, into flow: inout RecordFlow,
    _ shouldStop: () -> Bool
  ) {
    var damage: CaptureFault?
    do {
      try readFrames(&format, into: &flow, shouldStop)
    } catch {
      damage = error
    }
    // A reader that was stopped inside a record has not found a cut one.
    if damage != nil, shouldStop() { return flow.tally.stop() }
    if let damage, format.isInHeader {
      let failure = damage.failure(isInHeader: true, record: nil, byteOffset: stream.byteOffset)
      return flow.tally.fail(stream.failure ?? failure, .error)
    }
    failIfNoLinkTypeIsKnown(format, &flow.tally)
    noteIfNothingCarriesIP(format, &flow.tally)
    if let damage {
      let failure = damage.failure(
        isInHeader: false, record: flow.tally.nextRecord, byteOffset: stream.byteOffset)
      flow.tally.countSkip(damage.reason)
      // Where decompression broke off, the cut record is only its shadow.
      flow.tally.fail(stream.failure ?? failure, .partial)
    }
    if let failure = stream.failure { flow.tally.fail(failure, .partial) }
  }

  private func readFrames(
    _ format: inout some CaptureFormat, into flow: inout RecordFlow, _ shouldStop: () -> Bool
  ) throws(CaptureFault) {
    var need = CaptureNeed(part: .fileHeader, byteCount: 1)
    while stream.require(need.byteCount) {
      try stream.consume { bytes, consumedCount throws(CaptureFault) in
        need = try format.readFrames(in: bytes, &consumedCount, into: &flow)
      }
      precondition(
        need.byteCount > stream.availableByteCount, "a format asks for more than it was given")
      if shouldStop() { return flow.tally.stop() }
    }
    guard stream.availableByteCount > 0 else { return }
    throw .cut(
      need.part, requiredByteCount: need.byteCount,
      availableByteCount: stream.availableByteCount)
  }

  /// Says why a sound capture gives no addresses, such as one of a USB port.
  private func noteIfNothingCarriesIP(_ format: some CaptureFormat, _ tally: inout InputTally) {
    guard format.knowsLinkType, !format.leadsToAddresses, tally.summary.packetCount > 0 else {
      return
    }
    let names = tally.summary.linkTypes.joined(separator: ", ")
    tally.add(note: "frames of link type \(names) carry no IP")
  }

  private func failIfNoLinkTypeIsKnown(_ format: some CaptureFormat, _ tally: inout InputTally) {
    guard !format.knowsLinkType, tally.summary.packetCount > 0 else { return }
    let names = tally.summary.linkTypes
    tally.fail(
      InputFailure(
        .unsupportedLinkType,
        names.count == 1
          ? "link type \(names[0]) is not known; none of its frames was used"
          : "none of \(names.count) link types is known; none of their frames was used"), .error)
  }
}
