import ArgumentParser
import Reporting

/// Where a report on logins goes and how it looks.
struct LoginOutputArguments: ParsableArguments {
  @OptionGroup var place: DestinationArguments

  @Option(
    name: .customLong("format"),
    help: """
      text to read; json (one document) for programs; of detect and features also ndjson (a record a \
      line) and csv, of evaluate csv.
      """,
    completion: .list(ReportFormat.allCases.map(\.rawValue)))
  var formatName = "text"

  @OptionGroup var color: ColorArguments

  func format() throws -> ReportFormat {
    try OptionValue("--format", formatName).choice(ReportFormat.self)
  }

  func style() throws -> TextStyle {
    try color.style(on: try place.terminal())
  }
}
