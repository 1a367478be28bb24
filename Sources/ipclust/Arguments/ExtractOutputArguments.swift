import ArgumentParser
import Records

enum ExtractFormat: String, CaseIterable {
  case csv
  case ndjson
  case sqlite
}

/// Where the rows go, and what stands in them.
struct ExtractOutputArguments: ParsableArguments {
  @OptionGroup var place: DestinationArguments

  @Option(
    name: .customLong("format"),
    help: "csv, ndjson (an object a line), or sqlite (a database; needs --output).",
    completion: .list(ExtractFormat.allCases.map(\.rawValue)))
  var formatName = "csv"

  @Option(
    help: ArgumentHelp(
      "Columns to write, in this order, separated by commas. (default: all)", valueName: "names"),
    completion: .list(PacketColumn.allCases.map(\.rawValue)))
  var columns: String?

  @Flag(help: "Write a row for every side and distinct address, with counts and times.")
  var addressesOnly = false

  func format() throws -> ExtractFormat {
    let format = try OptionValue("--format", formatName).choice(ExtractFormat.self)
    if format == .sqlite { try OptionValue("--format", formatName).needsFile(place.output) }
    return format
  }

  /// The columns of packets; nil where addresses are wanted.
  func packetColumns() throws -> [PacketColumn]? {
    if addressesOnly {
      guard columns == nil else {
        throw ValidationError("--columns: expected no --addresses-only beside it; leave one out")
      }
      return nil
    }
    guard let columns else { return PacketColumn.allCases }
    var chosen: [PacketColumn] = []
    for name in columns.split(separator: ",", omittingEmptySubsequences: false) {
      guard let column = PacketColumn(rawValue: String(name)) else {
        throw Self.unexpected(String(name), "a name among")
      }
      guard !chosen.contains(column) else {
        throw Self.unexpected(String(name), "each name once, among")
      }
      chosen.append(column)
    }
    return chosen
  }

  private static func unexpected(_ name: String, _ expectation: String) -> ValidationError {
    let names = PacketColumn.allCases.map(\.rawValue).joined(separator: ", ")
    return OptionValue("--columns", name).unexpected("\(expectation) \(names)")
  }
}
