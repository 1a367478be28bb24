import Readers
import Records
import TestSupport
import Testing

@Suite struct CaptureMutationTests {
  private static let pcapng: [UInt8] =
    TestCapture.section + TestCapture.interface(resolution: 9) + TestCapture.interface(101)
    + TestCapture.packet(TestCapture.frame(1)) + TestCapture.block(4, [1, 2, 3])
    + TestCapture.obsoletePacket(TestCapture.frame(2))
    + TestCapture.simplePacket(TestCapture.frame(3)) + TestCapture.section(.big)
    + TestCapture.interface(113, .big) + TestCapture.packet(TestCapture.frame(4), .big)

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [("pcap", TestCapture.five), ("pcapng", pcapng)] as [(String, [UInt8])])
  func everyMutationIsAccountedFor(name: String, bytes: [UInt8]) throws {
    var statuses: [InputSummary.Status: Int] = [:]
    for seed in 0..<3000 {
      let reading = try Reading(bytes: Mutation.mutate(bytes, seed: seed))
      let summary = reading.summary
      #expect(reading.accountsForEveryRecord, "seed \(seed)")
      #expect(summary.damagedCount <= 1, "seed \(seed)")
      #expect((summary.status == .ok) == (summary.failure == nil), "seed \(seed)")
      statuses[summary.status, default: 0] += 1
    }
    // Mutations that all end alike would show nothing.
    #expect(statuses.count == 3 && statuses.values.allSatisfy { $0 > 100 }, "\(statuses)")
  }
}
