import State
import Testing

/// Baselines, feedback, hits of the allow-list, scans.
@Suite struct SmallTableTests {
  @Test func anEntryIsHitOnceByEachFinding() throws {
    let folder = try StateFolder()
    let finding = try FindingTableTests.finding("aa00bb")
    let hits = try folder.store().write { writer throws(StateFailure) in
      _ = try writer.insert(finding, deliveries: [])
      for stored in try writer.reader.findings(since: nil) {
        for _ in 0..<2 { try writer.noteAllowed(stored, by: "10.0.0.0/8", at: 7) }
      }
      return try writer.reader.allowHits()
    }
    #expect(hits == [AllowHit(entry: "10.0.0.0/8", count: 1, lastSeconds: 7)])
  }

  @Test func theLatestBaselineIsTheOneStoredLast() throws {
    let folder = try StateFolder()
    var newer = BaselineEntry(
      startSeconds: 5, endSeconds: 9, model: Array(repeating: 7, count: 9000))
    let older = BaselineEntry(startSeconds: 50, endSeconds: 90, model: [])
    try folder.store().write { writer throws(StateFailure) in
      #expect(try writer.reader.latestBaseline() == nil)
      try writer.insert(older)
      newer.id = try writer.insert(newer)
    }
    #expect(
      try folder.store().read { reader throws(StateFailure) in try reader.latestBaseline() }
        == newer)
  }

  private static func feedback(
    _ findingId: String, _ verdict: FeedbackEntry.Verdict, until: Int64? = nil
  ) -> FeedbackEntry {
    FeedbackEntry(
      findingId: findingId, verdict: verdict, why: "it's a 'scanner'; — ours", untilSeconds: until,
      recordedSeconds: 1_000)
  }

  @Test func feedbackComesBackNewestLast() throws {
    let folder = try StateFolder()
    var entries = [
      Self.feedback("b", .benign, until: 2_000), Self.feedback("a", .malicious),
      Self.feedback("b", .malicious),
    ]
    try folder.store().write { writer throws(StateFailure) in
      for index in entries.indices { entries[index].id = try writer.insert(entries[index]) }
    }
    #expect(
      try folder.store().read { reader throws(StateFailure) in try reader.feedback() } == entries)
  }

  @Test func undoingBringsBackWhatWasSaidBefore() throws {
    let store = try StateFolder().store()
    func inForce(_ reader: StateReader) throws(StateFailure) -> [Int64] {
      try reader.feedback().filter { !$0.isUndone }.map(\.id)
    }
    try store.write { writer throws(StateFailure) in
      for finding in ["a", "b", "a"] { try writer.insert(Self.feedback(finding, .benign)) }
      #expect(try writer.undoFeedback(on: "a"))
      #expect(try inForce(writer.reader) == [1, 2])
      #expect(try writer.undoFeedback(on: "a"))
      #expect(try inForce(writer.reader) == [2])
      #expect(try !writer.undoFeedback(on: "a"))
      #expect(try !writer.undoFeedback(on: "c"))
      #expect(try inForce(writer.reader) == [2])
      #expect(try writer.reader.feedback().map(\.id) == [1, 2, 3])
    }
  }

  @Test func hitsAddUpAndKeepTheLatestTime() throws {
    let folder = try StateFolder()
    try folder.store().write { writer throws(StateFailure) in
      try writer.addAllowHits([
        AllowHit(entry: "b", count: 2, lastSeconds: 10),
        AllowHit(entry: "a", count: .max, lastSeconds: nil),
        AllowHit(entry: "b", count: 1, lastSeconds: 5),
      ])
      try writer.addAllowHits([
        AllowHit(entry: "a", count: 1, lastSeconds: -7),
        AllowHit(entry: "b", count: 1, lastSeconds: nil),
      ])
    }
    #expect(
      try folder.store().read { reader throws(StateFailure) in try reader.allowHits() } == [
        AllowHit(entry: "a", count: .max, lastSeconds: -7),
        AllowHit(entry: "b", count: 4, lastSeconds: 10),
      ])
  }

  @Test func theLastScansComeNewestFirst() throws {
    let folder = try StateFolder()
    var scans = (0..<3).map {
      ScanEntry(
        startedSeconds: 100 - Int64($0), captureCount: $0, packetCount: 2, findingCount: 3,
        status: "partial", note: "number \($0)")
    }
    try folder.store().write { writer throws(StateFailure) in
      for index in scans.indices { scans[index].id = try writer.insert(scans[index]) }
    }
    try folder.store().read { reader throws(StateFailure) in
      #expect(try reader.scans(limit: 2) == [scans[2], scans[1]])
      #expect(try reader.scans(limit: 9).count == 3)
      #expect(try reader.scans(limit: 0).isEmpty)
    }
  }
}
