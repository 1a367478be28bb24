import ArgumentParser
import Records
import Reporting
import Scanning
import Simulation

/// `ipclust logins simulate`: a log of logins made up by rule, with attacks and the truth about them.
struct LoginsSimulateCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make up a log of logins, with attacks in it and labels that tell where.",
    discussion: """
      Users log in from one to three addresses in working hours of their own and mistype now and \
      then; attackers guess names; the server locks accounts. The same options give the same bytes.

      Examples:
        ipclust logins simulate --format sqlite -o logs.db
        ipclust logins simulate --labels attacks.csv -o logs.csv
        ipclust logins simulate --format auth-log --users 20 --to 2025-02-01 > auth.log
      """)

  @OptionGroup(title: "What is simulated") var simulation: SimulationArguments
  @OptionGroup(title: "Output") var output: SimulationOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let simulation = try simulation.simulation()
    let (format, destination) = (try output.format(), try output.place.path())
    let labels = try output.labelDestination()
    do throws(OutputFailure) {
      let sink = try Output(destination)
      let labelSink = try Self.open(labels, besides: sink)
      let logins = simulation.run()
      try Self.write(logins, format, to: sink)
      try labelSink?.write { AttackCSV.write(logins.attacks, to: $0) }
      if running.isVerbose, !running.isQuiet { Message.show(Self.account(of: logins)) }
      return Interruption.status ?? .done
    } catch {
      if let interruption = Interruption.status { return interruption }
      if error.status != .closedOutput { Message.show(error.description) }
      return error.status
    }
  }

  /// What `--verbose` tells.
  private static func account(of logins: SimulatedLogins) -> String {
    let successCount = logins.attempts.count { $0.isSuccess }
    return "\(logins.attempts.count) attempts, \(successCount) of them successful, "
      + "\(logins.attacks.count) attacks"
  }

  /// Opens the file of labels; gives up `sink` where that cannot be done.
  private static func open(
    _ labels: [UInt8]?, besides sink: Output
  ) throws(OutputFailure) -> Output? {
    guard let labels else { return nil }
    do throws(OutputFailure) {
      return try Output(labels, .labels)
    } catch {
      sink.discard()
      throw error
    }
  }

  private static func write(
    _ logins: SimulatedLogins, _ format: SimulatedFormat, to sink: Output
  ) throws(OutputFailure) {
    switch format {
    case .csv: try sink.write { LoginCSV.write(logins.attempts, to: $0) }
    case .authLog: try sink.write { AuthLogText.write(logins.attempts, to: $0) }
    case .sqlite:
      try sink.writeFile { path throws(DatabaseWriteFailure) in
        try LoginDatabase.write(logins.attempts, logins.attacks, to: path)
      }
    }
  }
}

enum SimulatedFormat: String, CaseIterable {
  case csv
  case sqlite
  case authLog = "auth-log"
}

/// Who is simulated, when, and who attacks.
struct SimulationArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("When the log begins: a time or a date, in UTC.", valueName: "time"))
  var from = "2025-01-01"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Before when it ends.", valueName: "time"))
  var to = "2026-01-01"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Accounts that exist, 1 to 100000.", valueName: "n"))
  var users = "130"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Attacks that take minutes, in 30 days on the average, 0 to 10000.", valueName: "x"))
  var attacksPerMonth = "4.5"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Attacks from one address that guess every few minutes for days, in 30 days.",
      valueName: "x"))
  var slowAttacksPerMonth = "0"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Attacks from many addresses of a few networks that take turns for hours, in 30 days.",
      valueName: "x"))
  var distributedAttacksPerMonth = "0"

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Seed of all that is random.", valueName: "n"))
  var seed = "100"

  /// What is asked for, checked.
  func simulation() throws -> LoginSimulation {
    let start = try OptionValue("--from", from).timestamp()
    let end = try OptionValue("--to", to).timestamp()
    let dayCount = LoginSimulation.longestDayCount
    guard start.seconds < end.seconds, end.seconds - start.seconds <= dayCount * 86_400 else {
      throw ValidationError(
        "--to: expected a time after --from \(from) by at most \(dayCount) days, but found '\(to)'")
    }
    var configuration = LoginSimulation.Configuration(interval: start.seconds..<end.seconds)
    configuration.userCount = try OptionValue("--users", users)
      .count(in: LoginSimulation.userCountRange)
    configuration.burstsPerMonth = try rate("--attacks-per-month", attacksPerMonth)
    configuration.slowAttacksPerMonth = try rate("--slow-attacks-per-month", slowAttacksPerMonth)
    configuration.distributedAttacksPerMonth = try rate(
      "--distributed-attacks-per-month", distributedAttacksPerMonth)
    configuration.seed = try OptionValue("--seed", seed).seed()
    return try LoginSimulation(configuration)
  }

  private func rate(_ option: String, _ text: String) throws -> Double {
    guard let rate = Double(text), LoginSimulation.attackRateRange.contains(rate) else {
      let largest = Int(LoginSimulation.attackRateRange.upperBound)
      throw OptionValue(option, text).unexpected("a number from 0 to \(largest)")
    }
    return rate
  }
}

/// Where the log and its labels go.
struct SimulationOutputArguments: ParsableArguments {
  @OptionGroup var place: DestinationArguments

  @Option(
    name: .customLong("format"),
    help: """
      csv, sqlite (the tables logs and attacks; needs --output), or auth-log (as OpenSSH writes it).
      """,
    completion: .list(SimulatedFormat.allCases.map(\.rawValue)))
  var formatName = "csv"

  @Option(
    help: ArgumentHelp(
      "Write the attacks to this CSV file: start, end, source_ip.", valueName: "file"),
    completion: .file())
  var labels: String?

  func format() throws -> SimulatedFormat {
    let format = try OptionValue("--format", formatName).choice(SimulatedFormat.self)
    if format == .sqlite { try OptionValue("--format", formatName).needsFile(place.output) }
    return format
  }

  /// Where the labels go; nil where they are not asked for.
  func labelDestination() throws -> [UInt8]? {
    guard let labels else { return nil }
    guard !labels.isEmpty, labels != "-" else {
      throw ValidationError("--labels: expected a file, but found '\(labels)'")
    }
    let path = RawArguments.bytes(of: labels)
    if let log = try place.path(), Output.isSamePlace(path, log) {
      throw ValidationError(
        "--labels: expected another file than that of --output, but found '\(labels)'")
    }
    return path
  }
}
