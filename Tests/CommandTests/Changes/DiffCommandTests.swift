import Foundation
import Testing

@Suite struct DiffCommandTests {
  /// Runs `script` in a folder that holds the recorded captures, and lists as two days.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let captures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "captures")
    return try BuiltCommand.shell(
      """
      cd '\(folder.path)' || exit 1
      for name in office.pcap office-cut.pcap office-vlan.pcapng.gz; do
        ln -s '\(captures.path)'/$name $name
      done
      for host in $(seq 1 40); do echo 10.1.2.$host; done > monday
      { sed '7d' monday; echo 10.1.2.99; echo 172.31.99.7; } > tuesday
      run() { echo "$ ipclust $*"; "$IPCLUST" "$@" 2>&1; echo "-> $?"; }

      """ + script)
  }

  @Test func answersAreAsRecorded() throws {
    let result = try shell(
      """
      run diff monday tuesday
      run diff monday monday --fail-on-change
      run diff tuesday monday --fail-on-change --min-surprise 5
      run diff monday tuesday --format json -q
      run diff monday tuesday --format ndjson -q --top 1
      run diff office-cut.pcap office.pcap -q --top 3 --family ipv4
      run diff office-cut.pcap office.pcap -q --top 1 --allow-partial --filter 'tcp port 22'
      run diff monday gone
      run diff monday day:2026-11-14 --state nowhere
      run diff monday tuesday -o monday
      run diff monday tuesday -o none/there
      """)
    try Golden.expect(result.outputText, equals: "diff.txt")
  }

  /// A report that was saved is compared as the captures it was made of, as far as it tells.
  @Test func reportsStandForTheirScans() throws {
    let result = try shell(
      """
      "$IPCLUST" scan -q --format json office.pcap > before.json
      "$IPCLUST" scan -q --format json office-vlan.pcapng.gz > after.json
      # Where one side knows no behaviour, neither counts.
      changes() { "$IPCLUST" diff -q --format json "$@" | grep -c '"kind":"vanished"'; }
      changes before.json after.json
      changes office.pcap office-vlan.pcapng.gz
      changes before.json office-vlan.pcapng.gz
      "$IPCLUST" diff before.json office.pcap -q --fail-on-change >/dev/null; echo $?
      "$IPCLUST" diff before.json after.json --since 2026-11-14 2>&1; echo $?
      cp before.json kept.json; "$IPCLUST" diff kept.json after.json -o kept.json 2>/dev/null
      echo $?; cmp kept.json before.json && echo kept
      head -c 5000 before.json > cut.json; "$IPCLUST" diff cut.json after.json 2>&1; echo $?
      sed 's/"schemaVersion": 1/"schemaVersion": 2/' before.json > new.json
      "$IPCLUST" diff new.json after.json 2>&1 | grep -c 'expected schema version 1'
      """)
    let lines = result.outputText.split(separator: "\n").map(String.init)
    #expect(Set(lines.prefix(3)).count == 1 && (Int(lines[0]) ?? 0) > 5)
    #expect(lines.count == 11)
    #expect(lines[3] == "0" && lines[5] == "64" && lines[9] == "65" && lines[10] == "1")
    #expect(lines[6] == "64" && lines[7] == "kept")
    #expect(lines[8].hasPrefix("ipclust: cut.json: byte "))
  }

  /// Days that watch remembers, and days of which it knows nothing.
  @Test func daysAreComparedAsTheyAreRemembered() throws {
    let result = try shell(
      """
      mkdir days && cp office.pcap days
      "$IPCLUST" watch --once --settle 0 --state state days > /dev/null 2>&1
      day=day:$("$IPCLUST" scan -q office.pcap --format json \\
        | sed -n 's/.*"firstTimestamp": *"\\([0-9-]*\\)T.*/\\1/p' | head -1)
      "$IPCLUST" diff --state state "$day" "$day..$(echo $day | cut -c 5-)" --fail-on-change
      echo $?
      "$IPCLUST" diff --state state "$day" office.pcap --format json \\
        | grep -c '"kind":"\\(new\\|vanished\\)"'
      "$IPCLUST" diff --state state day:2001-01-01 "$day" 2>&1; echo $?
      """)
    let text = result.outputText
    #expect(text.contains("No change.") && text.contains("\n0\n0\n"), "\(text)\(result.errorText)")
    #expect(text.contains("ipclust: day:2001-01-01: not-found: expected days"))
    #expect(text.hasSuffix("\n66\n"))
  }

  /// The same bytes, however many threads there are.
  @Test func anyNumberOfThreadsGivesTheSameBytes() throws {
    let result = try shell(
      """
      for threads in 1 2 7; do
        "$IPCLUST" diff -q --format json --threads $threads office-cut.pcap office-vlan.pcapng.gz \\
          2>/dev/null | sha256sum
      done | sort -u | wc -l
      """)
    #expect(result.outputText.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
  }
}
