import Detection
import Features
import Records
import SampleFindings
import Testing

@testable import Reporting

@Suite struct ComparisonTextTests {
  private func text(
    _ report: ComparisonReport, _ change: (inout TextStyle) -> Void = { _ in }
  ) throws -> String {
    var style = TextStyle()
    style.findingLimit = 20
    change(&style)
    return try rendered { ComparisonText(style).write(report, to: $0) }
  }

  /// The words of a text, without its breaks and indents.
  private func words(
    _ report: ComparisonReport, _ change: (inout TextStyle) -> Void = { _ in }
  ) throws -> String {
    try text(report, change).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func theHeadCountsChangesAndAddresses() throws {
    let words = try words(SampleComparison.everything)
    #expect(
      words.contains(
        "8 changes from monday to tuesday: 3 new addresses, 1 new network, 1 vanished address, 1 "
          + "vanished network, 1 moved address, 1 changed address IPv4: 64 addresses heard before, "
          + "64 after, 60 both times IPv6: 13 addresses heard before, 13 after, 12 both times "
          + "Change "))
  }

  @Test func theMostSurprisingStandFirstWithTheirReasons() throws {
    let report = SampleComparison.everything
    let surprises = report.changes.map(\.surprise)
    #expect(surprises == surprises.sorted(by: >))
    var rest = try words(report)[...]
    for change in report.changes {
      let network = change.isOfNetwork ? change.network.map { "\($0)" } : nil
      let subject = try #require(network ?? change.address.map { "\($0)" })
      let row =
        "\(change.kind.words) \(subject) \(change.surprise.rounded(digitCount: 1)) "
        + ChangeWords.reason(of: change)
      let range = try #require(rest.firstRange(of: row), "\(row) is missing or not in its place")
      rest = rest[range.upperBound...]
    }
  }

  @Test func oneIsSingular() throws {
    let words = try words(SampleComparison.single)
    #expect(words.contains("1 change from monday to tuesday: 1 new address IPv4: 1 address heard"))
    #expect(words.contains("before, 2 after, 1 both times"))
    #expect(words.contains(" sent 1 packet to 1 peer; of 1 other in 10.0.0.0/24 none came "))
  }

