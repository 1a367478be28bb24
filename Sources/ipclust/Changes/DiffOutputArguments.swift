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
  @OptionGroup var place: DestinationArguments

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

  @OptionGroup var color: ColorArguments

  private static let listedRange = 0...1_000_000

  func format() throws -> DiffFormat {
    try OptionValue("--format", formatName).choice(DiffFormat.self)
  }

  func style() throws -> TextStyle {
    var style = try color.style(on: try place.terminal())
    style.findingLimit = try OptionValue("--top", top).count(in: Self.listedRange)
    return style
  }
}
