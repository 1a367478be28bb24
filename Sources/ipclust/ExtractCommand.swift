import ArgumentParser
import Records
import Reporting
import Scanning

/// `ipclust extract`: writes a row for every packet, or for every address.
struct ExtractCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write a row of header fields for every packet, or one for every address.",
    discussion: """
      Reads what 'ipclust scan' reads. Columns have the names of the field's tables; the guide \
      defines each by its RFC. 'ipclust scan' reads every format back and finds the same.

      Examples:
        ipclust extract site.pcap > site.csv
        ipclust extract --columns timestamp,isrc,idst,tdport site.pcap.gz | head
        ipclust extract --format sqlite -o site.db monday.pcap tuesday.pcap
        ipclust extract --addresses-only --format ndjson site.pcap
      """)

  @OptionGroup(title: "Inputs") var inputs: InputArguments
  @OptionGroup(title: "Which packets") var records: RecordArguments
  @OptionGroup(title: "Output") var output: ExtractOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  /// Extracts, and says how the program ends.
  func status() throws -> ExitStatus {
    let requests = try inputs.requests()
    let extraction = Extraction(
      selection: try records.selection(), threadCount: try running.threadCount())
    let (format, columns) = (try output.format(), try output.packetColumns())
    let destination = try output.place.path()
    let sources = try inputs.sources(of: requests, besides: destination)
    let sink: Output
    do {
      sink = try Output(destination)
    } catch {
      // A FIFO without a reader waits in `open`, where a signal ends it.
      if let interruption = Interruption.status { return interruption }
      Message.show(error.description)
      return error.status
    }
    let job = ExtractJob(
      inputs: sources, extraction: extraction, format: format, columns: columns,
      progress: Progress(isQuiet: running.isSilent, inputCount: sources.count))
    var statuses: Set<ExitStatus> = []
    do throws(OutputFailure) {
      let account = try job.run(to: sink)
      Message.show(
        account.inputs, ignored: account.ignored, isVerbose: running.isVerbose,
        canAllowPartial: !inputs.allowPartial)
      statuses = ExitStatus.reasons(in: account.inputs, allowsPartial: inputs.allowPartial)
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    if let interruption = Interruption.status { statuses.insert(interruption) }
    return ExitStatus.mostImportant(of: statuses)
  }
}

/// One extraction to its output, in any of the formats.
private struct ExtractJob {
  let inputs: [InputSource]
  let extraction: Extraction
  let format: ExtractFormat
  /// Nil for a row per address.
  let columns: [PacketColumn]?
  let progress: Progress

  /// Writes everything, and returns where the inputs' records went.
  func run(to output: Output) throws(OutputFailure) -> ExtractAccount {
    defer { progress.finish() }
    guard let columns else { return try writeAddresses(to: output) }
    var account = ExtractAccount(inputs: [])
    switch format {
    case .csv:
      try output.write { buffer in
        account = writeRows(to: PacketCSV(columns: columns, to: buffer)) { buffer.hasFailed }
      }
    case .ndjson:
      try output.write { buffer in
        let rows = PacketNDJSON(columns: columns, to: buffer)
        account = writeRows(to: rows) { buffer.hasFailed }
        rows.finish(account)
      }
    case .sqlite:
      try output.writeFile { path throws(DatabaseWriteFailure) in
        account = try ExtractDatabase.writePackets(to: path, columns: columns) { sink in
          writeRows(to: sink) { sink.hasFailed }
        }
      }
    }
    return account
  }

  private func writeRows(
    to sink: some PacketRowSink, hasFailed: () -> Bool
  ) -> ExtractAccount {
    extraction.writeRows(
      of: inputs, to: sink, isCancelled: { Interruption.status != nil || hasFailed() },
      progress: progress.update)
  }

  private func writeAddresses(to output: Output) throws(OutputFailure) -> ExtractAccount {
    let (rows, account) = extraction.addresses(
      of: inputs, isCancelled: { Interruption.status != nil }, progress: progress.update)
    switch format {
    case .csv: try output.write { AddressCSV.write(rows, to: $0) }
    case .ndjson: try output.write { AddressNDJSON.write(rows, account, to: $0) }
    case .sqlite:
      try output.writeFile { path throws(DatabaseWriteFailure) in
        try ExtractDatabase.write(rows, account, to: path)
      }
    }
    return account
  }
}
