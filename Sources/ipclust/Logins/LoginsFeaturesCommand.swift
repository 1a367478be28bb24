import ArgumentParser
import Records
import Reporting
import Scanning

/// `ipclust logins features`: writes the minute table that detectors work on.
struct LoginsFeaturesCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Write what failed in every minute: the table that detectors work on.",
    discussion: """
      There is a row for every minute from that of the first failure to that of the last. It says \
      how many different user names failed, on which day of the week and in which hour (UTC), and \
      with labels whether somebody attacked.

      Examples:
        ipclust logins features logs.db --from 2018-01-01 --format csv
        ipclust logins features --tz Europe/Berlin --year 2026 auth.log.1.gz auth.log
        journalctl -t sshd -t sshd-session -o json | ipclust logins features -
      """)

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments

  @Option(
    help: ArgumentHelp(
      "Time of a row: 30s, 1min, 5min, 1h; a day must be a whole number of them.",
      valueName: "step"))
  var resolution = "1min"

  @OptionGroup(title: "Output") var output: LoginOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let (destination, format) = (try output.place.path(), try output.format())
    let style = try output.style()
    let step = try step()
    let plan = try inputs.plan(besides: destination, running)
    do throws(OutputFailure) {
      let sink = try Output(destination)
      let log = plan.read(canAllowPartial: !inputs.inputs.allowPartial)
      let report = MinuteTableReport(run: plan.run(of: log), table: log.minuteTable(step))
      var statuses = inputs.reasons(in: log)
      if let failure = report.failure {
        Message.show(failure.message)
        statuses.insert(.damagedInput)
      }
      try sink.write { report.write(format, style, $0) }
      return ScanCommand.last(of: statuses)
    } catch {
      return ScanCommand.status(of: error)
    }
  }

  func step() throws -> LoginLog.Resolution {
    guard let step = LoginLog.resolution(resolution) else {
      throw OptionValue("--resolution", resolution).unexpected(
        "a time such as '30s', '1min', '5min' or '1h', of which a day is a whole number")
    }
    return step
  }
}

extension MinuteTableReport {
  fileprivate func write(_ format: ReportFormat, _ style: TextStyle, _ buffer: OutputBuffer) {
    switch format {
    case .text: writeText(style, to: buffer)
    case .json: writeJSON(to: buffer)
    case .ndjson: writeNDJSON(to: buffer)
    case .csv: writeCSV(to: buffer)
    }
  }
}
