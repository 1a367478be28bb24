import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// Which login logs are read, which of their rows are taken, and what labels them.
struct LoginInputArguments: ParsableArguments {
  @OptionGroup var inputs: InputArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Take only what happened at this time or later: RFC 3339, seconds since 1970, or a date for \
      its midnight; without a zone in that of --tz.
      """,
      valueName: "time"))
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Take only what happened before this time.", valueName: "time"))
  var to: String?

  @Option(
    name: .customLong("tz"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Zone of times that name none: UTC, an offset such as +01:00, or a name such as Europe/Berlin. \
      Results are in UTC all the same.
      """,
      valueName: "zone"))
  var zoneName = "UTC"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Year of the latest line of syslogs whose times have none.", valueName: "year"))
  var year: String?

  @Option(
    help: ArgumentHelp(
      """
      Read the attacks from this CSV or database. (default: the table 'attacks' of the logs \
      themselves)
      """,
      valueName: "file"), completion: .file())
  var labels: String?

  /// The years that RFC 3339 can write.
  private static let yearRange = 1...9999

  /// All that the arguments say about the reading, checked before anything is read.
  struct Plan {
    let selection: LoginSelection
    let labels: InputPath?
    let sources: [InputSource]
    fileprivate let running: RunningArguments
    /// Whether attempts before --from are taken as well, to lead up to the rows.
    fileprivate var keepsHistory = false

    /// The same for rows of a table.
    func reading(for table: LoginFeatureTable) -> Plan {
      var plan = self
      plan.keepsHistory = table.seesEarlierPeriods
      return plan
    }

    /// Reads the logs and says on standard error what was damaged.
    ///
    /// - Parameter hashesInputs: whether the account tells their SHA-256.
    func read(canAllowPartial: Bool, hashesInputs: Bool = false) -> LoginLog {
      let progress = Progress(isQuiet: running.isSilent, inputCount: sources.count)
      let log = LoginSource(
        selection: selection, labels: labels, hashesInputs: hashesInputs,
        keepsHistory: keepsHistory
      ).read(
        sources, isCancelled: { Interruption.status != nil }, progress: progress.update)
      progress.finish()
      Message.show(
        log.account.inputs + log.account.labels, ignored: log.account.ignored,
        isVerbose: running.isVerbose, canAllowPartial: canAllowPartial)
      for input in log.account.inputs where input.status == .ok {
        if let note = input.note {
          Message.show(TerminalText.name(of: input.path) + ": " + TerminalText.escape(note))
        }
      }
      return log
    }

    /// What every report on `log` begins with.
    func run(of log: LoginLog) -> LoginRun {
      LoginRun(
        version: Command.version, selection: selection, labels: labels, account: log.account)
    }
  }

  /// - Parameter output: the file that will be written; nil for standard output.
  func plan(besides output: [UInt8]?, _ running: RunningArguments) throws -> Plan {
    let requests = try inputs.requests()
    let selection = try selection()
    if labels == "" { throw OptionValue("--labels", "").unexpected("a file") }
    let path = labels.map { InputPath(bytes: RawArguments.bytes(of: $0)) }
    if let path, let output, Output.isSamePlace(output, path.bytes) {
      throw ValidationError(
        "--output: expected another file than the labels, but found '\(labels ?? "")'")
    }
    return Plan(
      selection: selection, labels: path,
      sources: try inputs.sources(of: requests, besides: output), running: running)
  }

  /// All that the reading of `log` gives reason for.
  func reasons(in log: LoginLog) -> Set<ExitStatus> {
    ExitStatus.reasons(
      in: log.account.inputs + log.account.labels, allowsPartial: inputs.allowPartial)
  }

  func selection() throws -> LoginSelection {
    var selection = LoginSelection()
    let zone = try OptionValue("--tz", zoneName).zone()
    selection.zone = zone
    selection.from = try from.map { try OptionValue("--from", $0).timestamp(in: zone) }
    selection.to = try to.map { try OptionValue("--to", $0).timestamp(in: zone) }
    if let from = selection.from, let to = selection.to, to <= from {
      throw ValidationError(
        "--to: expected a time after --from \(from), but found '\(self.to ?? "")'")
    }
    selection.lastYear = try year.map { try OptionValue("--year", $0).count(in: Self.yearRange) }
    return selection
  }
}
