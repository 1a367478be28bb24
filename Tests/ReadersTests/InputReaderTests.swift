import Readers
import Records
import Testing

@Suite struct InputReaderTests {
  private static let records = (0..<30_000).flatMap {
    TestCapture.record(TestCapture.frame(UInt8($0 % 250)))
  }

  @Test func reportsProgressInBytesOfTheFile() throws {
    let input = try TestInput(TestCapture.header() + Self.records)
    var reports: [Int] = []
    let summary = InputReader().read(
      input.path, isCancelled: { false }, progress: { reports.append($0) }, SeenRecords())
    #expect(!reports.isEmpty && reports == reports.sorted())
    #expect(reports.allSatisfy { $0 > 0 && $0 <= summary.byteCount })
  }

  @Test func stopsWhenCancelledAndKeepsWhatItHas() throws {
    let input = try TestInput(TestCapture.header() + Self.records)
    let seen = SeenRecords()
    let summary = InputReader().read(
      input.path, isCancelled: { seen.observations.count > 5_000 }, progress: { _ in }, seen)
    let usedCount = seen.observations.count
    #expect(summary.status == .partial && summary.failure == nil)
    #expect(summary.usedPacketCount == usedCount && usedCount < 30_000)
    #expect(summary.damagedCount == 0)
  }

  @Test func givesTheSameSummaryTwice() throws {
    let input = try TestInput(TestCapture.five.dropLast())
    #expect(Reading(input.path).summary == Reading(input.path).summary)
  }
}
