import Foundation
import Records
import State
import Testing

@Suite struct FeedbackCommandTests {
  /// Runs `script` in a folder with a state that holds findings of two addresses.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let findings = try [
      finding("3f9a01", "192.0.2.7", .source, day: 0),
      finding("3f9a02", "192.0.2.7", .source, day: 365),
      finding("77aa77", "2001:db8::1", .destination, day: 0),
    ]
    try StateStore(writing: Array(folder.appending(path: "state").path.utf8))
      .write { writer throws(StateFailure) in
        for finding in findings { _ = try writer.insert(finding, deliveries: []) }
        try writer.addAllowHits([
          AllowHit(entry: "192.0.2.0/24", count: 2, lastSeconds: 1_767_225_600),
          AllowHit(entry: "192.0.2.99", count: 1, lastSeconds: nil),
        ])
      }
    return try BuiltCommand.shell(
      "cd '\(folder.path)' || exit 1\n"
        + "run() { echo \"$ ipclust $*\"; \"$IPCLUST\" \"$@\" --state state 2>&1; echo \"-> $?\"; }\n"
        + script)
  }

  /// Of a day since 2026-01-01.
  private func finding(
    _ prefix: String, _ address: String, _ side: Side, day: Int64
  ) throws -> Finding {
    Finding(
      id: prefix + String(repeating: "0", count: 58), detector: .addresses, side: side,
      address: try #require(IPAddress(address)), windowStart: 1_767_225_600 + day * 86_400,
      capturePath: InputPath("a.pcap"), firstPacket: 1, packetCount: 1, byteCount: 60,
      firstTimestamp: nil, lastTimestamp: nil, anomalyScore: 20, pValue: 0.001, reference: "",
      reasons: [])
  }

  @Test func answersAreAsRecorded() throws {
    let result = try shell(
      """
      run feedback 3f9a01 --benign --why 'the new printer'
      run feedback 3f9a01 --benign --why 'again'
      run feedback 3f9a01 --benign --why 'for a while' --until 2027-01-01
      run feedback 3f9a01 --malicious --why 'ticket 4711'
      run feedback 3F9A01 --undo --format json
      run feedback 3f9a01 --undo
      run feedback 3f9a02 --benign --why 'a pentest' --until 2027-02-01 --format json
      run feedback 77aa77 --malicious --why "$(printf '\\033[31mred')"
      run feedback 3f9a0 --benign --why 'too few digits'
      run feedback ffffff --benign --why 'no such finding'
      run feedback zzzzzz --undo
      run feedback 77aa77
      run feedback 77aa77 --benign --malicious --why both
      run feedback 77aa77 --benign
      run feedback 77aa77 --benign --why ' '
      run feedback 77aa77 --undo --why 'so'
      run feedback 77aa77 --benign --why so --until soon
      "$IPCLUST" feedback 77aa77 --undo --state missing 2>&1 | sed "s:'[^']*/:':g"; ls
      """)
    try Golden.expect(result.outputText, equals: "feedback.txt")
  }

  @Test func anAllowListSilencesFindingsOfThePastToo() throws {
    let result = try shell(
      """
      printf '192.0.2.0/24 # printers\\n192.0.2.7 until=2026-06-01\\n2001:db8::/32 until=2025-01-01\\n' > allow.txt
      printf '192.0.2.7 until=2026-06-01\\n' > until.txt
      run allow check allow.txt --at 2026-01-01
      run allow check allow.txt --at 2026-01-01 --format json
      run allow explain 192.0.2.7 --allow allow.txt --at 2026-01-01
      run allow explain 192.0.2.7 --allow until.txt --at 2026-01-01 --side source
      run allow explain 2001:db8::1 --allow allow.txt --at 2026-01-01 --side destination --format json
      run allow explain 192.0.2.8 --allow until.txt --at 2026-01-01
      """)
    try Golden.expect(result.outputText, equals: "allow-state.txt")
  }
}
