import ArgumentParser
import Records
import Reporting
import State
import Watching

/// `ipclust watch`: reads what is new in directories of captures, and tells what does not belong, once.
struct WatchCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Watch directories of captures: count every packet once, tell what is new, once.",
    discussion: """
      Learns what is ordinary from the first days (--baseline), tells nobody of anything until then, \
      and judges new addresses by it from there on. With --once it looks once and ends, for timers; \
      else it stays.

      Examples:
        ipclust watch --once /var/lib/captures
        ipclust watch --once --state /var/lib/ipclust --alerts alerts.ndjson /var/lib/captures
        ipclust watch --syslog /var/lib/captures
        ipclust watch --deliver-only --webhook https://alerts.example.net/ipclust
      """)

  @Argument(
    help: ArgumentHelp("A directory of captures.", valueName: "dir"), completion: .directory)
  var directories: [String] = []

  @Flag(help: "Look once, and end.")
  var once = false

  @Flag(
    help: """
      Look into no directory: tell --syslog, --webhook and --exec what earlier runs left, and end.
      """)
  var deliverOnly = false

  @Flag(help: "Look into all directories below, too.")
  var recursive = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Look at least so often when it stays, 1 to 86400 seconds.", valueName: "n"))
  var interval = "60"

  @OptionGroup(title: "What is remembered") var state: StateArguments
  @OptionGroup(title: "What is ordinary") var judging: WatchJudgingArguments
  @OptionGroup(title: "What is kept quiet") var allow: AllowArguments
  @OptionGroup(title: "Who is told") var sinks: WatchSinkArguments
  @OptionGroup(title: "Output") var output: WatchOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  private static let intervalRange = 1...86_400

  func status() throws -> ExitStatus {
    let paths = directories.map { InputPath(bytes: RawArguments.bytes(of: $0)) }
    for path in paths where path == .standardInput || path.bytes.isEmpty {
      throw ValidationError("expected a directory, but found '\(path.text)'")
    }
    guard deliverOnly || !paths.isEmpty else {
      throw ValidationError("expected a directory, but found none")
    }
    guard !deliverOnly || sinks.deliverLater.isEmpty else {
      throw ValidationError("--deliver-later: expected no --deliver-only beside it, but found one")
    }
    var options = try judging.options()
    options.isRecursive = recursive
    options.threadCount = try running.threadCount()
    let intervalSeconds = try intervalSeconds()
    let write = try output.writer(showsAll: running.isVerbose)
    let allowList = try allow.list()
    let state = try state.directory()
    let sinks = sinks
    func look(_ paths: [InputPath]) throws -> ExitStatus {
      var run = WatchRun(
        store: try StateStore(writing: state), options: options, allowList: allowList,
        version: Command.version, now: { Clock.seconds },
        isCancelled: { Interruption.status != nil })
      var opened = try sinks.sinks(withFiles: !deliverOnly)
      return try self.look(&run, paths, &opened, write)
    }
    // Directories may be configured for all runs, so that they are passed over and not refused.
    guard !deliverOnly else { return try look([]) }
    guard !once else { return try look(paths) }
    return try stay(at: paths, every: intervalSeconds, quietSeconds: options.settleSeconds) {
      try look(paths)
    }
  }

  func intervalSeconds() throws -> Int {
    try OptionValue("--interval", interval).count(in: Self.intervalRange)
  }

  /// Looks again and again until a signal comes, and ends as every look would that went well.
  ///
  /// State and sinks are open during a look only: between looks others may tell of findings, or give
  /// feedback on them.
  private func stay(
    at paths: [InputPath], every intervalSeconds: Int, quietSeconds: Int,
    _ look: () throws -> ExitStatus
  ) throws -> ExitStatus {
    let events = DirectoryEvents(paths.map(\.bytes))
    var isFirst = true
    while Interruption.status == nil {
      do {
        // A sink that is down, or a full disk, is tried again at the next look.
        guard try look() != .closedOutput else { return .closedOutput }
      } catch let refusal as any Refusal where refusal.status == .busy && !isFirst {
        // Whoever is at it will be done; the next look finds what this one would have.
      }
      if isFirst { ServiceNotice.tell("READY=1") }
      isFirst = false
      events.wait(atMostSeconds: intervalSeconds, quietSeconds: max(1, quietSeconds)) {
        if Interruption.takeStatusRequest() { Message.show("watching; the last look is done") }
        return Interruption.status != nil
      }
    }
    ServiceNotice.tell("STOPPING=1")
    return Interruption.status ?? .done
  }

  private func look(
    _ run: inout WatchRun, _ paths: [InputPath], _ sinks: inout [any AlertSink],
    _ write: (WatchReport) throws(OutputFailure) -> Void
  ) throws -> ExitStatus {
    let start = ContinuousClock.now
    let report = try run.run(paths, sinks: &sinks) { doneCount, fileCount in
      guard Interruption.takeStatusRequest() else { return }
      Message.show("\(doneCount) of \(fileCount) files looked at")
    }
    var statuses = Self.statuses(report)
    // The counters say when directories were last looked into, which is not now.
    if let textfile = self.sinks.textfile, !deliverOnly {
      let metrics = try run.metrics(
        report, durationSeconds: (ContinuousClock.now - start).seconds)
      do throws(DeliveryFailure) {
        try Textfile(RawArguments.bytes(of: textfile)).write(metrics)
      } catch {
        Message.show(error.description)
        statuses.insert(error.status)
      }
    }
    do throws(OutputFailure) {
      try write(report)
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    return .mostImportant(of: statuses.union(Interruption.status.map { [$0] } ?? []))
  }

  private static func statuses(_ report: WatchReport) -> Set<ExitStatus> {
    var statuses: Set<ExitStatus> = []
    if report.captures.contains(where: { $0.standing == .damaged }) {
      statuses.insert(.damagedInput)
    }
    for one in report.unreadable {
      statuses.insert(one.failure.class.meansUnavailable ? .missingInput : .damagedInput)
    }
    if report.deliveries.contains(where: { $0.failure != nil }) {
      statuses.insert(.cannotWriteOutput)
    }
    return statuses
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// What is taken for ordinary, and from when on.
struct WatchJudgingArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Learn what is ordinary from so many days of packets.", valueName: "days"))
  var baseline = "7d"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Learn anew when the baseline is so old.", valueName: "days"))
  var refresh = "28d"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Do not tell of an address again for so long, by the times of packets.", valueName: "time"))
  var coolDown = "7d"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Accept this share of false findings, 0 to 1.", valueName: "share"))
  var falseDiscoveryRate = "0.05"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seconds without a change after which a file is taken for finished, 0 to 86400.",
      valueName: "n"))
  var settle = "5"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of what is random.", valueName: "n"))
  var seed = "100"

  private static let dayRange = 1...3_660
  private static let settlingRange = 0...86_400

  func options() throws -> WatchOptions {
    var options = WatchOptions()
    options.baselineDayCount = try OptionValue("--baseline", baseline).dayCount(in: Self.dayRange)
    options.refreshDayCount = try OptionValue("--refresh", refresh).dayCount(in: Self.dayRange)
    options.coolDownSeconds = Int64(
      try OptionValue("--cool-down", coolDown)
        .durationSeconds(upTo: Self.dayRange.upperBound * 86_400))
    let rate = OptionValue("--false-discovery-rate", falseDiscoveryRate)
    options.falseDiscoveryRate = try rate.finiteNumber()
    guard options.falseDiscoveryRate > 0, options.falseDiscoveryRate < 1 else {
      throw rate.unexpected("a share above 0 and below 1")
    }
    options.settleSeconds = try OptionValue("--settle", settle).count(in: Self.settlingRange)
    options.seed = try OptionValue("--seed", seed).seed()
    return options
  }
}

