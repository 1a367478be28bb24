import ArgumentParser
import Records
import Reporting
import Scanning

/// `ipclust logins explore`: the tables that one looks at before choosing a detector.
struct LoginsExploreCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Tell what a log of logins holds: addresses, names, outcomes, minutes, attacks.",
    discussion: """
      Examples:
        ipclust logins explore logs.db
        ipclust logins explore --top 20 --labels attacks.csv logs.csv
        ipclust logins explore --format json logs.db | jq .charts
      """)

  @OptionGroup(title: "Inputs") var inputs: LoginInputArguments
  @OptionGroup(title: "Output") var output: LoginOutputArguments
  @OptionGroup var listing: LoginListingArguments
  @OptionGroup(title: "While it runs") var running: RunningArguments

  func status() throws -> ExitStatus {
    let destination = try output.place.path()
    let format = try output.format(among: [.text, .json])
    let style = try listing.style(try output.style())
    let plan = try inputs.plan(besides: destination, running)
    return inputs.status(
      plan, to: destination, schema: LoginExplorationReport.schema, isJSON: format == .json
    ) { log in
      LoginExplorationReport(
        run: plan.run(of: log), attempts: log.attempts, attacks: log.attacks ?? [])
    } write: { report, buffer in
      switch format {
      case .json: report.writeJSON(to: buffer)
      default: report.writeText(style, to: buffer)
      }
    }
  }
}

/// How much of a list text shows.
struct LoginListingArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rows of each list in text, 1 to 1000000; 0 lists all.", valueName: "n"))
  var top = "10"

  private static let range = 0...1_000_000

  func style(_ style: TextStyle) throws -> TextStyle {
    var style = style
    style.findingLimit = try OptionValue("--top", top).count(in: Self.range)
    return style
  }
}

extension LoginOutputArguments {
  /// The format, refused where a command has no such.
  func format(among formats: [ReportFormat]) throws -> ReportFormat {
    let format = try format()
    guard formats.contains(format) else {
      let names = formats.map { "'\($0.rawValue)'" }
      throw OptionValue("--format", formatName).unexpected(
        names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""))
    }
    return format
  }
}
