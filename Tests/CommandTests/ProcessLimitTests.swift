import Foundation
import Testing

/// Limits that leave too little for work end with a sentence, never with a trap.
@Suite struct ProcessLimitTests {
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" && printf '192.0.2.1\\n192.0.2.2\\n' > list
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """,
      environment: ["CAPTURE": Captures.path("office.pcap"), "SWIFT_BACKTRACE": "enable=no"])
  }

  /// Below 4 the dynamic linker finds no library.
  @Test(
    arguments: [
      "scan -q list", "scan -q list -o report", "scan -q --recursive .",
      "scan -q \"$CAPTURE\" -o report -w evidence", "extract -q \"$CAPTURE\"",
      "extract -q --format sqlite -o base \"$CAPTURE\"",
    ])
  func fewDescriptorsAreEnoughOrAreSaid(_ command: String) throws {
    for limit in 4...16 {
      let result = try shell(
        """
        (ulimit -n \(limit); exec "$IPCLUST" \(command)) > output
        """)
      #expect([0, 66].contains(result.status), "\(limit): \(result.status) \(result.errorText)")
      guard result.status == 66 else { continue }
      #expect(
        result.errorText.hasPrefix("ipclust: expected room for 8 more open files, but the limit ")
          && result.errorText.split(separator: "\n").count == 1, "\(limit): \(result.errorText)")
    }
  }

  @Test func sixteenDescriptorsAreEnough() throws {
    #expect(
      try shell("(ulimit -n 16; exec \"$IPCLUST\" scan -q --recursive .) > output").status == 0)
  }

  @Test func littleAddressSpaceIsSaid() throws {
    let result = try shell("ulimit -v 150000; \"$IPCLUST\" scan -q list")
    // A program with its libraries inside takes less to begin with.
    #expect([0, 66].contains(result.status), "\(result.status) \(result.errorText)")
    if result.status == 66 {
      #expect(result.errorText.hasPrefix("ipclust: expected room for 96 MiB more address space"))
      #expect(result.output.isEmpty)
    }
  }

  @Test func helpNeedsNoRoom() throws {
    #expect(try shell("(ulimit -n 4; exec \"$IPCLUST\" scan --help) > /dev/null").status == 0)
  }
}
