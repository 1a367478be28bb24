@testable import Features
@testable import Readers
@testable import Records

/// Captures in pieces: what comes of them is what comes of the whole.
///
/// The first byte of an input says how long the pieces are, the second which format is read.
enum PiecesFuzzing {
  static func compare(_ bytes: Span<UInt8>) -> Int {
    guard bytes.count >= 2 else { return 0 }
    let stepByteCount = Int(bytes[0]) + 1
    let capture = bytes.extracting(droppingFirst: 2)
    return bytes[1] & 1 == 0
      ? compare(capture, stepByteCount) { PcapFrames() }
      : compare(capture, stepByteCount) { PcapngFrames() }
  }

  private static func compare<Format: CaptureFormat>(
    _ bytes: Span<UInt8>, _ stepByteCount: Int, _ make: () -> Format
  ) -> Int {
    let whole = Outcome(of: bytes, stepByteCount: bytes.count, make())
    let pieces = Outcome(of: bytes, stepByteCount: stepByteCount, make())
    precondition(whole.summary == pieces.summary, "summaries are equal")
    precondition(whole.fault == pieces.fault, "the same place is damaged")
    precondition(whole.consumedCount == pieces.consumedCount, "the same bytes are consumed")
    for (one, other) in zip(whole.tables.tables, pieces.tables.tables) {
      precondition(one.records.elementsEqual(other.records), "merged tables are those of the whole")
    }
    return whole.consumedCount
  }
}

/// What comes of a capture that arrives a step at a time, with tables for each step, merged.
private struct Outcome {
  var summary = InputSummary(path: InputPath(""))
  var fault: CaptureFault?
  var consumedCount = 0
  var tables = AddressTables()

  init(of bytes: Span<UInt8>, stepByteCount: Int, _ format: consuming some CaptureFormat) {
    let visitor = TableVisitor()
    var flow = RecordFlow(InputTally(InputPath("")), RecordSelection(), visitor)
    var end = 0
    do throws(CaptureFault) {
      var neededCount = 1
      while neededCount <= bytes.count - consumedCount {
        end = min(bytes.count, max(end + stepByteCount, consumedCount + neededCount))
        let start = consumedCount
        var count = 0
        defer { consumedCount = start + count }
        neededCount = try format.readFrames(
          in: bytes.extracting(start..<end), &count, into: &flow
        ).byteCount
        flow.flush()
        if let part = visitor.takeTables() { tables.merge(part) }
      }
    } catch {
      fault = error
    }
    flow.flush()
    if let part = visitor.takeTables() { tables.merge(part) }
    summary = flow.tally.summary
  }
}

private final class TableVisitor: RecordVisitor {
  /// Made anew for every step that has records of use.
  private var tables: AddressTables?

  func visit(_ observations: Span<Observation>) {
    var tables = tables ?? AddressTables()
    self.tables = nil
    tables.add(observations, input: 0)
    self.tables = tables
  }

  func takeTables() -> AddressTables? {
    defer { tables = nil }
    return tables
  }
}
