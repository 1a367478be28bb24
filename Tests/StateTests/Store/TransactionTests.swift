import Features
import Records
import State
import Testing

@Suite struct TransactionTests {
  private static let capture = CaptureEntry(
    hash: [1], headHash: nil, byteCount: 1, standing: .complete, recordCount: 1,
    usedPacketCount: 1, skipped: [.noIP: 1], firstTimestamp: nil, lastTimestamp: nil)

  @Test func aTransactionThatFailsChangesNothing() throws {
    let folder = try StateFolder()
    let store = try folder.store()
    let finding = try FindingTableTests.finding("aa00")
    try store.write { writer throws(StateFailure) in _ = try writer.insert(Self.capture) }
    let thrown = StateFailure(.ioError, "as if the program had ended")
    let failure = StateFolder.failure {
      try store.write { writer throws(StateFailure) in
        var capture = Self.capture
        capture.id = 1
        capture.skipped = [:]
        try writer.update(capture)
        try writer.insert(capture)
        _ = try writer.insert(finding, deliveries: ["a"])
        #expect(try writer.reader.captures(hash: [1]).count == 2)
        throw thrown
      }
    }
    #expect(failure == thrown)
    for store in [store, try StateStore(reading: folder.bytes)] {
      try store.read { reader throws(StateFailure) in
        #expect(try reader.captures(hash: [1]).map(\.skipped) == [[.noIP: 1]])
        #expect(try reader.findings(since: nil).isEmpty)
        #expect(try reader.pendingDeliveries(to: "a").isEmpty)
      }
    }
  }

  @Test func aTransactionThatFailsIsFollowedByOneThatDoesNot() throws {
    let store = try StateFolder().store()
    for _ in 0..<3 {
      _ = StateFolder.failure {
        try store.write { writer throws(StateFailure) in
          try writer.insert(Self.capture)
          throw StateFailure(.ioError, "")
        }
      }
    }
    let id = try store.write { writer throws(StateFailure) in try writer.insert(Self.capture) }
    #expect(try store.read { reader throws(StateFailure) in try reader.capture(id) } != nil)
  }

  @Test func aValueThatIsNeverWrittenIsDamage() throws {
    let folder = try StateFolder()
    try folder.make { writer throws(StateFailure) in _ = try writer.insert(Self.capture) }
    try folder.execute("UPDATE captures SET standing = 'odd'")
    let failure = StateFolder.failure {
      _ = try folder.store().read { reader throws(StateFailure) in try reader.capture(1) }
    }
    #expect(failure?.class == .corruptDatabase)
    #expect(failure?.message.contains("column 'standing'") == true)
  }
}
