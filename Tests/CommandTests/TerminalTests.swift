import Testing

@testable import ipclust

@Suite struct TerminalTests {
  @Test func theTerminalKnowsItsSizeBest() {
    #expect(Terminal.extent(reported: 132, variable: "60") == 132)
    #expect(Terminal.extent(reported: 0, variable: "60") == 60)
    #expect(Terminal.extent(reported: .max, variable: "60") == 60)
  }

  @Test(arguments: ["0", "-1", "10001", "\(Int.max)", "\(Int.min)", "99999999999999999999", "wide"])
  func senselessVariablesCountAsUnset(_ variable: String) {
    #expect(Terminal.extent(reported: 0, variable: variable) == nil)
  }

  @Test(
    .enabled(if: ScanFormatTests.hasTerminals, "no pseudo terminal can be opened here"),
    arguments: ["0", "-5", "\(Int.min)", "\(Int.max)"])
  func aTerminalOfUnknownSizeIsNoTrap(_ extent: String) throws {
    let result = try BuiltCommand.shell(
      """
      exec script -qec "stty cols 0 rows 0; exec \\"\\$IPCLUST\\" scan --plot --restarts 1 \
      \\"\\$CAPTURE\\"" /dev/null
      """,
      environment: [
        "CAPTURE": Captures.path("office.pcap"), "COLUMNS": extent, "LINES": extent,
        "TERM": "xterm",
      ])
    #expect(result.status == 0, "\(result.outputText.suffix(300))")
  }
}
