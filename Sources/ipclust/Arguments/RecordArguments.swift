import ArgumentParser
import Records
import Scanning

/// Which packets of the inputs are taken, and by which of their addresses.
struct RecordArguments: ParsableArguments {
  @Option(
    name: [.customShort("f"), .customLong("filter")],
    help: ArgumentHelp(
      "Take the frames of captures that pass a filter in tcpdump's language.", valueName: "bpf"))
  var filter: String?

  @Option(
    help: ArgumentHelp(
      "Take packets from this time on: RFC 3339, UTC without a zone, or seconds since 1970.",
      valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Take packets before this time.", valueName: "time"))
  var until: String?

  @Flag(help: "Count packets by their innermost IP header where tunnels carry one.")
  var inner = false

  func selection() throws -> RecordSelection {
    var selection = RecordSelection()
    selection.filter = filter
    selection.since = try Self.time("--since", since)
    selection.until = try Self.time("--until", until)
    selection.depth = inner ? .innermost : .outermost
    do throws(FilterSyntaxError) {
      try selection.checkFilter()
    } catch {
      throw OptionValue("--filter", filter ?? "").unexpected(
        "a filter in tcpdump's language (\(error.message))")
    }
    if let since = selection.since, let until = selection.until, until <= since {
      throw OptionValue("--until", self.until ?? "").unexpected("a time after that of --since")
    }
    return selection
  }

  private static func time(_ option: String, _ text: String?) throws -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(text) else {
      throw OptionValue(option, text).unexpected("a time such as 2026-11-21T09:30:00Z")
    }
    return time
  }
}
