import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust logins update`: lets a saved classifier learn from new labelled rows.
struct LoginsUpdateCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Let a model learn from new labelled rows, by one pass over them.",
    discussion: """
      Models of sgd and passive-aggressive go on learning; the others are trained anew.

      Examples:
        ipclust logins update attacks.model logs.db --from 2019-01-01 --to 2019-02-01
        ipclust logins update attacks.model new.csv --labels new-attacks.csv -o newer.model
      """)

  @Argument(
    help: ArgumentHelp("A model that 'ipclust logins train' wrote.", valueName: "model"),
    completion: .file())
  var model: String

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write the model to this file, whole or not at all. (default: in its place)",
      valueName: "file"), completion: .file())
  var output: String?

  @OptionGroup(title: "Output") var report: LoginReportArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    if let output, output.isEmpty || output == "-" {
      throw ValidationError("--output: expected a file for the model, but found '\(output)'")
    }
    let (isJSON, style) = (try report.isJSON(), try report.style())
    let source = RawArguments.bytes(of: model)
    let destination = output.map(RawArguments.bytes) ?? source
    let plan = try inputs.plan(besides: destination, running)
    let stored = try StoredModel(source, LoginModelFile.read)
    let old = stored.model
    guard old.model.name.learnsOnline else {
      Message.show(
        "\(TerminalText.name(of: stored.path)): expected a model of sgd or passive-aggressive, which "
          + "go on learning, but found one of \(old.model.name.rawValue); train it anew")
      return .cannotFit
    }
    return inputs.status(
      plan.reading(for: old.table), writing: destination, schema: LoginTrainingReport.schema,
      isJSON: isJSON
    ) { log throws(LoginRefusal) in
      let samples = try old.samples(of: log)
      let labels = try samples.labels(for: "an update")
      let model = try old.learned(from: samples, labels)
      let logs = log.account.inputs.map(SavedLoginModel.Input.init)
      for repetition in old.repetitions(of: samples.times, in: logs) {
        Message.show(TerminalText.name(of: stored.path) + ": " + repetition.text)
      }
      return (old.with(model, plan.lesson(of: log, samples, labels)), nil)
    } write: { report, buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(style, to: buffer)
    }
  }
}

extension LoginRepetition {
  /// A warning, without the name of the model.
  fileprivate var text: String {
    (isSameContent ? "has already learned from " : "has already learned from a log named ")
      + "\(TerminalText.name(of: path)), \(times.lowerBound) to \(times.upperBound), and now learns "
      + "that time again; take later rows with --from"
  }
}

extension SavedLoginModel {
  /// - Precondition: the model learns online.
  fileprivate func learned(
    from samples: LoginSamples, _ labels: [Bool]
  ) throws(LoginRefusal) -> LoginClassifierModel {
    do {
      guard let model = try model.updated(with: samples, labels: labels) else {
        preconditionFailure("a model that learns online has an update")
      }
      return model
    } catch {
      if let outgrown = OutgrownTraining(error, model.name, parameters, isUpdate: true) {
        throw .outgrown(outgrown)
      }
      throw .cannotFit(error, error.failureClass)
    }
  }
}
