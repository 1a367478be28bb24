import ArgumentParser
import Reporting

enum ReportFormat: String, CaseIterable {
  case text
  case json
  case ndjson
  case csv
}

/// Where the report goes and how it looks.
struct OutputArguments: ParsableArguments {
  @OptionGroup var place: DestinationArguments

  @Option(
    name: [.customShort("w"), .customLong("write")],
    help: ArgumentHelp(
      """
      Write the packets of all flagged addresses to this pcapng file, each with a comment that \
      says why; reads the inputs twice.
      """,
      valueName: "file"),
    completion: .file())
  var write: String?

  @Option(
    name: .customLong("format"),
    help: """
      text to read; json (one document), ndjson (a record a line) or csv (a row an address) for \
      programs.
      """,
    completion: .list(ReportFormat.allCases.map(\.rawValue)))
  var formatName = "text"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Unusual addresses to list per group in text, 1 to 1000000; 0 lists all.",
      valueName: "n"))
  var top = "10"

  @Flag(help: "Draw each group on its two principal components; text only.")
  var plot = false

  @OptionGroup var color: ColorArguments

  private static let findingRange = 0...1_000_000

  func format() throws -> ReportFormat {
    let format = try OptionValue("--format", formatName).choice(ReportFormat.self)
    if plot && format != .text {
      throw ValidationError("--plot: expected --format text, but found '\(formatName)'")
    }
    return format
  }

  /// Where evidence goes; nil where none is wanted.
  func evidenceDestination() throws -> EvidenceDestination? {
    guard let write else { return nil }
    let path = try OptionValue("--write", write).destination()
    let report = try place.path()
    let isSame =
      if let path, let report { Output.isSamePlace(path, report) } else { path == report }
    if isSame {
      throw ValidationError(
        "--write: expected another file than that of --output, but found '\(write)'")
    }
    return EvidenceDestination(path: path)
  }

  func style(on terminal: Terminal) throws -> TextStyle {
    var style = try color.style(on: terminal)
    style.findingLimit = try OptionValue("--top", top).count(in: Self.findingRange)
    style.plotHeight = plot ? terminal.plotHeight : nil
    return style
  }
}

/// Where evidence goes.
struct EvidenceDestination {
  /// Nil for standard output.
  let path: [UInt8]?

  var name: String { path.map { TerminalText.escape(bytes: $0) } ?? "standard output" }
}

/// What does not change the result.
struct RunningArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to work with, 1 to 1024. (default: one a core)", valueName: "n"))
  var threads: String?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show no progress.")
  var isQuiet = false

  @Flag(
    name: [.customShort("v"), .customLong("verbose")],
    help: "Say on standard error what every input was.")
  var isVerbose = false

  @Flag(help: "Show no progress on standard error.")
  var noProgress = false

  /// Taken out of the arguments before they are parsed; here for help and completions.
  @Option(
    help: ArgumentHelp(
      "File with values of options, which those that are given override.", valueName: "file"),
    completion: .file())
  var config: String?

  var isSilent: Bool { isQuiet || noProgress }

  /// Beyond any machine's cores threads only cost memory.
  private static let threadRange = 1...1024

  func threadCount() throws -> Int {
    guard let threads else {
      return min(Processors.count, Self.threadRange.upperBound)
    }
    return try OptionValue("--threads", threads).count(in: Self.threadRange)
  }
}
