import ArgumentParser
import Detection
import Learning
import LinearAlgebra

/// Measures on made data what `--threshold fdr:Q` promises.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Count false and missed findings of fdr:Q on data sets without and with strangers.",
    discussion: """
      Each data set has three Gaussian clusters of a share of at least 0.2 in four dimensions. \
      Strangers lie at a Mahalanobis distance of 6 from one of them, in a uniform direction, and at \
      least as far from the others. Ends with 1 when, beyond two standard errors, anything is \
      flagged in a larger share of the data sets without strangers than the rate, a larger share \
      of the findings is false, or fewer than nine strangers of ten are found.
      """)

  @Option(help: "Data sets without strangers.")
  var sets = 1_000

  @Option(help: "Data sets with strangers; as many as without unless given.")
  var strangerSets: Int?

  @Option(help: "Rows of each.")
  var rows = 2_000

  @Option(help: "Share of strangers in the data sets that have them.")
  var strangers = 0.01

  @Option(help: "The rate that is asked for.")
  var rate = 0.05

  @Option(help: "Greatest by least standard deviation along any axis of any cluster.")
  var spreadRatio = 4.0

  @Option(help: "Seed of the first data set; the others follow.")
  var seed: UInt64 = 1

  @Option(help: "Data sets calibrated at the same time.")
  var threads = 1

  func run() throws {
    print(
      "rows \(rows), features 4, spread ratio \(spreadRatio), rate \(rate), seeds \(seed) to \(seed + UInt64(sets) - 1)"
    )
    let start = ProcessorTime.ofThisProcess
    let quiet = try outcomes(sets, strangerCount: 0)
    let flagged = Share(quiet.map { $0.flaggedCount > 0 ? 1 : 0 })
    print("without strangers: \(sets) data sets, anything flagged in \(flagged)")
    print("  flagged rows: \(quiet.reduce(0) { $0 + $1.flaggedCount })")
    let strangerCount = Int((strangers * Double(rows)).rounded())
    let loud = try outcomes(strangerSets ?? sets, strangerCount: strangerCount)
    print("with \(strangerCount) strangers: \(loud.count) data sets")
    let found = Share(loud.map { Double($0.foundCount) / Double(max(strangerCount, 1)) })
    let falseShare = Share(
      loud.map { Double($0.flaggedCount - $0.foundCount) / Double(max($0.flaggedCount, 1)) })
    print("  found: \(found)")
    print("  false among the flagged: \(falseShare)")
    let seconds = (ProcessorTime.ofThisProcess - start) / Double(max(quiet.count + loud.count, 1))
    print("\((seconds * 1e4).rounded() / 1e4) s CPU per data set")
    let isKept =
      flagged.mean <= rate + 2 * bernoulliError
      && falseShare.mean <= rate + 2 * falseShare.standardError
      && (loud.isEmpty || found.mean >= Self.leastFoundShare - 2 * found.standardError)
    print(isKept ? "the promise is kept" : "the promise is broken")
    if !isKept { throw ExitCode.failure }
  }

  private static let leastFoundShare = 0.9

  /// Standard error of a share of the data sets at the rate itself.
  private var bernoulliError: Double { (rate * (1 - rate) / Double(sets)).squareRoot() }

  private struct Outcome {
    let flaggedCount: Int
    let foundCount: Int
  }

  private func outcomes(_ count: Int, strangerCount: Int) throws -> [Outcome] {
    try concurrentMap(count: count, threadCount: threads) { index in
      Result { try outcome(strangerCount: strangerCount, seed: seed + UInt64(index)) }
    }.map { try $0.get() }
  }

  private func outcome(strangerCount: Int, seed: UInt64) throws -> Outcome {
    let data = CalibrationData(
      rowCount: rows, strangerCount: strangerCount, spreadRatio: spreadRatio, seed: seed)
    var configuration = MixtureCalibration.Configuration()
    configuration.simulationCount = Int((10 * Double(rows) / rate).rounded(.up))
    let result = try MixtureCalibration(configuration).calibrate(data.rows)
    let border = FalseDiscoveryRate(rate, of: result.pValues)
    let isFlagged = result.pValues.map { $0 <= border.pValue && border.findingCount > 0 }
    return Outcome(
      flaggedCount: isFlagged.count { $0 },
      foundCount: isFlagged.prefix(strangerCount).count { $0 })
  }

  /// The mean of shares with its standard error.
  private struct Share: CustomStringConvertible {
    let mean: Double
    let standardError: Double

    init(_ values: [Double]) {
      let count = Double(max(values.count, 1))
      let mean = values.reduce(0, +) / count
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      self.mean = mean
      standardError = (square / max(count - 1, 1) / count).squareRoot()
    }

    var description: String {
      func percent(_ share: Double) -> Double { (share * 1e4).rounded() / 100 }
      return "\(percent(mean)) % (standard error \(percent(standardError)) %)"
    }
  }
}
