import Records

/// Plain packets in a row, each less than a minute after the one before, and what is counted of them.
///
/// Counts what `RecordFlow.account` would count; whatever needs a closer look ends the run.
struct PlainRun {
  /// Of the last packet, or of the record before the run.
  private var record: Int
  private var packedTime: UInt64
  private let fractionDigitCount: UInt8
  private(set) var packetCount = 0
  private(set) var snapshotTruncatedCount = 0
  private(set) var duplicateCount = 0
  private(set) var taggedCount = 0

  /// Less than a minute by a second, so that nanoseconds need not be looked at.
  private static let stepLimit = UInt64(InputTally.gapSeconds - 1) << 32

  /// - Parameters:
  ///   - timestamp: of the record before the run; nil where its time cannot be packed.
  ///   - record: its number.
  init?(after timestamp: Timestamp?, record: Int) {
    guard let timestamp, let packedTime = timestamp.packed else { return nil }
    self.record = record
    self.packedTime = packedTime
    fractionDigitCount = timestamp.fractionDigitCount
  }

  var lastTimestamp: Timestamp {
    Timestamp(packed: packedTime, fractionDigitCount: fractionDigitCount)
  }

  /// Takes records from `offset` on, up to the first that does not belong here, while there is room.
  ///
  /// Times of a run have the same number of digits: of equal times with others the first counts.
  ///
  /// - Parameters:
  ///   - packets: where they are put, from `count` on, which grows by them.
  ///   - recent: of packets seen shortly before.
  mutating func take(
    _ records: some PlainRecords, in bytes: Span<UInt8>, _ offset: inout Int,
    into packets: inout [PlainPacket], _ count: inout Int, _ recent: inout [UInt64]
  ) {
    var packets = packets.mutableSpan
    var recent = recent.mutableSpan
    var rest = bytes.extracting(droppingFirst: offset)
    // All in registers: the number of steps is bounded by the room, so no sum can overflow.
    var (time, record, position) = (packedTime, record, count)
    var (truncatedCount, duplicateCount, taggedCount) = (0, 0, 0)
    while position < packets.count,
      let next = records.first(of: rest, digitCount: fractionDigitCount),
      next.packedTime >= time, next.packedTime - time < Self.stepLimit,
      let frame = PlainFrame(rest.extracting(next.frameRange))
    {
      rest = rest.extracting(droppingFirst: next.byteCount)
      time = next.packedTime
      record &+= 1
      if next.frameRange.count < next.originalByteCount { truncatedCount &+= 1 }
      if RecentPackets.isRepeated(frame.fingerprint, record: record, &recent) {
        duplicateCount &+= 1
      }
      if frame.isTagged { taggedCount &+= 1 }
      packets[position] = PlainPacket(
        ends: frame.ends, byteCount: next.originalByteCount, packedTime: time,
        fractionDigitCount: fractionDigitCount, record: record)
      position &+= 1
    }
    offset = bytes.count - rest.count
    packedTime = time
    self.record = record
    packetCount += position - count
    snapshotTruncatedCount += truncatedCount
    self.duplicateCount += duplicateCount
    self.taggedCount += taggedCount
    count = position
  }
}
