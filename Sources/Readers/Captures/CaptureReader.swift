import Records

/// Reads the frames of a capture.
///
/// libpcap stands behind it for now; whatever replaces it gives the same frames and faults.
struct CaptureReader {
  /// Frames between two looks at the outside.
  private static let checkInterval = 8192
  private static let fileHeaderByteCount = 24
  private static let recordHeaderByteCount = 16
  private static let modifiedRecordHeaderByteCount = 24

  let format: InputSummary.Format
  let stream: ByteStream
  /// Fraction digits of every time; nil where each time must tell.
  private let fractionDigitCount: UInt8?
  private let headerByteCount: Int

  init(_ kind: InputKind.Capture, _ stream: ByteStream) {
    self.stream = stream
    format = kind == .pcapng ? .pcapng : .pcap
    fractionDigitCount =
      switch kind {
      case .pcapng: nil
      case .pcapNanoseconds: 9
      case .pcap, .pcapModified: 6
      }
    headerByteCount =
      kind == .pcapModified ? Self.modifiedRecordHeaderByteCount : Self.recordHeaderByteCount
  }

  /// Reads to the end or the first damage, and accounts for every frame in `tally`.
  func read(
    into tally: inout InputTally, shouldStop: () -> Bool, _ body: (Observation) -> Void
  ) {
    tally.describe { $0.format = format }
    let capture: Libpcap
    do {
      capture = try Libpcap(stream)
    } catch {
      if error.meansNoInterface, stream.failure == nil { return }
      return tally.fail(stream.failure ?? error.openFailure(format), .error)
    }
    let linkType = capture.linkType
    tally.describe { $0.linkTypes = [Libpcap.name(linkType)] }
    let decoder = FrameDecoder(linkType)
    var damage: Damage?
    do {
      try readFrames(of: capture, decoder, &tally, shouldStop, body)
    } catch {
      damage = error
    }
    if !decoder.knowsLinkType, tally.summary.packetCount > 0 {
      tally.fail(
        InputFailure(
          .unsupportedLinkType,
          "link type \(Libpcap.name(linkType)) (\(linkType.rawValue)) is not known; "
            + "none of its frames was used"), .error)
    }
    if let damage { stop(at: damage, &tally, shouldStop) }
    if let failure = stream.failure { tally.fail(failure, .partial) }
  }

  /// libpcap's words with the place they are about.
  private struct Damage: Error {
    let message: LibpcapMessage
    let byteOffset: Int
  }

  private func readFrames(
    of capture: Libpcap, _ decoder: FrameDecoder, _ tally: inout InputTally,
    _ shouldStop: () -> Bool, _ body: (Observation) -> Void
  ) throws(Damage) {
    var byteOffset = Self.fileHeaderByteCount
    var countdown = Self.checkInterval
    while true {
      do {
        let isFrame = try capture.next { header, frame in
          byteOffset += headerByteCount + frame.count
          account(for: header, frame, decoder, &tally, body)
        }
        guard isFrame else { return }
      } catch {
        throw Damage(message: error, byteOffset: byteOffset)
      }
      countdown -= 1
      if countdown == 0 {
        countdown = Self.checkInterval
        if shouldStop() { return tally.stop() }
      }
    }
  }

  @inline(__always)
  private func account(
    for header: CapturedFrame, _ frame: Span<UInt8>, _ decoder: FrameDecoder,
    _ tally: inout InputTally, _ body: (Observation) -> Void
  ) {
    let timestamp = timestamp(of: header)
    tally.countRecord(at: timestamp)
    if frame.count < header.originalByteCount { tally.countSnapshotTruncation() }
    do {
      let addresses = try decoder.addresses(in: frame)
      tally.countUse(addresses.source.family)
      body(
        Observation(
          source: addresses.source, destination: addresses.destination,
          record: tally.summary.packetCount, timestamp: timestamp, packetCount: 1,
          byteCount: header.originalByteCount))
    } catch {
      tally.countSkip(error)
    }
  }

  /// The time of a frame; nil beyond 64 bits of seconds.
  @inline(__always)
  private func timestamp(of header: CapturedFrame) -> Timestamp? {
    guard let fractionDigitCount else {
      // A pcapng interface states its resolution, which libpcap keeps to itself.
      return Timestamp(
        seconds: header.seconds, carrying: header.nanoseconds,
        fractionDigitCount: header.nanoseconds % 1000 == 0 ? 6 : 9)
    }
    // libpcap takes the two unsigned 32-bit fields of a classic record for signed ones.
    let unit: Int64 = fractionDigitCount == 6 ? 1000 : 1
    let fraction = UInt32(truncatingIfNeeded: header.nanoseconds / unit)
    return Timestamp(
      seconds: Int64(UInt32(truncatingIfNeeded: header.seconds)),
      carrying: Int64(fraction) * unit, fractionDigitCount: fractionDigitCount)
  }

  private func stop(at damage: Damage, _ tally: inout InputTally, _ shouldStop: () -> Bool) {
    // A reader that was stopped inside a record has not found a cut one.
    if shouldStop() { return tally.stop() }
    let (reason, failure) = damage.message.recordFailure(
      format, record: tally.nextRecord, byteOffset: format == .pcap ? damage.byteOffset : nil)
    tally.countSkip(reason)
    // Where decompression broke off, the cut record is only its shadow.
    tally.fail(stream.failure ?? failure, .partial)
  }
}
