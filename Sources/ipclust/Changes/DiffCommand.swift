import ArgumentParser
import Detection
import Features
import Records
import Reporting
import Scanning

/// `ipclust diff`: what changed from one time to another, the most surprising first.
struct DiffCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two captures, scans or days: what is new, gone, moved or behaves otherwise.",
    discussion: """
      A and B are each a capture, a log or a list as scan takes it, a directory of them, the report of \
      'scan --format json', or days that watch remembers: day:2026-11-14 or \
      day:2026-11-14..2026-11-20. Changes are sorted by how surprising they are among the others.

      Examples:
        ipclust diff monday.pcap tuesday.pcap
        ipclust diff --min-surprise 8 --fail-on-change captures/monday captures/tuesday
        ipclust diff --format json last-week.json today.json | jq .changes
        ipclust diff day:2026-11-14..2026-11-20 day:2026-11-21
      """)

  @Argument(
    help: ArgumentHelp("What was before.", valueName: "a"), completion: .file())
  var before: String

  @Argument(help: ArgumentHelp("What is now.", valueName: "b"), completion: .file())
  var after: String

  @Flag(help: "Read all files below a directory, not only its own.")
  var recursive = false

  @Flag(help: "Exit with 0 although an input was damaged, if part of it could be read.")
  var allowPartial = false

  @Option(
    help: "Compare addresses of this family: ipv4, ipv6 or both.",
    completion: .list(ScanOptions.FamilyChoice.allCases.map(\.rawValue)))
  var family = "both"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leave out changes of less than so many bits of surprise.", valueName: "bits"))
  var minSurprise = "0"

  @Flag(help: "Exit with 2 when a change is listed.")
  var failOnChange = false

  @OptionGroup(title: "Which packets") var records: RecordArguments
  @OptionGroup(title: "What is remembered") var state: StateArguments
  @OptionGroup(title: "Output") var output: DiffOutputArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let options = try options()
    let (format, style) = (try output.format(), try output.style())
    let times = try [before, after].map { try ComparedTime($0, state: state) }
    if times.count(where: \.readsStandardInput) > 1 {
      throw ValidationError("expected '-' at most once: standard input can be read only once")
    }
    let reading = ComparedTime.Reading(
      options: options, isRecursive: recursive, threadCount: try running.threadCount(),
      output: try output.place.path(), isSilent: running.isSilent)
    let sink: Output
    do throws(OutputFailure) {
      // Before anything is read: nobody should wait to hear that a path was mistyped.
      sink = try Output(reading.output)
    } catch {
      return ScanCommand.status(of: error)
    }
    let sides = try times.map { try $0.read(reading) }
    let report = ComparisonReport(
      version: Command.version, options: options, before: sides[0].time, after: sides[1].time,
      comparisons: Self.comparisons(sides[0].tables, sides[1].tables),
      wasInterrupted: Interruption.status != nil)
    return finish(report, sink) { format.write(report, style, $0) }
  }

  func options() throws -> ComparisonReport.Options {
    var options = ComparisonReport.Options()
    options.records = try records.selection()
    options.family = try OptionValue("--family", family).choice(ScanOptions.FamilyChoice.self)
    options.smallestSurprise = try smallestSurprise()
    return options
  }

  private func smallestSurprise() throws -> Double {
    let value = OptionValue("--min-surprise", minSurprise)
    let bits = try value.finiteNumber()
    guard bits >= 0 else { throw value.unexpected("a number from 0 up") }
    return bits
  }

  /// Of families of which one of both has an address.
  private static func comparisons(_ before: [HostTable], _ after: [HostTable]) -> [Comparison] {
    AddressFamily.allCases.compactMap { family in
      let both = [before, after].map { tables in
        tables.first { $0.family == family } ?? HostTable(family, [])
      }
      guard both.contains(where: { !$0.hosts.isEmpty }) else { return nil }
      return Comparison(before: both[0], after: both[1])
    }
  }

  private func finish(
    _ report: ComparisonReport, _ sink: Output, _ render: (OutputBuffer) -> Void
  ) -> ExitStatus {
    var statuses: Set<ExitStatus> = []
    for time in [report.before, report.after] {
      if case .inputs(let inputs, let ignored) = time.origin {
        Message.show(
          inputs, ignored: ignored, isVerbose: running.isVerbose, canAllowPartial: !allowPartial)
        statuses.formUnion(ExitStatus.reasons(in: inputs, allowsPartial: allowPartial))
      } else if time.status != .ok, !allowPartial {
        statuses.insert(.damagedInput)
      }
    }
    if failOnChange, !report.changes.isEmpty { statuses.insert(.findings) }
    do throws(OutputFailure) {
      try sink.write(render)
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    return .mostImportant(of: statuses.union(Interruption.status.map { [$0] } ?? []))
  }
}
