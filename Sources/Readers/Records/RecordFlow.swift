import Records

/// What becomes of the records of one input: each is counted, selected, decoded and handed on.
struct RecordFlow {
  var tally: InputTally
  let selection: RecordSelection
  private let visitor: any RecordVisitor
  private let wantsFrames: Bool
  let wantsTraits: Bool
  private let hasTimeBounds: Bool
  /// Usable records that nobody has been handed yet; one call for many keeps them cheap.
  private var batch: [Observation] = []
  /// Of each record in the batch; empty unless they are wanted.
  private var batchTraits: [PacketTraits] = []
  /// Plain packets that nobody has been handed yet, up to `plainCount`.
  private var plainPackets: [PlainPacket]
  private var plainCount = 0
  /// Whether records of IPv4 wait in `batch`, which came after all plain packets that were handed on
  /// and before those that wait.
  private var holdsIPv4 = false
  private let takesPlainPackets: Bool
  private var recentPackets = RecentPackets()
  /// Of the last frame whose tags were looked at.
  private var previousSignature: UInt64?
  private var previousLinkType: LinkType?
  /// Compiled once, however many interfaces a capture declares.
  private var routes: [LinkType: FrameRoute] = [:]

  /// Records of one batch: they stay in the first-level cache until they are taken.
  private static let batchCount = 256

  init(_ tally: InputTally, _ selection: RecordSelection, _ visitor: any RecordVisitor) {
    self.tally = tally
    self.selection = selection
    self.visitor = visitor
    wantsFrames = visitor.wantsFrames
    wantsTraits = visitor.wantsTraits
    hasTimeBounds = selection.hasTimeBounds
    takesPlainPackets = !wantsFrames && !wantsTraits && !hasTimeBounds
    plainPackets = Array(repeating: .none, count: takesPlainPackets ? Self.batchCount : 0)
    batch.reserveCapacity(Self.batchCount)
  }

  /// Hands on what is left.
  mutating func flush() {
    if plainCount > 0 {
      visitor.visit(plainPackets.span.extracting(0..<plainCount))
      plainCount = 0
    }
    flushBatch()
  }

  private mutating func flushBatch() {
    guard !batch.isEmpty else { return }
    holdsIPv4 = false
    if wantsTraits {
      visitor.visit(batch.span, batchTraits.span)
      batchTraits.removeAll(keepingCapacity: true)
    } else {
      visitor.visit(batch.span)
    }
    batch.removeAll(keepingCapacity: true)
  }

  /// Accounts for the records from `offset` on, up to the first that is not plain.
  ///
  /// - Parameter records: of frames whose route is plain.
  mutating func takePlainPackets(
    _ records: some PlainRecords, in bytes: Span<UInt8>, _ offset: inout Int
  ) {
    guard takesPlainPackets else { return }
    while var run = tally.nextPlainRun {
      run.take(records, in: bytes, &offset, into: &plainPackets, &plainCount, &recentPackets.slots)
      if holdsIPv4, run.packetCount > 0 { flushBatch() }
      tally.count(run)
      guard plainCount == Self.batchCount else { return }
      flush()
    }
  }

  /// Accounts for one frame of a capture.
  mutating func account(
    for frame: Span<UInt8>, originalByteCount: Int, at timestamp: Timestamp?, _ route: FrameRoute
  ) {
    tally.countRecord(at: timestamp)
    if timestamp == nil { tally.countUntimed() }
    if frame.count < originalByteCount { tally.countSnapshotTruncation() }
    if hasTimeBounds, !selection.holds(timestamp) { return tally.countSkip(.outsideTime) }
    if let filter = route.filter,
      !filter.accepts(frame, originalByteCount: originalByteCount)
    {
      return tally.countSkip(.filtered)
    }
    do {
      let addresses = try route.decoder.addresses(in: frame)
      let family = addresses.source.family
      tally.countUse(family)
      if let fingerprint = PacketFingerprint.fingerprint(
        frame, at: addresses.headerOffset, family),
        recentPackets.isRepeated(fingerprint, record: tally.summary.lastRecordNumber)
      {
        tally.countDuplicate()
      }
      notePath(of: frame, headerOffset: addresses.headerOffset, route)
      let observation = Observation(
        source: addresses.source, destination: addresses.destination,
        record: tally.summary.lastRecordNumber, timestamp: timestamp, packetCount: 1,
        byteCount: originalByteCount)
      if wantsFrames {
        visitor.visit(captured(originalByteCount, timestamp, route), frame, observation)
      }
      if wantsTraits { batchTraits.append(addresses.traits(in: frame)) }
      hand(onFrame: observation)
    } catch {
      tally.countSkip(error)
      if wantsFrames { visitor.visit(captured(originalByteCount, timestamp, route), frame, nil) }
    }
  }

