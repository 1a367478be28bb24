import ArgumentParser
import Detection
import Reporting

enum DiffFormat: String, CaseIterable {
  case text
  case json
  case ndjson

  func write(_ report: ComparisonReport, _ style: TextStyle, _ buffer: OutputBuffer) {
    switch self {
    case .text: ComparisonText(style).write(report, to: buffer)
    case .json: ComparisonJSON.write(report, to: buffer)
    case .ndjson: ComparisonNDJSON.write(report, to: buffer)
    }
  }
}

/// Where a comparison goes and how it looks.
struct DiffOutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "File to write, whole or not at all; '-' is standard output.", valueName: "file"),
    completion: .file())
  var output = "-"

  @Option(
    name: .customLong("format"),
    help: "text to read; json (one document) or ndjson (a change a line) for programs.",
    completion: .list(DiffFormat.allCases.map(\.rawValue)))
  var formatName = "text"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Changes to list in text, 1 to 1000000; 0 lists all.", valueName: "n"))
  var top = "20"

  @Option(
    help: "Colour text: auto (on a terminal, unless NO_COLOR is set), always or never.",
    completion: .list(ColorChoice.allCases.map(\.rawValue)))
  var color = "auto"

  private static let listedRange = 0...1_000_000

  func format() throws -> DiffFormat {
    try OptionValue("--format", formatName).choice(DiffFormat.self)
  }

  /// The path to write as bytes, or nil for standard output.
  func destination() throws -> [UInt8]? {
    try OptionValue("--output", output).destination()
  }

  func style() throws -> TextStyle {
    var style = try Terminal(descriptor: try destination() == nil ? Descriptors.output : nil)
      .style(color: color)
    style.findingLimit = try OptionValue("--top", top).count(in: Self.listedRange)
    return style
  }
}
