import Records
import State
import Testing

@testable import Watching

@Suite struct LaterSinkTests {
  /// Keeps what it is told.
  private final class Told: AlertSink {
    let name = "webhook:https://alerts.example.net/"
    var addresses: [String] = []

    func deliver(_ findings: [Finding], isCancelled: () -> Bool) -> DeliveryOutcome {
      addresses += findings.map { "\($0.address)" }
      return DeliveryOutcome(deliveredIds: findings.map(\.id))
    }
  }

  @Test func aLaterRunTellsWhatWasFoundWithoutTheSink() throws {
    let folder = try CaptureFolder()
    for day in 0..<7 { try folder.write(Office.day(day), to: "day\(day).pcap") }
    try folder.write(
      Office.day(7, strangers: [([203, 0, 77, 5], [10, 2, 0, 9])]), to: "day7.pcap")
    let told = Told()
    let found = try folder.watch(sinks: [LaterSink(for: told)])
    #expect(
      found.deliveries
        == [.init(sink: told.name, sentCount: 0, pendingCount: 1, failure: nil)])
    #expect(told.addresses.isEmpty)
    for count in [1, 0] {
      var sinks: [any AlertSink] = [told]
      var run = WatchRun(
        store: try StateStore(writing: folder.state), options: WatchOptions(), version: "test",
        now: { 0 }, isCancelled: { false })
      let report = try run.run([], sinks: &sinks) { _, _ in }
      #expect(report.deliveries.map(\.sentCount) == [count] && report.files.listed == 0)
      #expect(told.addresses == ["203.0.77.5"])
    }
  }
}
