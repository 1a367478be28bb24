import Foundation
import Records
import State
import Testing

/// One run that may look and not tell, and another that may tell and not look.
@Suite struct DeliverLaterTests {
  /// `tee` as the program that is told: it adds what it is given to `told`.
  private static let program = "--exec tee --exec-argument -a --exec-argument told"

  /// Runs `script` in a folder with a state whose one finding `tee` has not been told of.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let finding = Finding(
      id: String(repeating: "3f", count: 32), detector: .addresses, side: .source,
      address: try #require(IPAddress("192.0.2.7")), windowStart: 1_767_225_600,
      capturePath: InputPath("a.pcap"), firstPacket: 1, packetCount: 1, byteCount: 60,
      firstTimestamp: nil, lastTimestamp: nil, anomalyScore: 20, pValue: 0.001, reference: "",
      reasons: [])
    try StateStore(writing: Array(folder.appending(path: "state").path.utf8))
      .write { writer throws(StateFailure) in
        _ = try writer.insert(finding, deliveries: ["exec:tee"])
      }
    return try BuiltCommand.shell(
      """
      cd '\(folder.path)' && mkdir captures || exit 1
      watch() {
        "$IPCLUST" watch --state state \(Self.program) --color never "$@" 2>&1
        echo "-> $?, $(cat told 2>/dev/null | wc -l) told"
      }
      \(script)
      """)
  }

  @Test func whatIsLeftForLaterIsToldOnce() throws {
    let result = try shell(
      """
      watch --once --deliver-later exec captures
      watch --deliver-only
      watch --deliver-only
      watch --once captures
      """)
    #expect(result.outputText == "-> 0, 0 told\n-> 0, 1 told\n-> 0, 1 told\n-> 0, 1 told\n")
  }

  /// That Dispatch tells the system's log nothing is a setting of ours, and no other program's.
  @Test(arguments: [("", "none"), ("LIBDISPATCH_LOG=stderr", "stderr")])
  func settingsOfOursAreNotInherited(given: String, kept: String) throws {
    let result = try shell(
      """
      printf '#!/bin/sh\\necho "${LIBDISPATCH_LOG-none}" > log\\n' > tee && chmod +x tee
      export PATH=".:$PATH" \(given)
      watch --deliver-only >said
      cat log
      """)
    #expect(result.outputText == "\(kept)\n")
  }

  @Test func whoOnlyTellsLooksIntoNoDirectory() throws {
    // Damaged, so that reading it would end with another status.
    let result = try shell(
      """
      printf '\\324\\303\\262\\241damaged' > captures/a.pcap
      watch --deliver-only captures
      """)
    #expect(result.outputText == "-> 0, 1 told\n")
  }

  /// Whoever asks when directories were last looked into would hear of the wrong run.
  @Test func whoOnlyTellsLeavesTheCountersAlone() throws {
    let result = try shell(
      """
      watch --once --deliver-later exec --textfile now.prom captures
      grep pending_deliveries now.prom | grep -v '^#'
      rm now.prom
      watch --deliver-only --textfile now.prom
      ls now.prom 2>/dev/null
      """)
    #expect(
      result.outputText == """
        -> 0, 0 told
        ipclust_watch_pending_deliveries{sink="exec:tee"} 1
        -> 0, 1 told

        """)
  }

  /// A receiver that is down must not end the watch.
  @Test func whoStaysOutlastsASinkThatRefuses() throws {
    let result = try shell(
      """
      "$IPCLUST" watch --state state --exec tee --exec-argument nowhere/told --interval 1 captures \
        > out 2>&1 &
      for try in 1 2 3 4 5 6 7 8 9; do sleep 1; grep -q '^  exec:tee: 0 sent' out && break; done
      sleep 1
      kill -TERM $!
      wait $!
      echo "-> $?, $(grep -c '^  exec:tee: 0 sent' out) refused or more"
      """)
    #expect(result.outputText.hasPrefix("-> 143, "))
    #expect(!result.outputText.hasPrefix("-> 143, 0 "))
  }

  @Test(arguments: [
    ("--once", "expected a directory, but found none"),
    ("--deliver-only --deliver-later exec", "expected no --deliver-only beside it"),
    ("--once --deliver-later files captures", "'files'"),
  ])
  func whatMakesNoSenseIsRefused(_ arguments: String, _ message: String) throws {
    let result = try shell("watch \(arguments)")
    #expect(result.outputText.contains(message))
    #expect(result.outputText.hasSuffix("-> 64, 0 told\n"))
  }
}
