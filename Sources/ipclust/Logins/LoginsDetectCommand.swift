import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust logins detect`: finds minutes unlike the rest, without labels.
struct LoginsDetectCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find what is unlike the rest of a log, and say whose names and addresses it is.",
    discussion: """
      Higher scores mean stranger. Unusual rows that follow each other are one incident. Labels \
      change nothing; where they are known, the result is compared with them.

      Examples:
        ipclust logins detect logs.db --detector isolation-forest --contamination 0.001
        ipclust logins detect logs.db --detector lof --compare isolation-forest:0.05
        ipclust logins detect logs.db --detector lof --compat --format json | jq .outlierCount
      """)

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments
  @OptionGroup(title: "What is judged") var table: LoginTableArguments
  @OptionGroup(title: "How it is judged") var method: LoginDetectorArguments
  @OptionGroup(title: "Output") var output: LoginOutputArguments
  @OptionGroup var listing: LoginListingArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let (destination, format) = (try output.place.path(), try output.format())
    let style = try listing.style(try output.style())
    let detectors = try method.detectors(threadCount: try running.threadCount())
    let (features, periodSeconds) = (try table.table(), try table.periodSeconds())
    let plan = try inputs.plan(besides: destination, running).reading(for: features)
    return inputs.status(
      plan, to: destination, schema: LoginDetectionReport.schema, isJSON: format == .json
    ) { log throws(LoginRefusal) in
      let samples = try log.samples(features, periodSeconds: periodSeconds)
      var detections: [LoginDetection] = []
      for detector in detectors { detections.append(try detector.detection(of: samples)) }
      return LoginDetectionReport(
        run: plan.run(of: log), detections[0],
        comparison: detections.count > 1 ? detections[1] : nil, attempts: log.attempts)
    } write: { report, buffer in
      switch format {
      case .text: report.writeText(style, to: buffer)
      case .json: report.writeJSON(to: buffer)
      case .ndjson: report.writeNDJSON(to: buffer)
      case .csv: report.writeCSV(to: buffer)
      }
    }
  }
}

extension LoginDetector {
  fileprivate func detection(of samples: LoginSamples) throws(LoginRefusal) -> LoginDetection {
    do {
      return try detect(samples)
    } catch {
      throw .cannotFit(error, error.failureClass)
    }
  }
}

/// Which detector judges, and what beside it.
struct LoginDetectorArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "isolation-forest, lof (local outlier factor), one-class-svm or k-means.",
      valueName: "name"), completion: .list(LoginDetectorName.allCases.map(\.rawValue)))
  var detector: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of the rows to call unusual, above 0 and at most 0.5. (default: the detector's own rule)",
      valueName: "share"))
  var contamination: String?

  @Flag(help: "lof: take equal rows for neighbours of each other, as scikit-learn does.")
  var compat = false

  @Option(
    help: ArgumentHelp(
      "Run another detector too, and give Cohen's kappa of the two.", valueName: "name[:share]"))
  var compare: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Seed of all that is random.", valueName: "n"))
  var seed = "100"

  /// The detector, and the one to compare with.
  func detectors(threadCount: Int) throws -> [LoginDetector] {
    let name = try OptionValue("--detector", detector).choice(LoginDetectorName.self)
    guard !compat || name == .lof || compare?.hasPrefix("lof") == true else {
      throw ValidationError("--compat: expected --detector lof beside it, but found '\(detector)'")
    }
    let share = try contamination.map { try Self.share("--contamination", $0) }
    var detectors = [try configured(name, share, threadCount)]
    if let compare {
      let parts = compare.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let other = try OptionValue("--compare", String(parts[0])).choice(LoginDetectorName.self)
      let share = try parts.count > 1 ? Self.share("--compare", String(parts[1])) : nil
      detectors.append(try configured(other, share, threadCount))
    }
    return detectors
  }

  private func configured(
    _ name: LoginDetectorName, _ share: Double?, _ threadCount: Int
  ) throws -> LoginDetector {
    var configuration = LoginDetector.Configuration(name)
    configuration.contamination = share
    configuration.isCompatible = compat && name == .lof
    configuration.seed = try OptionValue("--seed", seed).seed()
    configuration.threadCount = threadCount
    return try LoginDetector(configuration)
  }

  private static func share(_ option: String, _ text: String) throws -> Double {
    guard let share = Double(text), share > 0, share <= 0.5 else {
      throw OptionValue(option, text).unexpected("a share above 0 and at most 0.5")
    }
    return share
  }
}
