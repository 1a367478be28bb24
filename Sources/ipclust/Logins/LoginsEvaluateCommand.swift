import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust logins evaluate`: how well a saved classifier judges a labelled log.
struct LoginsEvaluateCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model by a labelled log: confusion, report, curves, incidents.",
    discussion: """
      Examples:
        ipclust logins evaluate logs.db --model attacks.model --from 2019-01-01
        ipclust logins evaluate logs.db --model attacks.model --at-threshold 0.005 --format json
      """)

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments
  @OptionGroup(title: "What judges") var model: LoginModelArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Call an attack what scores at least this. (default: the model's own)", valueName: "score"))
  var atThreshold: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shade where precision is at least this; text only.", valueName: "share"))
  var minPrecision: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shade where recall is at least this; text only.", valueName: "share"))
  var minRecall: String?

  @OptionGroup(title: "Output") var output: LoginOutputArguments
  @OptionGroup var listing: LoginListingArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let destination = try output.place.path()
    let format = try output.format(among: [.text, .json, .csv])
    let style = try listing.style(try output.style())
    let (threshold, target) = (try threshold(), try target())
    let plan = try inputs.plan(besides: destination, running)
    let stored = try model.stored(besides: destination)
    return inputs.status(
      plan.reading(for: stored.model.table), to: destination, schema: LoginEvaluationReport.schema,
      isJSON: format == .json
    ) { log throws(LoginRefusal) in
      let samples = try stored.model.samples(of: log)
      return LoginEvaluationReport(
        run: plan.run(of: log), stored.model, samples,
        labels: try samples.labels(for: "an evaluation"), threshold: threshold,
        attempts: log.attempts)
    } write: { report, buffer in
      switch format {
      case .json: report.writeJSON(to: buffer)
      case .csv: report.writeCSV(to: buffer)
      default: report.writeText(style, target: target, to: buffer)
      }
    }
  }

  func threshold() throws -> Double? {
    try atThreshold.map { try OptionValue("--at-threshold", $0).finiteNumber() }
  }

  func target() throws -> PrecisionTarget? {
    guard minPrecision != nil || minRecall != nil else { return nil }
    return PrecisionTarget(
      minimumPrecision: try OptionValue("--min-precision", minPrecision ?? "0").share(),
      minimumRecall: try OptionValue("--min-recall", minRecall ?? "0").share())
  }
}

extension OptionValue {
  /// A number from 0 to 1.
  func share() throws -> Double {
    guard let share = Double(text), (0...1).contains(share) else {
      throw unexpected("a share from 0 to 1")
    }
    return share
  }
}