  /// Accounts for one record of a text, which `record` reads.
  ///
  /// - Parameter record: nil for a line that is no record.
  mutating func accountForRow(_ record: () throws(SkipReason) -> TableRecord?) {
    do {
      guard let record = try record() else { return }
      var observation = record.observation
      if let last = record.lastTimestamp {
        tally.countRecord(from: observation.timestamp, to: last)
      } else {
        tally.countRecord(at: observation.timestamp)
      }
      guard selection.holds(observation.timestamp) else { return tally.countSkip(.outsideTime) }
      tally.countUse((observation.source ?? observation.destination)?.family)
      tally.countStated(
        packetCount: observation.packetCount, byteCount: observation.byteCount)
      hand(on: observation, record.traits)
      if let last = record.lastTimestamp {
        // Counted nowhere, but widens the times of the address.
        (observation.timestamp, observation.packetCount, observation.byteCount) = (last, 0, 0)
        hand(on: observation, .unknown)
      }
    } catch {
      tally.countRecord(at: nil)
      tally.countSkip(error)
    }
  }

  /// Notes the tags before the IP header, which are looked at only where they may be new.
  @inline(__always)
  private mutating func notePath(of frame: Span<UInt8>, headerOffset: Int, _ route: FrameRoute) {
    guard let typeOffset = route.typeOffset, headerOffset != typeOffset + 2 else {
      return tally.note(.plain)
    }
    let signature = FilterPath.signature(
      frame, typeOffset: typeOffset, headerOffset: headerOffset)
    guard signature == nil || signature != previousSignature || route.linkType != previousLinkType
    else { return }
    previousSignature = signature
    previousLinkType = route.linkType
    tally.note(FilterPath(frame, route.linkType))
  }

  private mutating func hand(on observation: Observation, _ traits: PacketTraits) {
    if wantsTraits { batchTraits.append(traits) }
    hand(on: observation)
  }

  /// Hands on what a frame says, among the plain packets where it can be.
  @inline(__always)
  private mutating func hand(onFrame observation: Observation) {
    guard takesPlainPackets, observation.source?.family == .ipv4 else {
      return hand(on: observation)
    }
    guard let packet = PlainPacket(observation) else {
      // Behind the plain packets that came before it.
      if plainCount > 0 { flush() }
      holdsIPv4 = true
      return hand(on: observation)
    }
    if holdsIPv4 { flushBatch() }
    plainPackets[plainCount] = packet
    plainCount += 1
    if plainCount == Self.batchCount { flush() }
  }

  @inline(__always)
  private mutating func hand(on observation: Observation) {
    batch.append(observation)
    if batch.count == Self.batchCount { flush() }
  }

  @inline(__always)
  private func captured(
    _ originalByteCount: Int, _ timestamp: Timestamp?, _ route: FrameRoute
  ) -> CapturedFrame {
    CapturedFrame(
      record: tally.summary.lastRecordNumber, timestamp: timestamp,
      originalByteCount: originalByteCount, linkType: route.linkType)
  }
}

/// How the frames of one link type are selected and decoded.
struct FrameRoute {
  let linkType: LinkType
  let decoder: FrameDecoder
  let filter: PacketFilter?
  /// Where a frame says that IP follows at once; nil where nothing else can.
  let typeOffset: Int?
  /// Whether a frame may be a plain packet.
  let leadsToPlainPackets: Bool

  init(linkType: LinkType, decoder: FrameDecoder, filter: PacketFilter?) {
    self.linkType = linkType
    self.decoder = decoder
    self.filter = filter
    typeOffset = FilterPath.typeOffset(of: linkType)
    leadsToPlainPackets = linkType == .ethernet && decoder.takesShortcut && filter == nil
  }
}

extension RecordFlow {
  /// The way of frames of `linkType`.
  ///
  /// A filter that makes no sense for a link type makes its frames unusable, and the input partial:
  /// to let them pass, or to leave them out in silence, would both be wrong.
  mutating func route(for linkType: LinkType) -> FrameRoute {
    if let route = routes[linkType] { return route }
    let route = makeRoute(for: linkType)
    routes[linkType] = route
    return route
  }

  private mutating func makeRoute(for linkType: LinkType) -> FrameRoute {
    let decoder = FrameDecoder(linkType, depth: selection.depth)
    guard let expression = selection.filter, decoder.leadsToAddresses else {
      // Frames that cannot be used in any case need no filter, but may have one.
      let filter = selection.filter.flatMap { try? PacketFilter($0, for: linkType) }
      return FrameRoute(linkType: linkType, decoder: decoder, filter: filter)
    }
    do {
      let filter = try PacketFilter(expression, for: linkType)
      return FrameRoute(linkType: linkType, decoder: decoder, filter: filter)
    } catch {
      tally.fail(
        InputFailure(
          .unsupportedLinkType,
          "the filter makes no sense for link type \(Libpcap.name(of: linkType)), whose frames "
            + "are not used: \(error.message)"), .partial)
      return FrameRoute(linkType: linkType, decoder: .undecodable, filter: nil)
    }
  }
}
