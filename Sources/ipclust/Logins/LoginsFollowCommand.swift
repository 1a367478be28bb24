import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust logins follow`: judges a log minute by minute while it is being written.
struct LoginsFollowCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Judge a login log while it is written, and learn from labels as they come.",
    discussion: """
      Writes a prediction for every minute once it is over. With --output the predictions are kept in \
      a file, from which a later run goes on where the last one ended, however that ended.

      Examples:
        ipclust logins follow /var/log/auth.log --model attacks.model -o predictions.ndjson
        ipclust logins follow logs.db --model attacks.model --update -o predictions.ndjson
        ipclust logins follow logs.csv --model attacks.model --once --from 2019-01-01 --format ndjson
      """)

  @Argument(
    help: ArgumentHelp(
      "Files of one log in their order; the last one is followed, through rotations.",
      valueName: "log"), completion: .file())
  var logs: [String]

  @OptionGroup(title: "What judges") var model: LoginModelArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Call an attack what scores at least this. (default: the model's own)", valueName: "score"))
  var atThreshold: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Judge from this time on; what happened before only leads up to it.", valueName: "time"))
  var from: String?

  @Option(
    name: .customLong("tz"), parsing: .unconditional,
    help: ArgumentHelp("Zone of times that name none.", valueName: "zone"))
  var zoneName = "UTC"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Year of the latest line, as the file stands, of syslogs whose times have none.",
      valueName: "year"))
  var year: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Learn from labelled attacks as they come, and save the model in its place.")
  var update = false

  @Option(
    help: ArgumentHelp(
      "CSV or database of attacks that grows. (default: the table 'attacks' of the log itself)",
      valueName: "file"), completion: .file())
  var labels: String?

  @Flag(help: "Read the log to its end as it is, without a look at the clock, and end.")
  var once = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seconds that late lines of a minute are waited for, 0 to 3600.", valueName: "n"))
  var settle = "5"

  @OptionGroup(title: "Output") var output: FollowOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  static let settlingRange = 0...3600

  func status() throws -> ExitStatus {
    let paths = logs.map { InputPath(bytes: RawArguments.bytes(of: $0)) }
    guard let last = paths.last else { throw ValidationError("expected a log, but found none") }
    let labelPath = try labelPath(last)
    let selection = try selection()
    let from = try from.map { try OptionValue("--from", $0).timestamp(in: selection.zone) }
    let threshold = try threshold()
    let write = try output.writer(showsAll: running.isVerbose)
    let settlingSeconds = Int64(
      try OptionValue("--settle", settle).count(in: Self.settlingRange))
    let destination = try output.destination()
    try checkPlaces(destination, paths + [labelPath].compactMap { $0 })
    let stored = try model.stored(besides: destination)
    if update, !stored.model.model.name.learnsOnline {
      Message.show(
        "\(TerminalText.name(of: stored.path)): expected a model of sgd or passive-aggressive, which "
          + "go on learning, but found one of \(stored.model.model.name.rawValue); leave out --update"
      )
      return .cannotFit
    }
    let ledger = try PredictionLedger(destination)
    if update { Output.removeLeftovers(.model, beside: RawArguments.bytes(of: model.model)) }
    guard
      let follower = LoginFollower(
        stored.model, threshold: threshold, from: from, resumption: ledger.resumption,
        learns: update, endsWithFailure: once)
    else {
      Message.show(
        "\(TerminalText.name(of: stored.path)): expected a model that judges each row by itself, but "
          + "found one of \(stored.model.model.name.rawValue)")
      return .cannotFit
    }
    var run = FollowRun(
      follower: follower,
      tail: LogTail(
        paths, labels: labelPath, selection: selection, now: once ? nil : FollowRun.now),
      ledger: ledger, model: RawArguments.bytes(of: model.model),
      inputs: (paths + [labelPath].compactMap { $0 }).map {
        SavedLoginModel.Input(path: $0, status: .ok, sha256: nil, rowCount: 0, usedRowCount: 0)
      },
      isOnce: once, settlingSeconds: settlingSeconds, write: write)
    return finish(&run, labelPath ?? last)
  }

  /// Runs, and tells on standard error what came of it.
  private func finish(_ run: inout FollowRun, _ labels: InputPath) -> ExitStatus {
    var status = ExitStatus.done
    do throws(FollowFailure) {
      try run.run()
    } catch {
      switch error {
      case .input(let failure): status = show(failure, of: run.tail.summary.path)
      case .labels(let failure): status = show(failure, of: labels)
      case .output(let failure):
        if failure.status != .closedOutput { Message.show(failure.description) }
        status = failure.status
      case .fit(let text):
        Message.show(
          TerminalText.name(of: run.tail.summary.path) + ": " + TerminalText.escape(text))
        status = .cannotFit
      }
    }
    if !running.isQuiet, status != .closedOutput {
      Message.show(
        [run.tail.summary, run.tail.labelSummary].compactMap { $0 }, ignored: [],
        isVerbose: running.isVerbose, canAllowPartial: false)
      // Where nothing could be judged, the reason was said.
      if status == .done || run.follower.tally.periodCount > 0 {
        Message.show(
          PredictionText.summary(
            run.follower.tally, periodSeconds: run.follower.model.periodSeconds))
      }
    }
    return Interruption.status ?? status
  }

  private func show(_ failure: InputFailure, of path: InputPath) -> ExitStatus {
    Message.show(
      [TerminalText.name(of: path), failure.class.rawValue, TerminalText.escape(failure.message)]
        .joined(separator: ": "))
    if failure.class == .busy { return .busy }
    return failure.class.meansUnavailable ? .missingInput : .damagedInput
  }

  // MARK: Options

  /// Nil where nothing is learned.
  private func labelPath(_ log: InputPath) throws -> InputPath? {
    guard let labels else { return update ? log : nil }
    guard update else {
      throw ValidationError("--labels: expected --update, which learns from them, but found none")
    }
    guard !labels.isEmpty else { throw OptionValue("--labels", labels).unexpected("a file") }
    return InputPath(bytes: RawArguments.bytes(of: labels))
  }

  func selection() throws -> LoginSelection {
    var selection = LoginSelection()
    selection.zone = try OptionValue("--tz", zoneName).zone()
    selection.lastYear = try year.map { try OptionValue("--year", $0).count(in: 1...9999) }
    return selection
  }

  func threshold() throws -> Double? {
    try atThreshold.map { try OptionValue("--at-threshold", $0).finiteNumber() }
  }

  /// Nothing that is read may be written over.
  private func checkPlaces(_ output: [UInt8]?, _ paths: [InputPath]) throws {
    guard let output else { return }
    for path in paths where Output.isSamePlace(output, path.bytes) {
      throw ValidationError(
        "--output: expected another file than what is read, but found '\(self.output.output)'")
    }
  }
}

/// Where predictions go and how they look.
struct FollowOutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "File to add predictions to, a line of JSON each; '-' is standard output.",
      valueName: "file"), completion: .file())
  var output = "-"

  @Option(
    name: .customLong("format"),
    help: """
      On standard output: text (flagged minutes; all with --verbose) or ndjson. A file always has \
      ndjson.
      """, completion: .list(["text", "ndjson"]))
  var formatName: String?

  private enum Format: String, CaseIterable {
    case text
    case ndjson
  }

  /// The path to write as bytes, or nil for standard output.
  func destination() throws -> [UInt8]? { try OptionValue("--output", output).destination() }

  /// Writes one prediction.
  func writer(showsAll: Bool) throws -> (LoginPrediction, OutputBuffer) -> Void {
    let isFile = try destination() != nil
    let format = try formatName.map { try OptionValue("--format", $0).choice(Format.self) }
    if isFile, format == .text {
      throw ValidationError(
        "--format: expected 'ndjson', which a later run can go on from, but found 'text'")
    }
    guard !isFile, format != .ndjson else { return PredictionLine.write }
    var style = Terminal(descriptor: Descriptors.output).style
    style.isColored = false
    return PredictionText(style, showsAll: showsAll).write
  }
}
