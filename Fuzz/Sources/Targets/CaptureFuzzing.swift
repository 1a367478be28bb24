@testable import Readers
@testable import Records

/// Captures, whose reader is handed all bytes at once.
enum CaptureFuzzing {
  static func readPcap(_ bytes: Span<UInt8>) -> Int { read(PcapFrames(), bytes) }

  static func readPcapng(_ bytes: Span<UInt8>) -> Int { read(PcapngFrames(), bytes) }

  /// Reads what plain packets there are the short way, then all of them the general way.
  private static func read(_ format: some CaptureFormat, _ bytes: Span<UInt8>) -> Int {
    let (short, general) = (CountingVisitor(), CountingVisitor(wantsFrames: true))
    let (consumedCount, summary) = read(format, bytes, short)
    let others = read(format, bytes, general)
    precondition(consumedCount == others.consumedCount, "both ways end at the same byte")
    precondition(summary == others.summary, "both ways count the same")
    precondition(short.digests == general.digests, "both ways hand on the same")
    return consumedCount
  }

  private static func read(
    _ format: consuming some CaptureFormat, _ bytes: Span<UInt8>, _ visitor: CountingVisitor
  ) -> (consumedCount: Int, summary: InputSummary) {
    var flow = RecordFlow(InputTally(InputPath("")), RecordSelection(), visitor)
    var consumedCount = 0
    do throws(CaptureFault) {
      let need = try format.readFrames(in: bytes, &consumedCount, into: &flow)
      precondition(
        need.byteCount > bytes.count - consumedCount, "what is needed is more than what is there")
    } catch {
      let failure = error.failure(
        isInHeader: format.isInHeader, record: nil, byteOffset: consumedCount)
      precondition(!failure.message.isEmpty, "damage is described")
    }
    flow.flush()
    precondition((0...bytes.count).contains(consumedCount), "only bytes that exist are consumed")
    let summary = flow.tally.summary
    let skippedCount = summary.skipped.values.reduce(0, +)
    precondition(
      summary.usedPacketCount + skippedCount == summary.packetCount, "every frame is accounted for")
    precondition(visitor.count == summary.usedPacketCount, "what is used is handed on")
    return (consumedCount, summary)
  }
}

/// A visitor that counts what it is handed.
final class CountingVisitor: RecordVisitor {
  let wantsFrames: Bool
  private(set) var count = 0
  /// By family, of what was handed on, in its order.
  private(set) var digests: [AddressFamily?: Int] = [:]

  init(wantsFrames: Bool = false) {
    self.wantsFrames = wantsFrames
  }

  func visit(_ observations: Span<Observation>) {
    count += observations.count
    for index in observations.indices {
      let observation = observations[index]
      var hasher = Hasher()
      hasher.combine(digests[observation.source?.family] ?? 0)
      hasher.combine(observation.source)
      hasher.combine(observation.destination)
      hasher.combine(observation.record)
      hasher.combine(observation.timestamp)
      hasher.combine(observation.byteCount)
      digests[observation.source?.family] = hasher.finalize()
    }
  }

  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {
    precondition(frame.record > 0 && frame.originalByteCount >= 0, "frames are numbered from one")
  }
}