  @Test func nothingIsSaidToBeNothing() throws {
    let lines = try text(SampleComparison.nothing).split(separator: "\n").suffix(2)
    #expect(
      lines == ["No change.", "  IPv4: 64 addresses heard before, 64 after, 64 both times"])
    let empty = try text(SampleComparison.empty).split(separator: "\n").suffix(2)
    #expect(empty == ["No change.", "  No IP addresses were found."])
  }

  // MARK: What is left out

  @Test(arguments: [0, 1, 3, 7, 8, 9]) func whatIsNotShownIsCounted(_ limit: Int) throws {
    let report = SampleComparison.everything
    let words = try words(report) { $0.findingLimit = limit }
    let shownCount = limit == 0 ? report.changes.count : min(limit, report.changes.count)
    for (index, change) in report.changes.enumerated() {
      #expect(words.contains(ChangeWords.reason(of: change)) == (index < shownCount))
    }
    let hiddenCount = report.changes.count - shownCount
    #expect(words.contains("… and \(hiddenCount) more; --top 0 lists all") == (hiddenCount > 0))
    #expect(words.contains("--top") == (hiddenCount > 0))
  }

  @Test func whatIsLessSurprisingIsCounted() throws {
    var options = ComparisonReport.Options()
    options.smallestSurprise = 50
    let words = try words(SampleComparison.everyKind(options))
    #expect(words.contains("1 change from monday to tuesday: 1 changed address"))
    #expect(words.hasSuffix("7 changes of less than 50 bits are left out"))
  }

  @Test func oneThatIsLessSurprisingIsSingular() throws {
    var options = ComparisonReport.Options()
    options.smallestSurprise = 50.5
    let report = SampleComparison.report(
      options, before: [HostTable(.ipv4, [SampleComparison.pair[0]])],
      after: [HostTable(.ipv4, SampleComparison.pair)])
    let words = try words(report)
    #expect(words.contains("No change of 50.5 bits or more. IPv4: "))
    #expect(words.hasSuffix("1 change of less than 50.5 bits is left out"))
  }

  // MARK: What was compared

  @Test func damagedInputsAreToldAsScanTellsThem() throws {
    let inputs = SampleReport.inputs
    let report = SampleComparison.everyKind(
      names: ("a", "b"),
      origins: (
        .inputs(
          [inputs[0], inputs[1]],
          ignored: [IgnoredInput(path: InputPath("n"), reason: .notACapture)]),
        .inputs([inputs[2]], ignored: [])
      ))
    let words = try words(report)
    #expect(words.hasPrefix("office.pcap: 68,402 packets, 68,000 used,"))
    #expect(words.contains("damaged at record 1841, byte 99123: record header needs 16 bytes"))
    #expect(words.contains("1 file ignored (1 not-a-capture)"))
    #expect(words.contains("nothing usable: there is no such file"))
    #expect(words.contains("Mind: a is not complete; what seems new may have been there"))
    #expect(
      words.contains("Mind: nothing of b could be used, so that all else seems to have vanished"))
  }

  @Test func nothingIsMindedOfWhatIsWhole() throws {
    let words = try words(SampleComparison.everything)
    #expect(!words.contains("Mind:"))
    #expect(
      words.hasPrefix(
        "monday: packets on 5 of 7 days, as they are remembered tuesday: packets on 5 of 7 days"))
  }

  @Test func anInterruptionIsSaid() throws {
    let words = try words(SampleComparison.everyKind(wasInterrupted: true))
    #expect(words.contains("Mind: interrupted; what was not read is missing here"))
  }

  @Test func anIncompleteReportIsSaid() throws {
    let path = InputPath("old.json")
    let words = try words(
      SampleComparison.everyKind(
        names: ("old.json", "new.json"),
        origins: (
          .report(path, version: "0.0.9\u{1b}", status: .ok),
          .report(path, version: "0.1.0", status: .partial)
        )))
    #expect(words.hasPrefix("old.json: report of ipclust 0.0.9\\x1b new.json: report of ipclust"))
    #expect(words.contains("0.1.0, which says that it is not complete"))
    #expect(words.contains("Mind: new.json is not complete; what seems to have vanished may still"))
    #expect(!words.contains("Mind: old.json"))
  }

  // MARK: Looks

  @Test(arguments: SampleFindings.hostileTexts)
  func nothingHiddenReachesTheTerminal(_ bytes: [UInt8]) throws {
    let name = String(decoding: bytes, as: UTF8.self)
    let report = SampleComparison.everyKind(
      names: (name, name), origins: (SampleComparison.days(0), .inputs([], ignored: [])),
      wasInterrupted: true)
    let shown = try text(report)
    #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isHidden })
    let ascii = try text(report) { $0.isUnicode = false }
    #expect(ascii.utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) })
  }

  @Test func hostileNamesStayReadable() throws {
    let report = SampleComparison.everyKind(names: ("\u{1b}[2J\u{202e}a\nb", ""))
    let words = try words(report) { $0.width = 200 }
    #expect(words.contains("8 changes from \\x1b[2J\\u{202e}a\\x0ab to '': "))
  }

  @Test(arguments: [20, 60, 80, 132])
  func noLineIsWiderThanTheTerminal(_ width: Int) throws {
    for report in [SampleComparison.everything, SampleComparison.long, SampleComparison.move] {
      let lines = try text(report) { $0.width = width }.split(separator: "\n")
      for line in lines { #expect(line.count <= max(TextStyle.minimumWidth, width), "\(line)") }
    }
  }

  @Test func longAddressesStandAboveTheirFigures() throws {
    let lines = try text(SampleComparison.long) { $0.width = 60 }.split(separator: "\n")
    let place = try #require(lines.firstIndex { $0 == "  2a00:1450:aaaa:bbbb:cccc:dddd:eeee:2222" })
    let fresh = try #require(SampleComparison.long.changes.first { $0.kind == .new })
    let bits = fresh.surprise.rounded(digitCount: 1)
    #expect(lines[place + 1].hasPrefix("      new, \(bits) bits: sent 7 packets to 2 peers;"))
  }

  @Test func colourIsUsedOnlyWhereItIsAskedFor() throws {
    let plain = try text(SampleComparison.everything)
    #expect(!plain.contains("\u{1b}"))
    let colored = try text(SampleComparison.everything) { $0.isColored = true }
    #expect(colored.contains("\u{1b}[1;31m10.1.2.60"))
  }
}
