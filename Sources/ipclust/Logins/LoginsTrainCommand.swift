import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust logins train`: teaches a classifier what attacks look like.
struct LoginsTrainCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Teach a classifier from labelled attacks, and write its model.",
    discussion: """
      Examples:
        ipclust logins train logs.db --classifier sgd --to 2019-01-01 -o attacks.model
        ipclust logins train logs.csv --labels attacks.csv --classifier logistic-regression \
      --grid C=0.1,0.5,1,2 -o attacks.model
        ipclust logins train logs.db --classifier random-forest --parameter trees=300 -o forest.model
      """)

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments
  @OptionGroup(title: "What is learned from") var table: LoginTableArguments
  @OptionGroup(title: "What is taught") var method: LoginClassifierArguments
  @OptionGroup(title: "Output") var output: LoginModelOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let destination = try output.modelPath()
    let (isJSON, style) = (try output.isJSON(), try output.style())
    let training = try method.training(threadCount: try running.threadCount())
    let (features, periodSeconds) = (try table.table(), try table.periodSeconds())
    let plan = try inputs.plan(besides: destination, running).reading(for: features)
    return inputs.status(
      plan, writing: destination, schema: LoginTrainingReport.schema, isJSON: isJSON
    ) { log throws(LoginRefusal) in
      let samples = try log.samples(features, periodSeconds: periodSeconds)
      let labels = try samples.labels(for: "training")
      guard Set(labels).count > 1 else { throw .oneClass(labels, by: plan.labels) }
      let result = try training.result(of: samples, labels)
      let lesson = plan.lesson(of: log, samples, labels)
      let model = SavedLoginModel(
        schema: samples.schema, periodSeconds: samples.periodSeconds,
        parameters: result.parameters, seed: training.seed, lessons: [lesson],
        model: result.model)
      return (model, result)
    } write: { report, buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(style, to: buffer)
    }
  }
}

extension LoginTraining {
  fileprivate func result(
    of samples: LoginSamples, _ labels: [Bool]
  ) throws(LoginRefusal) -> LoginTrainingResult {
    do {
      return try fit(samples, labels: labels)
    } catch {
      if let outgrown = OutgrownTraining(error, name, candidates.flatMap(\.self)) {
        throw .outgrown(outgrown)
      }
      throw .cannotFit(error, error.failureClass)
    }
  }
}

extension LoginInputArguments.Plan {
  /// What is learned from the rows of `log`.
  func lesson(
    of log: LoginLog, _ samples: LoginSamples, _ labels: [Bool]
  ) -> SavedLoginModel.Lesson {
    SavedLoginModel.Lesson(
      version: Command.version,
      inputs: (log.account.inputs + (self.labels == nil ? [] : log.account.labels)).map(
        SavedLoginModel.Input.init),
      from: selection.from, to: selection.to, rowTimes: samples.times,
      rowCount: samples.rowCount, attackCount: labels.count { $0 })
  }
}

extension SavedLoginModel.Input {
  init(_ summary: InputSummary) {
    self.init(
      path: summary.path, status: summary.status, sha256: summary.sha256,
      rowCount: summary.packetCount, usedRowCount: summary.usedPacketCount)
  }
}

extension LoginInputArguments {
  /// Reads logs, learns from them, writes the model and tells of it on standard output.
  func status(
    _ plan: Plan, writing destination: [UInt8], schema: String, isJSON: Bool,
    learn: (LoginLog) throws(LoginRefusal) -> (SavedLoginModel, LoginTrainingResult?),
    write: (LoginTrainingReport, OutputBuffer) -> Void
  ) -> ExitStatus {
    let sink: LoginModelSink
    do throws(OutputFailure) {
      sink = try LoginModelSink(destination)
    } catch {
      return ScanCommand.status(of: error)
    }
    return status(plan, to: nil, schema: schema, isJSON: isJSON, hashesInputs: true) {
      log throws(LoginRefusal) in
      do throws(LoginRefusal) {
        let (model, result) = try learn(log)
        guard Interruption.status == nil else {
          throw LoginRefusal(
            failure: InputFailure(.readError, "not written: the reading was interrupted"),
            status: Interruption.status ?? .interrupted,
            place: .file(InputPath(bytes: destination)))
        }
        let written: Result<SavedLoginModel, LoginRefusal>
        do throws(OutputFailure) {
          written = try sink.write(model)
        } catch {
          throw LoginRefusal(
            failure: InputFailure(.cannotOpen, error.description), status: error.status,
            place: .named)
        }
        return LoginTrainingReport(
          run: plan.run(of: log), model: try written.get(), result: result,
          path: InputPath(bytes: destination))
      } catch {
        sink.discard()
        throw error
      }
    } write: { report, buffer in
      write(report, buffer)
    }
  }
}

/// Which classifier is taught, and with which parameters.
struct LoginClassifierArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "dummy, naive-bayes, logistic-regression, random-forest, sgd or passive-aggressive.",
      valueName: "name"), completion: .list(LoginClassifierName.allCases.map(\.rawValue)))
  var classifier: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Set a parameter of the classifier, such as C=0.5; may be given again.",
      valueName: "name=value"))
  var parameter: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Try each of these values and take the best by five-fold cross-validation, such as \
      C=0.1,0.5,1,2; given again, all combinations.
      """,
      valueName: "name=values"))
  var grid: [String] = []

  @Flag(help: "Let updates fit the scaler to their own rows alone, as the field's course does.")
  var compat = false

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Seed of all that is random.", valueName: "n"))
  var seed = "100"

  func training(threadCount: Int) throws -> LoginTraining {
    let name = try OptionValue("--classifier", classifier).choice(LoginClassifierName.self)
    let fixed = try parameter.map { text in
      let (name, value) = try Self.split("--parameter", text)
      return LoginParameter(name: name, value: value)
    }
    var candidates = [fixed]
    for text in grid {
      let (name, values) = try Self.split("--grid", text)
      let choices = values.split(separator: ",", omittingEmptySubsequences: false)
      candidates = candidates.flatMap { candidate in
        choices.map { candidate + [LoginParameter(name: name, value: String($0))] }
      }
      guard candidates.count <= LoginTraining.largestCandidateCount else {
        throw ValidationError(
          "--grid: expected at most \(LoginTraining.largestCandidateCount) combinations, but found "
            + "more")
      }
    }
    return try LoginTraining(
      name, candidates: candidates, seed: try OptionValue("--seed", seed).seed(),
      threadCount: threadCount, refitsScaler: compat)
  }

  private static func split(_ option: String, _ text: String) throws -> (String, String) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw OptionValue(option, text).unexpected("a name, '=' and a value, such as 'C=0.5'")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}

/// Where a model goes, and how its report on standard output looks.
struct LoginModelOutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Model file to write, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String

  @OptionGroup var report: LoginReportArguments

  func modelPath() throws -> [UInt8] {
    guard !output.isEmpty, output != "-" else {
      throw ValidationError("--output: expected a file for the model, but found '\(output)'")
    }
    return RawArguments.bytes(of: output)
  }

  func isJSON() throws -> Bool { try report.isJSON() }

  func style() throws -> TextStyle { try report.style() }
}

/// How the report on a model looks, which goes to standard output.
struct LoginReportArguments: ParsableArguments {
  @Option(
    name: .customLong("format"), help: "Report on standard output: text to read, or json.",
    completion: .list(["text", "json"]))
  var formatName = "text"

  @OptionGroup var color: ColorArguments

  private enum Format: String, CaseIterable {
    case text
    case json
  }

  func isJSON() throws -> Bool {
    try OptionValue("--format", formatName).choice(Format.self) == .json
  }

  func style() throws -> TextStyle {
    try color.style(on: Terminal(descriptor: Descriptors.output))
  }
}
