import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `ipclust scan`: clusters the addresses of its inputs and writes a report.
struct ScanCommand: ParsableCommand {
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
      """)

  @OptionGroup(title: "Inputs") var inputs: InputArguments
  @OptionGroup(title: "What is clustered") var selection: SelectionArguments
  @OptionGroup(title: "How it is clustered") var method: MethodArguments
  @OptionGroup(title: "What is flagged") var flagging: FlaggingArguments
  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  /// Scans, reports, and says how the program ends.
  func status() throws -> ExitStatus {
    let requests = try inputs.requests()
    let options = try scanOptions()
    let findingLimit = try flagging.findingLimit()
    let threadCount = try running.threadCount()
    let format = try output.format()
    let destination = try output.destination()
    let terminal = Terminal(descriptor: destination == nil ? Descriptors.output : nil)
    let style = try output.style(on: terminal)

    let sink: Output
    do {
      // Before the scan: nobody should wait an hour to hear that a path was mistyped.
      sink = try Output(destination)
    } catch {
      // A FIFO without a reader waits in `open`, where a signal ends it.
      if let interruption = Interruption.status { return interruption }
      Message.show(error.description)
      return error.status
    }
    let sources = Scan.sources(
      of: requests, isRecursive: inputs.recursive, isCancelled: { Interruption.status != nil })
    let progress = Progress(isQuiet: running.isSilent, inputCount: sources.count)
    let report = Scan(options: options, threadCount: threadCount).run(
      sources, version: Command.version, isCancelled: { Interruption.status != nil },
      progress: progress.update)
    progress.finish()
    Message.show(report.inputs, ignored: report.ignored, isVerbose: running.isVerbose)

    var statuses = ExitStatus.reasons(
      in: report, findingLimit: findingLimit, allowsPartial: inputs.allowPartial)
    do {
      try sink.write { buffer in format.write(report, style, buffer) }
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    if let interruption = Interruption.status { statuses.insert(interruption) }
    return ExitStatus.mostImportant(of: statuses)
  }

  private func scanOptions() throws -> ScanOptions {
    var options = ScanOptions()
    try selection.apply(to: &options)
    try method.apply(to: &options)
    try flagging.apply(to: &options)
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
