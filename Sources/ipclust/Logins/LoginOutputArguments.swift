import ArgumentParser
import Reporting

/// Where a report on logins goes and how it looks.
struct LoginOutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "File to write, whole or not at all; '-' is standard output.", valueName: "file"),
    completion: .file())
  var output = "-"

  @Option(
    name: .customLong("format"),
    help: "text to read; json (one document), ndjson (a record a line) or csv for programs.",
    completion: .list(ReportFormat.allCases.map(\.rawValue)))
  var formatName = "text"

  @Option(
    help: "Colour text: auto (on a terminal, unless NO_COLOR is set), always or never.",
    completion: .list(ColorChoice.allCases.map(\.rawValue)))
  var color = "auto"

  func format() throws -> ReportFormat {
    try OptionValue("--format", formatName).choice(ReportFormat.self)
  }

  /// The path to write as bytes, or nil for standard output.
  func destination() throws -> [UInt8]? { try OptionValue("--output", output).destination() }

  func style() throws -> TextStyle {
    try Terminal(descriptor: try destination() == nil ? Descriptors.output : nil)
      .style(color: color)
  }
}
