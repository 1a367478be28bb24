import ArgumentParser
import Records
import Reporting
import State

/// `ipclust allow`: whether an allow-list is sound, and what it does to an address.
struct AllowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow",
    abstract: "Check an allow-list, or explain what it does to an address.",
    discussion: """
      A line of the list is an address, a block or a range, and what it is confined to:
        192.0.2.0/24                                  # the printers
        2001:db8::1-2001:db8::ff side=source          # the scanners of our own
        198.51.100.7 until=2027-01-31                 # being moved
      """,
    subcommands: [AllowCheckCommand.self, AllowExplainCommand.self])
}

/// When entries are judged to have expired.
struct AllowTimeArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Judge what has expired as of this time. (default: now)", valueName: "time"))
  var at: String?

  func seconds() throws -> Int64 {
    try at.map { try OptionValue("--at", $0).timestamp().seconds } ?? Clock.seconds
  }
}

/// `ipclust allow check`: what is wrong with an allow-list, and what of it is of no use.
struct AllowCheckCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List faults, duplicates, and entries that have expired or are of no use.",
    discussion: """
      With --state also how often each entry has silenced something.
      Exit status: 0 no faults, 78 with faults.
      """)

  @Argument(
    help: ArgumentHelp("The allow-list; the same as --allow.", valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup var list: AllowArguments
  @OptionGroup var time: AllowTimeArguments
  @OptionGroup var state: StateArguments
  @OptionGroup var answer: AnswerArguments

  func status() throws -> ExitStatus {
    guard let name = file ?? list.allow, file == nil || list.allow == nil else {
      throw ValidationError("expected one allow-list: FILE or --allow FILE")
    }
    let (isJSON, seconds) = (try answer.isJSON(), try time.seconds())
    let path = InputPath(bytes: RawArguments.bytes(of: name))
    let reading = try AllowArguments.reading(path)
    let hits =
      state.state == nil
      ? nil
      : try StateStore(reading: try state.directory()).read { reader throws(StateFailure) in
        try reader.allowHits()
      }
    let report = AllowCheckReport(path: path, reading: reading, seconds: seconds, hits: hits)
    return answer.finish(reading.faultCount == 0 ? .done : .badConfiguration) { buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(to: buffer)
    }
  }
}

/// `ipclust allow explain`: which entry silences an address, or why none does.
struct AllowExplainCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell which entry silences an address, or why none does.",
    discussion: """
      With --state also which findings of the address it silences.
      Examples:
        ipclust allow explain 192.0.2.7 --allow allow.txt
        ipclust allow explain 192.0.2.7 --allow allow.txt --side source --at 2027-02-01
      """)

  @Argument(help: ArgumentHelp("The address.", valueName: "address"))
  var address: String

  @OptionGroup var list: AllowArguments

  @Option(
    help: "The end of packets at which it was seen: source or destination. (default: both)",
    completion: .list(Side.allCases.map(\.rawValue)))
  var side: String?

  @OptionGroup var time: AllowTimeArguments
  @OptionGroup var state: StateArguments
  @OptionGroup var answer: AnswerArguments

  func status() throws -> ExitStatus {
    guard let address = IPAddress(address) else {
      throw ValidationError("expected an address, but found '\(address)'")
    }
    let (isJSON, seconds) = (try answer.isJSON(), try time.seconds())
    let side = try chosenSide()
    guard let name = list.allow, let list = try list.list() else {
      throw ValidationError("expected --allow FILE, the list that is asked about")
    }
    let question = AllowList.Question(
      address: address, side: side, detector: Finding.Detector.addresses.rawValue,
      seconds: seconds)
    let report = AllowExplainReport(
      path: InputPath(bytes: RawArguments.bytes(of: name)),
      explanation: list.explanation(of: question),
      findings: try state.state == nil ? nil : findings(of: address, side, list))
    return answer.finish(.done) { buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(to: buffer)
    }
  }

  /// Nil for both.
  func chosenSide() throws -> Side? {
    try side.map { try OptionValue("--side", $0).choice(Side.self) }
  }

  /// In the order of raising; each is judged at the time that it speaks of.
  private func findings(
    of address: IPAddress, _ side: Side?, _ list: AllowList
  ) throws -> [AllowExplainReport.Told] {
    let stored = try StateStore(reading: try state.directory()).read {
      reader throws(StateFailure) in
      try reader.findings(since: nil)
    }
    return stored.map(\.finding)
      .filter { $0.address == address && (side == nil || side == $0.side) }
      .map { finding in
        AllowExplainReport.Told(
          finding: finding,
          entry: list.entry(
            matching: finding.address, side: finding.side, detector: finding.detector.rawValue,
            at: finding.windowStart))
      }
  }
}
