import Foundation
import Testing

@Suite struct ModelCommandTests {
  /// Runs `script` in a folder of its own that holds a list of addresses and a model of them.
  private func shell(
    _ script: String, environment: [String: String] = [:]
  ) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      for i in $(seq 1 30); do printf '192.168.%d.%d\\n' $((i % 3)) $((i * 7)); done > list
      "$IPCLUST" scan --restarts 1 --save-model m.model -o report list || exit 99
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """, environment: environment)
  }

  // MARK: Round trip

  /// Sets of addresses that lie beside the checkout, one a line, where there are any.
  private static let references: [String: String] = {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "shared/reference/maccdc2012_sample_a.json")
    guard let data = try? Data(contentsOf: file),
      let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return [:] }
    return root.compactMapValues { side in
      ((side as? [String: Any])?["addresses"] as? [String])?.joined(separator: "\n")
    }
  }()

  private static let captures = [
    "office.pcap", "office-vlan.pcapng.gz", "office-cut.pcap", "home-tunnel-raw-ip.pcap",
    "log-server-cooked-v1.pcap", "uplink-nanoseconds.pcap", "maccdc2012-known-destinations.txt",
    "maccdc2012-known-sources.txt",
  ]

  /// The same flags, scores, clusters, axes and reasons, to the last digit.
  private func expectTheSameAnswers(_ arguments: [String]) throws {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appending(path: "m.model").path
    let common = ["scan", "--allow-partial", "--format", "json", "--reasons", "all"]
    let fitted = try BuiltCommand.run(
      common + ["--save-model", model, "--restarts", "2"] + arguments)
    #expect(fitted.status == 0, "\(fitted.errorText)")
    let input = try #require(arguments.last)
    let scored = try BuiltCommand.run(common + ["--threads", "1", "--model", model, input])
    #expect(scored.status == 0, "\(scored.errorText)")
    #expect(try populations(fitted.output) == populations(scored.output))
    #expect(try BuiltCommand.run(["model", "verify", model]).status == 0)
  }

  /// The lines of all populations as they stand, without the notes.
  private func populations(_ output: Data) throws -> [Substring] {
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("  \"populations\"") })
    return lines[start...].filter { !$0.hasPrefix("      \"note\"") }
  }

  @Test(arguments: captures, ["mixture", "k-means"])
  func aScanAgainstItsOwnModelGivesItsAnswers(capture: String, algorithm: String) throws {
    try expectTheSameAnswers(["--algorithm", algorithm, Captures.path(capture)])
  }

  @Test(arguments: [("mixture", "density:-17.5"), ("k-means", "density:-40")])
  func aDensityIsAModelsBorderToo(algorithm: String, threshold: String) throws {
    try expectTheSameAnswers([
      "--algorithm", algorithm, "--threshold", threshold, Captures.path("office.pcap"),
    ])
  }

  @Test(arguments: ["behaviour", "both"], ["mixture", "k-means"])
  func behaviourIsScoredAlike(features: String, algorithm: String) throws {
    for capture in ["office.pcap", "uplink-nanoseconds.pcap"] {
      try expectTheSameAnswers([
        "--features", features, "--algorithm", algorithm, Captures.path(capture),
      ])
    }
  }

  /// A list has no behaviour, so its addresses are listed.
  @Test func inputsWithoutBehaviourAreListed() throws {
    let result = try shell(
      """
      "$IPCLUST" scan --features behaviour --save-model b.model -o r "$CAPTURE" || exit 1
      "$IPCLUST" scan --model b.model list | tail -9
      "$IPCLUST" scan --model b.model --inner list; echo $?
      """, environment: ["CAPTURE": Captures.path("office.pcap")])
    #expect(result.outputText.contains("hold no behaviour"))
    #expect(result.outputText.hasSuffix("64\n"))
  }

  @Test(
    .enabled(if: !references.isEmpty, "no folder '../shared/reference' beside us"),
    arguments: [1, 2, 5, 7], ["mixture", "k-means"])
  func referenceAddressesGetTheSameAnswers(componentCount: Int, algorithm: String) throws {
    for (_, text) in Self.references {
      let list = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
      try Data(text.utf8).write(to: list)
      defer { try? FileManager.default.removeItem(at: list) }
      try expectTheSameAnswers([
        "--algorithm", algorithm, "--components", "\(componentCount)", list.path,
      ])
    }
  }

  @Test func theSameScanSavesTheSameBytes() throws {
    let result = try shell(
      """
      "$IPCLUST" scan --threads 1 --restarts 1 --save-model again.model -o report list
      cmp m.model again.model && stat -c %a m.model && ls -A
      """)
    #expect(result.status == 0)
    #expect(result.outputText == "644\nagain.model\nlist\nm.model\nreport\n", "\(result.errorText)")
  }

  @Test func newAddressesAreScored() throws {
    let result = try shell(
      """
      printf '192.168.1.77\\n8.8.8.8\\n2001:db8::1\\n' > other
      "$IPCLUST" scan --model m.model --fail-on 1 --format csv other; echo $?
      "$IPCLUST" scan --model m.model other | tail -2
      """)
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.contains("2"))
    #expect(lines.contains { $0.contains("8.8.8.8") && $0.contains("true") })
    #expect(lines.contains { $0.contains("192.168.1.77") && $0.contains("false") })
    #expect(lines.contains { $0.contains("2001:db8::1") })
    #expect(result.outputText.contains("saved model's border"))
  }

  // MARK: What is refused

  @Test func refusalsHaveTheirStatusAndOneLine() throws {
    let result = try shell(
      """
      expect() { # STATUS CLASS FILE
        for command in verify show scan; do
          if [ $command = scan ]; then
            "$IPCLUST" scan --format json --model "$3" list > out 2> err
          else
            "$IPCLUST" model $command "$3" > out 2> err
          fi
          [ $? = "$1" ] || echo "$command $3: status"
          grep -q "$2" err || echo "$command $3: $(cat err)"
          [ "$(wc -l < err)" = 1 ] || echo "$command $3: lines"
          [ ! -s out ] || echo "$command $3: output"
        done
      }
      expect 66 not-found missing
      expect 66 is-a-directory .
      : > empty; expect 65 bad-model empty
      expect 65 bad-model list
      head -c 1000 m.model > cut; expect 65 bad-model cut
      sed 's/"octet2"/"octet9"/' m.model > changed; expect 65 bad-model changed
      sed 's/"schemaVersion": 1/"schemaVersion": 2/' m.model > newer; expect 78 newer-model newer
      gzip -c m.model > packed; expect 65 bad-model packed
      """)
    #expect(result.status == 0)
    #expect(result.outputText == "")
  }

  @Test func verdictsAreForPrograms() throws {
    let result = try shell(
      """
      "$IPCLUST" model verify --format json m.model || exit 1
      echo x >> m.model
      "$IPCLUST" model verify --format json m.model 2>/dev/null; echo $?
      """)
    #expect(result.outputText.contains("\"status\": \"ok\""))
    #expect(result.outputText.contains("\"class\":\"bad-model\""))
    #expect(result.outputText.hasSuffix("65\n"))
  }

  /// The damaged models that lie beside the checkout.
  static let corpus = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/badinput")
  static let damagedModels: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: corpus.appending(path: "models").path)
    return (names ?? []).sorted()
  }()

  @Test(.enabled(if: !damagedModels.isEmpty, "no folder '../shared/badinput' beside us"))
  func everyModelOfTheCorpusIsRefused() throws {
    for name in Self.damagedModels {
      let path = Self.corpus.appending(path: "models").appending(path: name).path
      for arguments in [
        ["model", "verify", path], ["scan", "--model", path, Captures.path("office.pcap")],
        ["logins", "evaluate", "--model", path, "/dev/null"],
        ["logins", "follow", "--once", "--model", path, "/dev/null"],
        ["logins", "update", path, "/dev/null"],
      ] {
        let result = try BuiltCommand.run(arguments)
        #expect(result.status == 65 && !result.wasKilled, "\(name)")
        #expect(result.output.isEmpty && result.errorText.contains("bad-model"), "\(name)")
      }
    }
  }

  // MARK: What is written

  @Test func tooFewAddressesEndWith70AndNoFile() throws {
    let result = try shell(
      """
      printf '10.0.0.1\\n10.0.0.2\\n' > few
      "$IPCLUST" scan --save-model few.model -o few.txt few; echo $? $(ls)
      """)
    #expect(result.outputText == "70 few few.txt list m.model report\n")
    #expect(result.errorText.contains("few.model: not written"))
  }

  @Test func anInputIsNeverOverwritten() throws {
    let result = try shell(
      """
      cp list kept; "$IPCLUST" scan --save-model list list > /dev/null; echo $?
      "$IPCLUST" scan --save-model ./m.model -o /dev/null . ; echo $?; cmp list kept
      """)
    #expect(result.outputText == "64\n64\n")
  }

  @Test func aModelThatCannotBeOpenedOrWrittenIsSaid() throws {
    let result = try shell(
      """
      "$IPCLUST" scan --save-model missing/m -o r list; echo $?
      cp m.model old
      { (ulimit -f 0; exec "$IPCLUST" scan --save-model m.model list > /dev/null); echo $?; } 2>&1 | cat
      cmp m.model old && ls -A
      """)
    #expect(result.outputText.hasPrefix("73\n"))
    #expect(result.outputText.hasSuffix("list\nm.model\nold\nreport\n"), "\(result.outputText)")
    #expect(
      result.outputText.contains("ipclust: m.model: cannot be written: file too large\n74\n"))
  }

  // MARK: Hashes

  @Test(arguments: ["office.pcap", "office-vlan.pcapng.gz", "office-cut.pcap"])
  func hashesAreThoseOfTheDecompressedBytes(name: String) throws {
    let result = try BuiltCommand.run(
      ["scan", "--hash", "--format", "json", "--algorithm", "k-means", Captures.path(name)])
    let input = try #require(try ScanDocument(result.output).inputs.first)
    let judge = try BuiltCommand.shell(
      "case $F in *.gz) gzip -dc \"$F\" ;; *) cat \"$F\" ;; esac | sha256sum",
      environment: ["F": Captures.path(name)])
    #expect(input["sha256"] as? String == String(judge.outputText.prefix(64)))
  }

  /// Damage in the middle ends the reading, but not the file; what was not decompressed has no hash.
  @Test func hashesAreOfWholeInputsOrAbsent() throws {
    let result = try shell(
      """
      "$IPCLUST" scan --format json list | grep -c sha256
      printf '10.0.0.1\\n' | "$IPCLUST" scan --hash --format json - | grep -o '"sha256":"[0-9a-f]*'
      printf '10.0.0.1\\n' | sha256sum
      gzip -c list | head -c 100 > cut.gz
      "$IPCLUST" scan --hash --format json cut.gz | grep -c sha256
      """)
    let lines = result.outputText.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0] == "0" && lines[3] == "0")
    #expect(lines[1].dropFirst("\"sha256\":\"".count) == lines[2].prefix(64))
  }
}