enum WatchFormat: String, CaseIterable {
  case text
  case json

  func write(
    _ report: WatchReport, _ style: TextStyle, showsAll: Bool, _ buffer: OutputBuffer
  ) {
    switch self {
    case .text: WatchText(style, showsAll: showsAll).write(report, to: buffer)
    case .json: WatchJSON.write(report, to: buffer)
    }
  }
}

/// Where the report of a run goes and how it looks.
struct WatchOutputArguments: ParsableArguments {
  @OptionGroup var place: DestinationArguments

  @Option(
    name: .customLong("format"),
    help: "text to read, silent when nothing is new (--verbose tells all), or json.",
    completion: .list(WatchFormat.allCases.map(\.rawValue)))
  var formatName = "text"

  @OptionGroup var color: ColorArguments

  /// What writes the report of a run; of several runs into a file the last one stays.
  func writer(showsAll: Bool) throws -> (WatchReport) throws(OutputFailure) -> Void {
    let (format, destination, style) = (try format(), try place.path(), try style())
    return { report throws(OutputFailure) in
      try Output(destination).write { format.write(report, style, showsAll: showsAll, $0) }
    }
  }

  func format() throws -> WatchFormat {
    try OptionValue("--format", formatName).choice(WatchFormat.self)
  }

  func style() throws -> TextStyle {
    try color.style(on: try place.terminal())
  }
}
