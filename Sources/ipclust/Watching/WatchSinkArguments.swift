import ArgumentParser
import Reporting
import State
import Watching

/// Who is told of findings.
///
/// Files are told by whoever looks into directories; the others may be left to a run of other rights.
struct WatchSinkArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add every finding to this file, exactly once, a line each; may be repeated.",
      valueName: "file"), completion: .file())
  var alerts: [String] = []

  @Option(
    help: """
      Lines of --alerts, --webhook and --exec: ndjson, ecs (Elastic), ocsf, or zeek for files.
      """,
    completion: .list(AlertFormat.allCases.map(\.rawValue)))
  var alertFormat = "ndjson"

  @Flag(help: "Tell the system's log (RFC 5424).")
  var syslog = false

  @Option(
    help: ArgumentHelp("Post every finding to this address, at least once.", valueName: "url"))
  var webhook: String?

  @Option(
    help: ArgumentHelp(
      "Sign what is posted with the secret in this file. (default: $IPCLUST_WEBHOOK_SECRET)",
      valueName: "file"), completion: .file())
  var webhookSecret: String?

  @Option(
    help: ArgumentHelp(
      "Let the webhook lead to this host though it is in a private network; may be repeated.",
      valueName: "host"))
  var webhookAllow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run this program for every finding, with JSON on its standard input.",
      valueName: "program"), completion: .file())
  var exec: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Give the program of --exec this argument; may be repeated.", valueName: "text"))
  var execArgument: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Leave what syslog, webhook or exec is to be told to a run with --deliver-only; may be repeated.
      """, valueName: "sink"),
    completion: .list(Reach.allCases.map(\.rawValue)))
  var deliverLater: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write counters for Prometheus's textfile collector to this file.", valueName: "file"),
    completion: .file())
  var textfile: String?

  /// Sinks that a run may lack the rights to reach, named as their options.
  private enum Reach: String, CaseIterable {
    case syslog, webhook, exec
  }

  private static let secretVariable = "IPCLUST_WEBHOOK_SECRET"

  /// Opens all that is asked for, before anything is read.
  ///
  /// - Parameter withFiles: false of who tells what was left for later, as files never are.
  /// - Throws: `DeliveryFailure`.
  func sinks(withFiles: Bool) throws -> [any AlertSink] {
    let format = try format()
    let later = Set(
      try deliverLater.map { try OptionValue("--deliver-later", $0).choice(Reach.self) })
    func nowOrLater(_ reach: Reach, _ sink: some AlertSink) -> any AlertSink {
      later.contains(reach) ? LaterSink(for: sink) : sink
    }
    var sinks: [any AlertSink] = []
    for file in withFiles ? alerts : [] {
      guard !file.isEmpty, file != "-" else {
        throw OptionValue("--alerts", file).unexpected("a file, which is added to")
      }
      sinks.append(
        try AlertFile(RawArguments.bytes(of: file), format: format, version: Command.version))
    }
    if syslog { sinks.append(nowOrLater(.syslog, SyslogSink(version: Command.version))) }
    if let webhook {
      sinks.append(
        nowOrLater(
          .webhook,
          try WebhookSink(
            webhook, secret: later.contains(.webhook) ? nil : try secret(),
            allowedHosts: Set(webhookAllow), format: format, version: Command.version)))
    } else if webhookSecret != nil || !webhookAllow.isEmpty {
      throw ValidationError("--webhook-secret: expected --webhook beside it, but found none")
    }
    if let exec {
      sinks.append(
        nowOrLater(
          .exec,
          try CommandSink(
            ([exec] + execArgument).map(RawArguments.bytes),
            environment: CommandSink.inheritedEnvironment(
              without: Environment.own.union([Self.secretVariable])),
            format: format, version: Command.version)))
    } else if !execArgument.isEmpty {
      throw ValidationError("--exec-argument: expected --exec beside it, but found none")
    }
    return sinks
  }

  func format() throws -> AlertFormat {
    try OptionValue("--alert-format", alertFormat).choice(AlertFormat.self)
  }

  private func secret() throws -> WebhookSecret? {
    if let webhookSecret { return try WebhookSecret(file: RawArguments.bytes(of: webhookSecret)) }
    let environment = Environment.all
    guard environment[Self.secretVariable] != nil else { return nil }
    return try WebhookSecret(variable: Self.secretVariable, in: environment)
  }
}

extension DeliveryFailure: Refusal {
  var status: ExitStatus {
    switch self.class {
    case .cannotOpen: .cannotOpenOutput
    case .cannotWrite: .cannotWriteOutput
    case .busy: .busy
    case .configuration: .usage
    case .unreachable, .refused, .interrupted: .cannotWriteOutput
    }
  }
}
