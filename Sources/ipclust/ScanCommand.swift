import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust scan`: clusters the addresses of its inputs and writes a report.
struct ScanCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Cluster source and destination addresses, flag the unusual ones, say why.",
    discussion: """
      Inputs are recognised by content, never by name: pcap, pcapng, Zeek's conn.log, CSV with the \
      columns isrc and idst, or a list of addresses, one a line; each also compressed by gzip, \
      zstd, lz4, xz or bzip2. \
      Every packet is counted as used or as skipped for a reason.

      Examples:
        ipclust scan site.pcap
        ipclust scan --plot --side source monday.pcap tuesday.pcap.gz
        ipclust scan --recursive captures/
        find . -name '*.pcap*' -print0 | ipclust scan --files-from - --null
        tcpdump -w - -c 10000 | ipclust scan --format json - | jq .populations
        ipclust scan --threshold percentile:1 --fail-on 5 site.pcap
        ipclust scan --filter 'tcp port 443' -w evidence.pcapng site.pcap
        sudo ipclust scan -i eth0 --duration 5m
        ipclust scan --save-model office.model monday.pcap
        ipclust scan --model office.model --fail-on 1 tuesday.pcap
      """)

  @OptionGroup(title: "Inputs") var inputs: InputArguments
  @OptionGroup(title: "Live capture") var live: LiveArguments
  @OptionGroup(title: "Which packets") var records: RecordArguments
  @OptionGroup(title: "What is clustered") var selection: SelectionArguments
  @OptionGroup(title: "How it is clustered") var method: MethodArguments
  @OptionGroup(title: "What is flagged") var flagging: FlaggingArguments
  @OptionGroup(title: "Models") var models: ModelArguments
  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  /// All that the arguments say, checked before anything is read or opened.
  struct Plan {
    let scan: Scan
    let findingLimit: Int?
    let format: ReportFormat
    let destination: [UInt8]?
    let style: TextStyle
  }

  /// Scans, reports, and says how the program ends.
  func status() throws -> ExitStatus {
    if let configuration = try live.configuration() { return try status(capturing: configuration) }
    let requests = try inputs.requests()
    let plan = try plan()
    let sources = try inputs.sources(of: requests, besides: plan.destination)
    let evidence = try evidencePlan(sources)
    try models.check(sources)
    do throws(OutputFailure) {
      // Before the scan: nobody should wait an hour to hear that a path was mistyped.
      let sink = try Output(plan.destination)
      let evidenceSink = try evidence?.open(besides: sink)
      let modelSink = try models.open(besides: [sink, evidenceSink].compactMap { $0 })
      let progress = Progress(isQuiet: running.isSilent, inputCount: sources.count)
      let report = plan.scan.run(
        sources, version: Command.version, isCancelled: { Interruption.status != nil },
        progress: progress.update)
      progress.finish()
      var statuses = finish(report, plan, sink)
      if let evidence, let evidenceSink {
        statuses.formUnion(write(evidence, of: report, to: evidenceSink))
      }
      if let modelSink { statuses.formUnion(models.write(report, to: modelSink)) }
      return Self.last(of: statuses)
    } catch {
      return Self.status(of: error)
    }
  }

  func plan() throws -> Plan {
    let findingLimit = try flagging.findingLimit(hasModel: models.model != nil)
    let destination = try output.place.path()
    try models.check(
      outputs: [("--output", destination), ("--write", try output.evidenceDestination()?.path)])
    let terminal = Terminal(descriptor: destination == nil ? Descriptors.output : nil)
    var options = try scanOptions()
    let (threadCount, format) = (try running.threadCount(), try output.format())
    let style = try output.style(on: terminal)
    let task = try models.task(&options)
    return Plan(
      scan: Scan(
        options: options, threadCount: threadCount, task: task,
        hashesInputs: models.hashesInputs),
      findingLimit: findingLimit, format: format, destination: destination, style: style)
  }

  /// Writes the report, and gives all that there is reason to end with.
  func finish(_ report: ScanReport, _ plan: Plan, _ sink: Output) -> Set<ExitStatus> {
    Message.show(
      report.inputs, ignored: report.ignored, isVerbose: running.isVerbose,
      canAllowPartial: !inputs.allowPartial)
    if report.wasInterrupted {
      Message.show("interrupted: the addresses read so far are listed, but not clustered")
    }
    var statuses = ExitStatus.reasons(
      in: report, findingLimit: plan.findingLimit, allowsPartial: inputs.allowPartial)
    do {
      try sink.write { buffer in plan.format.write(report, plan.style, buffer) }
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    return statuses
  }

  /// The most important of `statuses` and what a signal asks for.
  static func last(of statuses: Set<ExitStatus>) -> ExitStatus {
    .mostImportant(of: statuses.union(Interruption.status.map { [$0] } ?? []))
  }

  static func status(of failure: OutputFailure) -> ExitStatus {
    // A FIFO without a reader waits in `open`, where a signal ends it.
    if let interruption = Interruption.status { return interruption }
    Message.show(failure.description)
    return failure.status
  }

  func scanOptions() throws -> ScanOptions {
    var options = ScanOptions()
    options.records = try records.selection()
    try selection.apply(to: &options)
    try method.apply(to: &options)
    try flagging.apply(to: &options)
    if models.model != nil,
      let option = selection.features.map({ _ in "--features" }) ?? method.givenOption
        ?? flagging.threshold.map({ _ in "--threshold" })
    {
      throw ValidationError(
        "--model: expected no \(option) beside it, because the model has decided that; leave out "
          + "one of the two")
    }
    return options
  }
}

extension ReportFormat {
  fileprivate func write(_ report: ScanReport, _ style: TextStyle, _ buffer: OutputBuffer) {
    switch self {
    case .text: ScanText.write(report, style: style, to: buffer)
    case .json: ScanJSON.write(report, to: buffer)
    case .ndjson: ScanNDJSON.write(report, to: buffer)
    case .csv: ScanCSV.write(report, to: buffer)
    }
  }
}
