import Records

/// What a watch tells a monitoring system: counts since its state was made, and how the last run went.
public struct WatchMetrics: Sendable, Equatable {
  /// How a run ended.
  public enum Status: String, Sendable, CaseIterable {
    /// All was read, judged and told.
    case ok
    /// Some input was damaged, or some finding could not be told.
    case partial
    case error
  }

  /// Of the program.
  public var version = ""
  public var status = Status.ok
  /// When the last run ended, by the clock, in seconds since 1970.
  public var lastRunSeconds: Int64 = 0
  /// Of the last run, by the clock.
  public var lastRunDurationSeconds = 0.0
  public var captureCount = 0
  public var packetCount = 0
  public var skippedCounts: [SkipReason: Int] = [:]
  public var findingCount = 0
  /// How far the latest packets are behind the end of what the baseline was learned from; nil while
  /// there is no baseline.
  public var baselineAgeSeconds: Int64?
  /// Findings that each sink has yet to be told, by its name.
  public var pendingCounts: [String: Int] = [:]

  public init() {}
}

extension WatchMetrics {
  /// Writes Prometheus's text format, as node_exporter's textfile collector reads it.
  ///
  /// - SeeAlso: prometheus.io/docs/instrumenting/exposition_formats, text format version 0.0.4.
  public func write(to output: OutputBuffer) {
    for metric in all { metric.write(to: output) }
  }

  private var all: [Metric] {
    [
      Metric("build_info", .gauge, "Version of the program.", [(("version", version), 1)]),
      Metric("captures_total", .counter, "Captures read, each counted once.", captureCount),
      Metric("packets_total", .counter, "Packets used.", packetCount),
      Metric(
        "skipped_records_total", .counter, "Records that gave no addresses, by reason.",
        SkipReason.allCases.compactMap { reason in
          skippedCounts[reason].map { (("reason", reason.rawValue), Double($0)) }
        }),
      Metric("findings_total", .counter, "Findings raised.", findingCount),
      Metric(
        "pending_deliveries", .gauge, "Findings that a sink has yet to be told.",
        pendingCounts.sorted { $0.key < $1.key }.map { (("sink", $0.key), Double($0.value)) }),
      Metric(
        "last_run_status", .gauge, "1 for how the last run ended, 0 for the others.",
        Status.allCases.map { (("status", $0.rawValue), $0 == status ? 1 : 0) }),
      Metric(
        "last_run_timestamp_seconds", .gauge, "When the last run ended.", Int(lastRunSeconds)),
      Metric(
        "last_run_duration_seconds", .gauge, "How long the last run took.",
        [(nil, lastRunDurationSeconds)]),
      Metric(
        "baseline_age_seconds", .gauge,
        "How far the latest packets are behind what the baseline was learned from.",
        baselineAgeSeconds.map { [(nil, Double($0))] } ?? []),
    ]
  }
}

/// One name with its samples; without samples nothing is written of it.
private struct Metric {
  enum Kind: String {
    case counter
    case gauge
  }

  typealias Sample = (label: (name: String, value: String)?, value: Double)

  let name: String
  let kind: Kind
  let meaning: String
  let samples: [Sample]

  init(_ name: String, _ kind: Kind, _ meaning: String, _ samples: [Sample]) {
    self.name = "ipclust_watch_\(name)"
    self.kind = kind
    self.meaning = meaning
    self.samples = samples
  }

  init(_ name: String, _ kind: Kind, _ meaning: String, _ count: Int) {
    self.init(name, kind, meaning, [(nil, Double(count))])
  }

  func write(to output: OutputBuffer) {
    guard !samples.isEmpty else { return }
    output.write("# HELP \(name) \(meaning)\n# TYPE \(name) \(kind.rawValue)\n")
    for sample in samples {
      let labels = sample.label.map { "{\($0.name)=\"\(PrometheusText.label($0.value))\"}" } ?? ""
      output.write("\(name)\(labels) \(Self.text(of: sample.value))\n")
    }
  }

  /// Counts without a fraction, as long as a double has every one of them.
  private static func text(of value: Double) -> String {
    let wholeLimit = 9_007_199_254_740_992.0
    return value.magnitude < wholeLimit && value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
