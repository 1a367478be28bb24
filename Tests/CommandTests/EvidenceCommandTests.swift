import Foundation
import Testing

@Suite struct EvidenceCommandTests {
  private static func path(of program: String) -> String? {
    ["/usr/bin/", "/usr/sbin/", "/usr/local/bin/"].map { $0 + program }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs `script` in a folder of its own, with a capture named $CAPTURE.
  private func shell(
    _ script: String, capture: String = "office.pcap"
  ) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" && printf '192.0.2.1\\n192.0.2.2\\n' > list
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """, environment: ["CAPTURE": Captures.path(capture)])
  }

  @Test(.enabled(if: path(of: "tshark") != nil, "no tshark"))
  func tsharkShowsTheFindingOfEveryPacket() throws {
    let result = try shell(
      """
      "$IPCLUST" scan -q "$CAPTURE" -o report -w evidence.pcapng || exit
      tshark -nr evidence.pcapng -T fields -e ip.src -e frame.comment 2>/dev/null
      """)
    let lines = result.outputText.split(separator: "\n")
    #expect(result.status == 0 && !lines.isEmpty)
    #expect(lines.allSatisfy { $0.contains("ipclust: unusual ") })
    let stranger = lines.filter { $0.hasPrefix("172.31.99.7\t") }
    #expect(stranger.count == 5)
    #expect(stranger.allSatisfy { $0.contains("unusual source 172.31.99.7; anomaly score ") })
  }

  /// The filters that a report prints select on its own input what the report counted.
  @Test(
    .enabled(if: path(of: "tcpdump") != nil, "no tcpdump"),
    arguments: ["office.pcap", "office-vlan.pcapng.gz", "office-cooked-v2.pcap"])
  func tcpdumpFindsThePacketsOfAFinding(_ capture: String) throws {
    let result = try BuiltCommand.run(["scan", "--format", "json", Captures.path(capture)])
    let document = try ScanDocument(result.output)
    var comparedCount = 0
    let filters = try #require(document.root["filters"] as? [[String: Any]])
    let flagged = try document.populations.flatMap { population in
      try #require(population["addresses"] as? [[String: Any]])
        .filter { $0["isAnomalous"] as? Bool == true }
    }
    #expect(filters.map { $0["address"] as? String } == flagged.map { $0["address"] as? String })
    for (filter, address) in zip(filters, flagged) {
      guard let bpf = filter["bpf"] as? String else { continue }
      // tcpdump's `host` also means the hosts that ARP speaks of, which are no packets of IP.
      let count = try shell(
        """
        case $CAPTURE in *.gz) gzip -dc "$CAPTURE" > plain ;; *) cp "$CAPTURE" plain ;; esac
        tcpdump -nr plain '\(bpf)' 2>/dev/null | grep -vc ' ARP\\| Request who-has'
        """, capture: capture)
      #expect(
        Int(count.outputText.dropLast()) == address["packetCount"] as? Int, "\(bpf)")
      comparedCount += 1
    }
    #expect(comparedCount > 5)
  }

  @Test func bothOutputsMayLieInOneFolder() throws {
    let result = try shell(
      """
      "$IPCLUST" scan "$CAPTURE" -o report -w evidence -v 2>messages; echo $?
      "$IPCLUST" scan evidence | head -1 | cut -d, -f1; ls -A; cat messages
      """)
    let lines = result.outputText.split(separator: "\n").map(String.init)
    #expect(lines.first == "0" && lines[2...5] == ["evidence", "list", "messages", "report"])
    #expect(lines[1].hasPrefix("evidence: ") && lines[1].hasSuffix(" packets"))
    #expect(lines.last == lines[1] + " written" || lines.last?.hasSuffix("written") == true)
  }

  @Test func evidenceThatCannotBeOpenedEndsWith73AndLeavesNothing() throws {
    let result = try shell(
      """
      "$IPCLUST" scan "$CAPTURE" -o report -w missing/evidence; echo $?; ls -A
      """)
    #expect(result.outputText == "73\nlist\n")
    #expect(result.errorText.contains("missing/evidence: cannot be opened for writing"))
  }

  @Test func aFullDiskEndsWith74AndTheReportIsThere() throws {
    let result = try shell(
      """
      "$IPCLUST" scan "$CAPTURE" -o report -w /dev/full; echo $?; ls -A
      """)
    #expect(result.outputText == "74\nlist\nreport\n")
  }

  @Test func anInputIsNeverOverwritten() throws {
    let result = try shell(
      """
      cp "$CAPTURE" capture; ln capture link
      "$IPCLUST" scan capture -w link; echo $?; cmp capture "$CAPTURE" && echo same
      mkfifo fifo; "$IPCLUST" scan fifo -w evidence; echo $?; ls -A
      """)
    #expect(result.outputText == "64\nsame\n64\ncapture\nfifo\nlink\nlist\n")
    #expect(result.errorText.contains("expected another file than the inputs"))
    #expect(result.errorText.contains("'fifo' is a pipe"))
  }

  @Test func textsAreNamed() throws {
    let result = try shell(
      """
      "$IPCLUST" scan list -o report -w evidence; echo $?; ls -A
      """)
    #expect(result.outputText == "0\nevidence\nlist\nreport\n")
    #expect(
      result.errorText == "ipclust: list: holds no packets that evidence could show\n")
  }

  @Test func evidenceMayGoToStandardOutput() throws {
    let result = try shell(
      """
      "$IPCLUST" scan "$CAPTURE" -o report -w - | "$IPCLUST" scan - | head -1
      """)
    #expect(result.outputText.hasPrefix("standard input: "))
    #expect(result.outputText.contains(" packets, "))
  }
}
