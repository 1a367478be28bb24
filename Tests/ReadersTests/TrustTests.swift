import Records
import Testing

@testable import Readers

/// What an input tells about how it was captured.
@Suite struct TrustTests {
  /// A capture of UDP packets with the identifications and seconds given.
  private func summary(_ packets: [(identification: UInt8, second: UInt32)]) throws -> InputSummary
  {
    var bytes = TestCapture.header()
    for packet in packets {
      var frame = TestCapture.frame(1) + [UInt8](repeating: 0, count: 60)
      frame[19] = packet.identification
      bytes += TestCapture.record(frame, seconds: packet.second)
    }
    return try Reading(bytes: bytes).summary
  }

  @Test func aMirrorThatDoublesEveryPacketShows() throws {
    let packets = (0..<200).flatMap { index in
      [UInt8](repeating: UInt8(index), count: 2).map { ($0, UInt32(index)) }
    }
    let summary = try summary(packets)
    #expect(summary.duplicateFrameCount == 200)
    #expect(summary.usedPacketCount == 400)
  }

  @Test func packetsThatDifferInTheirIdentificationAreNotDuplicates() throws {
    #expect(try summary((0..<200).map { (UInt8($0), 0) }).duplicateFrameCount == 0)
  }

  @Test func aPacketLikeOneLongAgoIsNotADuplicate() throws {
    let others = (1...65).map { (UInt8($0), UInt32(0)) }
    #expect(try summary([(0, 0)] + others.dropLast(2) + [(0, 0)]).duplicateFrameCount == 1)
    #expect(try summary([(0, 0)] + others + [(0, 0)]).duplicateFrameCount == 0)
  }

  @Test func silencesOfAMinuteAreCountedAndTheLongestIsKept() throws {
    let summary = try summary([(0, 100), (1, 159), (2, 219), (3, 400), (4, 460), (5, 10)])
    #expect(summary.timeGapCount == 3)
    #expect(summary.longestTimeGap?.durationSeconds == 181)
    #expect(summary.longestTimeGap?.start.seconds == 219)
    #expect(summary.outOfOrderCount == 1)
  }
}
