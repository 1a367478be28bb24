@testable import Readers
@testable import Records

/// Captures, whose reader is handed all bytes at once.
enum CaptureFuzzing {
  static func readPcap(_ bytes: Span<UInt8>) -> Int { read(PcapFrames(), bytes) }

  static func readPcapng(_ bytes: Span<UInt8>) -> Int { read(PcapngFrames(), bytes) }

  private static func read(_ format: consuming some CaptureFormat, _ bytes: Span<UInt8>) -> Int {
    let visitor = CountingVisitor()
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
    return consumedCount
  }
}

/// A visitor that counts what it is handed.
final class CountingVisitor: RecordVisitor {
  let wantsFrames: Bool
  private(set) var count = 0

  init(wantsFrames: Bool = false) {
    self.wantsFrames = wantsFrames
  }

  func visit(_ observations: Span<Observation>) { count += observations.count }

  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {
    precondition(frame.record > 0 && frame.originalByteCount >= 0, "frames are numbered from one")
  }
}
