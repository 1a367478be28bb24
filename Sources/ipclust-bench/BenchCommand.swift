import ArgumentParser

@main
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ipclust-bench",
    abstract: "Measure ipclust beside other programs that do the same work.",
    discussion: "script/bench builds all that is needed, and calls this.",
    subcommands: [
      RunCommand.self, MakeCommand.self, AddressesCommand.self, CalibrateCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}

/// Runs benchmarks beside their peers and prints ratios.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the benchmarks and print ratios.")

  @Argument(help: "Run only the benchmarks whose title contains this.")
  var part: String?

  @Option(help: "The peer built from Peers/libpcap_loop.c.")
  var libpcapLoop: String?

  @Option(help: "The peer built from Peers/csv_loop.c.")
  var csvLoop: String?

  @Option(help: "Peers/scikit_learn.py.")
  var scikitLearn: String?

  @Option(help: "The Python that has scikit-learn, scikit-learn-intelex and faiss.")
  var python = "python3"

  private static let benchmarks: [any Benchmark] = [
    AddressBenchmark(population: .office, packetCount: 6_000_000),
    AddressBenchmark(population: .crowd, packetCount: 6_000_000),
    CompressedAddressBenchmark(program: "gzip", packetCount: 1_000_000),
    CompressedAddressBenchmark(program: "zstd", packetCount: 1_000_000),
    CompressedAddressBenchmark(program: "lz4", packetCount: 1_000_000),
    ExtractBenchmark(packetCount: 1_000_000),
    ManyFilesBenchmark(fileCount: 20, packetCount: 400_000),
    ScanBenchmark(population: .office, packetCount: 6_000_000),
    MixtureBenchmark(sampleCount: 2_673, componentCount: 7, restartCount: 10),
    KMeansBenchmark(sampleCount: 100_000, clusterCount: 5, restartCount: 10),
    KMeansBenchmark(sampleCount: 1_000_000, clusterCount: 5, restartCount: 10),
    LloydBenchmark(sampleCount: 1_000_000, clusterCount: 5, iterationCount: 30, data: .octets),
    LloydBenchmark(sampleCount: 1_000_000, clusterCount: 5, iterationCount: 30, data: .clouds),
    LloydBenchmark(
      sampleCount: 1_000_000, clusterCount: 5, iterationCount: 30, data: .octets, isOfOne: true),
    LloydBenchmark(
      sampleCount: 1_000_000, clusterCount: 5, iterationCount: 30, data: .clouds, isOfOne: true),
    PrincipalComponentsBenchmark(sampleCount: 1_000_000),
    MixtureIterationBenchmark(sampleCount: 1_000_000, componentCount: 7),
    OutlierBenchmark(detector: .isolationForest),
    OutlierBenchmark(detector: .localOutlierFactor),
    OutlierBenchmark(detector: .oneClassSVM),
    ClassifierBenchmark(work: .logisticGrid),
    ClassifierBenchmark(work: .randomForest),
    ClassifierBenchmark(work: .descent),
  ]

  func run() throws {
    let bench = try Workbench(
      peers: Peers(
        libpcapLoop: libpcapLoop, csvLoop: csvLoop, scikitLearn: scikitLearn, python: python))
    for benchmark in Self.benchmarks where part.map(benchmark.title.contains) ?? true {
      print(benchmark.title)
      for line in Self.lines(try benchmark.run(on: bench)) { print("  " + line) }
    }
  }

  /// One line a contender; ratios are of its seconds to ours, which stand first.
  private static func lines(_ measurements: [Measurement]) -> [String] {
    guard let ours = measurements.first else { return [] }
    return measurements.map { measurement in
      let name = measurement.name.padding(to: 28)
      guard let seconds = measurement.cpuSeconds else { return name + "not installed" }
      let ratio = seconds / (ours.cpuSeconds ?? seconds)
      return name + "\(seconds.rounded(to: 4)) s CPU".padding(to: 18)
        + "× \(ratio.rounded(to: 2))".padding(to: 12) + measurement.result
    }
  }
}

/// A comparison whose title carries its parameters.
protocol Benchmark: Sendable {
  var title: String { get }
  /// Ours first, then the peers.
  func run(on bench: Workbench) throws -> [Measurement]
}

/// How long a contender took, and what it found.
struct Measurement {
  let name: String
  /// Median of all runs; nil when the contender is not installed.
  let cpuSeconds: Double?
  /// What shows that the work was the same, or better.
  let result: String
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}

extension Double {
  fileprivate func rounded(to digitCount: Int) -> Double {
    var scale = 1.0
    for _ in 0..<digitCount { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
