import Records

/// Counts what becomes of every record of one input.
struct InputTally {
  private(set) var summary: InputSummary
  private var previousTimestamp: Timestamp?
  private var previousPath: FilterPath?

  /// A network that sends nothing for so long, or a capture that was interrupted.
  static let gapSeconds: Int64 = 60

  init(_ path: InputPath) {
    summary = InputSummary(path: path)
  }

  /// Lets the reader of a format fill in what it alone knows.
  mutating func describe(_ change: (inout InputSummary) -> Void) {
    change(&summary)
  }

  /// The number that the record under way has, from 1.
  var nextRecord: Int { summary.packetCount + 1 }

  /// Counts a whole record with its time, before it is known whether it can be used.
  @inline(__always)
  mutating func countRecord(at timestamp: Timestamp?) {
    summary.packetCount += 1
    guard let timestamp else { return }
    guard let previous = previousTimestamp else {
      summary.firstTimestamp = timestamp
      summary.lastTimestamp = timestamp
      previousTimestamp = timestamp
      return
    }
    previousTimestamp = timestamp
    if timestamp < previous {
      summary.outOfOrderCount += 1
      if let first = summary.firstTimestamp, timestamp < first {
        summary.firstTimestamp = timestamp
      }
    } else {
      if let last = summary.lastTimestamp, last < timestamp { summary.lastTimestamp = timestamp }
      if timestamp.seconds &- previous.seconds >= Self.gapSeconds { countGap(previous, timestamp) }
    }
  }

  /// The run of plain packets that may follow now; nil before the first time, and behind one that
  /// cannot be packed.
  var nextPlainRun: PlainRun? {
    PlainRun(after: previousTimestamp, record: summary.lastRecordNumber)
  }

  /// Counts the packets of `run`, all of which are used.
  mutating func count(_ run: PlainRun) {
    guard run.packetCount > 0 else { return }
    summary.packetCount += run.packetCount
    summary.usedPacketCount += run.packetCount
    summary.ipv4PacketCount += run.packetCount
    summary.snapshotTruncatedCount += run.snapshotTruncatedCount
    summary.duplicateFrameCount += run.duplicateCount
    let last = run.lastTimestamp
    previousTimestamp = last
    if let latest = summary.lastTimestamp, latest < last { summary.lastTimestamp = last }
    if run.taggedCount < run.packetCount { note(.plain) }
    if run.taggedCount > 0 { note(.vlan) }
  }

  /// Counts a time without records, and keeps the longest.
  @inline(never)
  private mutating func countGap(_ start: Timestamp, _ end: Timestamp) {
    let gap = TimeGap(start: start, end: end)
    guard gap.durationSeconds >= Double(Self.gapSeconds) else { return }
    summary.timeGapCount += 1
    if let longest = summary.longestTimeGap,
      longest.durationSeconds >= gap.durationSeconds
    {
      return
    }
    summary.longestTimeGap = gap
  }

  /// Counts a record that sums up others, which lie in no order.
  mutating func countRecord(from first: Timestamp?, to last: Timestamp) {
    summary.packetCount += 1
    for time in [first ?? last, last] {
      if summary.firstTimestamp.map({ time < $0 }) ?? true { summary.firstTimestamp = time }
      if summary.lastTimestamp.map({ $0 < time }) ?? true { summary.lastTimestamp = time }
    }
  }

  @inline(__always)
  mutating func countSnapshotTruncation() {
    summary.snapshotTruncatedCount += 1
  }

  @inline(__always)
  mutating func countUse(_ family: AddressFamily?) {
    summary.usedPacketCount += 1
    switch family {
    case .ipv4: summary.ipv4PacketCount += 1
    case .ipv6: summary.ipv6PacketCount += 1
    case nil: break
    }
  }

  /// Adds what a used row tells of.
  mutating func countStated(packetCount: Int, byteCount: Int) {
    let packets = summary.statedPacketCount.addingReportingOverflow(packetCount)
    let bytes = summary.statedByteCount.addingReportingOverflow(byteCount)
    summary.statedPacketCount = packets.overflow ? .max : packets.partialValue
    summary.statedByteCount = bytes.overflow ? .max : bytes.partialValue
  }

  mutating func countUntimed() {
    summary.untimedPacketCount += 1
  }

  mutating func countDuplicate() {
    summary.duplicateFrameCount += 1
  }

  /// Notes the tags before the IP header of a used frame; those of most frames are alike.
  @inline(__always)
  mutating func note(_ path: FilterPath) {
    guard path != previousPath else { return }
    previousPath = path
    summary.filterPaths.insert(path)
  }

  mutating func countSkip(_ reason: SkipReason) {
    summary.skipped[reason, default: 0] += 1
  }

  /// Counts a record that was counted already as skipped, and notes the first of its reason.
  mutating func countSkip(_ reason: SkipReason, ofRecord record: Int) {
    countSkip(reason)
    let first = summary.firstSkippedRecords[reason] ?? record
    summary.firstSkippedRecords[reason] = min(first, record)
  }

  /// Keeps the first failure; with `status` error nothing of the input is usable.
  mutating func fail(_ failure: InputFailure, _ status: InputSummary.Status) {
    guard summary.failure == nil else { return }
    summary.failure = failure
    summary.status = status
  }

  /// Adds a sentence to what readers of the figures must know.
  mutating func add(note: String) {
    summary.note = [summary.note, note].compactMap { $0 }.joined(separator: "; ")
  }

  /// Makes the failure of an input that gave no record at all an error.
  ///
  /// Only for texts: of a damaged capture the file header is known to be good.
  mutating func escalateWithoutUse() {
    if summary.failure != nil, summary.usedPacketCount == 0 { summary.status = .error }
  }

  /// Notes that the caller stopped the reading.
  mutating func stop() {
    guard summary.status == .ok else { return }
    summary.status = .partial
    summary.note = "interrupted: the rest was not read"
  }
}
