import Records
import TestSupport
import Testing

@testable import Reporting

@Suite struct WatchMetricsTests {
  static let busy: WatchMetrics = {
    var metrics = WatchMetrics()
    metrics.version = "0.1.0"
    metrics.status = .partial
    metrics.lastRunSeconds = 1_795_827_723
    metrics.lastRunDurationSeconds = 1.5
    metrics.captureCount = 288
    metrics.packetCount = 6_123_456
    metrics.skippedCounts = [.noIP: 12, .truncatedRecord: 1]
    metrics.findingCount = 3
    metrics.baselineAgeSeconds = 86_400
    metrics.pendingCounts = ["webhook:https://siem.example/in": 2, "ndjson:alerts.ndjson": 0]
    return metrics
  }()

  @Test func theFileIsThatOfTheDocumentation() throws {
    try Golden.expect(try rendered(Self.busy.write), equals: "watch-metrics.prom")
  }

  @Test func everySampleReadsBack() throws {
    let page = try PrometheusPage(try rendered(Self.busy.write))
    #expect(page.samples["ipclust_watch_captures_total"] == 288)
    #expect(page.samples["ipclust_watch_packets_total"] == 6_123_456)
    #expect(page.samples["ipclust_watch_findings_total"] == 3)
    #expect(page.samples["ipclust_watch_last_run_timestamp_seconds"] == 1_795_827_723)
    #expect(page.samples["ipclust_watch_last_run_duration_seconds"] == 1.5)
    #expect(page.samples["ipclust_watch_baseline_age_seconds"] == 86_400)
    #expect(page.samples["ipclust_watch_skipped_records_total{reason=no-ip}"] == 12)
    #expect(page.samples["ipclust_watch_pending_deliveries{sink=ndjson:alerts.ndjson}"] == 0)
    #expect(page.samples["ipclust_watch_last_run_status{status=partial}"] == 1)
    #expect(page.samples["ipclust_watch_last_run_status{status=ok}"] == 0)
    #expect(page.types["ipclust_watch_captures_total"] == "counter")
    #expect(page.types["ipclust_watch_baseline_age_seconds"] == "gauge")
  }

  @Test func whileThereIsNoBaselineItHasNoAge() throws {
    let page = try PrometheusPage(try rendered(WatchMetrics().write))
    #expect(page.samples["ipclust_watch_baseline_age_seconds"] == nil)
    #expect(page.types["ipclust_watch_baseline_age_seconds"] == nil)
    #expect(page.samples["ipclust_watch_captures_total"] == 0)
  }

  @Test func hostileNamesOfSinksStayInTheirLabels() throws {
    for finding in AlertFormatTests.hostile {
      var metrics = WatchMetrics()
      let name = "ndjson:" + finding.capturePath.text
      metrics.pendingCounts = [name: 1]
      let text = try rendered(metrics.write)
      #expect(!text.unicodeScalars.contains { $0 != "\n" && ShownText.isDangerous($0) })
      let page = try PrometheusPage(text)
      #expect(
        page.samples["ipclust_watch_pending_deliveries{sink=\(TerminalText.escape(name))}"] == 1)
    }
  }
}

/// A page read by the grammar of Prometheus's text format 0.0.4, one label at most.
struct PrometheusPage {
  struct Fault: Error {
    let line: String
  }

  /// By name, or `name{label=value}`.
  var samples: [String: Double] = [:]
  var types: [String: String] = [:]

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Fault(line: "no line end at the end") }
    var helped: Set<String> = []
    var current = ""
    var finished: Set<String> = []
    for line in text.unicodeScalars.split(separator: "\n").map({ String($0) }) {
      if let match = line.wholeMatch(of: #/# HELP ([a-z_]+) (.+)/#) {
        guard helped.insert(String(match.1)).inserted else { throw Fault(line: line) }
        finished.insert(current)
        current = String(match.1)
      } else if let match = line.wholeMatch(of: #/# TYPE ([a-z_]+) (counter|gauge)/#) {
        // Help first, once, and before all samples of the name.
        guard match.1 == current, types[current] == nil else { throw Fault(line: line) }
        if match.2 == "counter", !current.hasSuffix("_total") { throw Fault(line: line) }
        types[current] = String(match.2)
      } else if let match = line.wholeMatch(
        of: #/([a-z_]+)(?:\{([a-z_]+)="((?:[^"\\]|\\["\\n])*)"\})? (-?[0-9.e+-]+)/#)
      {
        guard match.1 == current, types[current] != nil, !finished.contains(current),
          let value = Double(match.4)
        else { throw Fault(line: line) }
        var key = current
        if let label = match.2, let text = match.3 {
          key += "{\(label)=\(Self.unescaped(text))}"
        }
        guard samples.updateValue(value, forKey: key) == nil else { throw Fault(line: line) }
      } else {
        throw Fault(line: line)
      }
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\", let escaped = scalars.next() else {
        result.unicodeScalars.append(scalar)
        continue
      }
      result.unicodeScalars.append(escaped == "n" ? "\n" : escaped)
    }
    return result
  }
}
