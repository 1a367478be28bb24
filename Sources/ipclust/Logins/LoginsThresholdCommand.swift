import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust logins threshold`: at which scores a saved classifier does what is asked of it.
struct LoginsThresholdCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "threshold",
    abstract: "Find the thresholds at which a model meets a precision and recall, or two rates.",
    discussion: """
      Examples:
        ipclust logins threshold logs.db --model attacks.model --min-precision 0.85 --min-recall 0.7
        ipclust logins threshold logs.db --model attacks.model --max-fpr 0.001 --min-tpr 0.7
      """)

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments
  @OptionGroup(title: "What judges") var model: LoginModelArguments
  @OptionGroup(title: "What is asked for") var demand: LoginDemandArguments
  @OptionGroup(title: "Output") var output: LoginOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let destination = try output.place.path()
    let format = try output.format(among: [.text, .json])
    let (style, demand) = (try output.style(), try demand.demand())
    let plan = try inputs.plan(besides: destination, running)
    let stored = try model.stored(besides: destination)
    return inputs.status(
      plan.reading(for: stored.model.table), to: destination, schema: LoginThresholdReport.schema,
      isJSON: format == .json
    ) { log throws(LoginRefusal) in
      let samples = try stored.model.samples(of: log)
      return LoginThresholdReport(
        run: plan.run(of: log), stored.model, demand,
        labels: try samples.labels(for: "a threshold"),
        scores: stored.model.model.scores(of: samples))
    } write: { report, buffer in
      format == .json ? report.writeJSON(to: buffer) : report.writeText(style, to: buffer)
    }
  }
}

/// What a threshold must give: a precision and recall, or two rates.
struct LoginDemandArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Right ones among the rows called attacks.", valueName: "share"))
  var minPrecision: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Rows of attacks that are found.", valueName: "share"))
  var minRecall: String?

  @Option(
    name: .customLong("max-fpr"), parsing: .unconditional,
    help: ArgumentHelp("Quiet rows that are called attacks, of all quiet ones.", valueName: "share")
  )
  var maximumFalsePositiveRate: String?

  @Option(
    name: .customLong("min-tpr"), parsing: .unconditional,
    help: ArgumentHelp("Rows of attacks that are found, as --min-recall.", valueName: "share"))
  var minimumTruePositiveRate: String?

  func demand() throws -> LoginThresholdReport.Demand {
    let rates = (maximumFalsePositiveRate, minimumTruePositiveRate)
    switch (minPrecision, minRecall, rates.0, rates.1) {
    case (let precision?, let recall?, nil, nil):
      return .precisionAndRecall(
        minimumPrecision: try OptionValue("--min-precision", precision).share(),
        minimumRecall: try OptionValue("--min-recall", recall).share())
    case (nil, nil, let falseRate?, let trueRate?):
      return .rates(
        maximumFalsePositiveRate: try OptionValue("--max-fpr", falseRate).share(),
        minimumTruePositiveRate: try OptionValue("--min-tpr", trueRate).share())
    default:
      throw ValidationError(
        "expected --min-precision with --min-recall, or --max-fpr with --min-tpr, and not both pairs"
      )
    }
  }
}
