import ArgumentParser
import Records
import Scanning

/// Which packets of the inputs are taken, and which of their addresses.
struct RecordArguments: ParsableArguments {
  @Option(
    name: [.customShort("f"), .customLong("filter")],
    help: ArgumentHelp(
      "Take only the packets of captures that this filter in tcpdump's language lets pass.",
      valueName: "bpf"))
  var filter: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Take only what happened at this time or later: RFC 3339, seconds since 1970, or a date for \
      its midnight in UTC.
      """,
      valueName: "time"))
  var since: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Take only what happened before this time.", valueName: "time"))
  var until: String?

  @Flag(help: "In tunnels take the addresses of the innermost IP header, not the outermost.")
  var inner = false

  func selection() throws -> RecordSelection {
    var selection = RecordSelection()
    selection.filter = filter
    selection.since = try since.map { try OptionValue("--since", $0).timestamp() }
    selection.until = try until.map { try OptionValue("--until", $0).timestamp() }
    selection.depth = inner ? .innermost : .outermost
    if let since = selection.since, let until = selection.until, until <= since {
      throw ValidationError(
        "--until: expected a time after --since \(since), but found '\(self.until ?? "")'")
    }
    if let fault = selection.filterFault {
      throw ValidationError(
        "--filter: expected a filter in tcpdump's language, but libpcap says: \(fault)")
    }
    return selection
  }
}
