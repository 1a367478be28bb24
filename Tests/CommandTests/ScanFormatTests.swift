import Foundation
import Testing

@Suite struct ScanFormatTests {
  private func scan(_ format: String, _ arguments: [String]) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["scan", "--format", format] + arguments)
  }

  // MARK: Schema

  @Test func everyMachineFormatCarriesTheSchemaVersion() throws {
    let capture = Captures.path("home-tunnel-raw-ip.pcap")
    let json = try ScanDocument(try scan("json", [capture]).output)
    #expect(json.root["schema"] as? String == "ipclust.scan")
    #expect(json.root["schemaVersion"] as? Int == 1)
    let header = try ScanDocument(
      Data(try scan("ndjson", [capture]).outputText.prefix { $0 != "\n" }.utf8))
    #expect(header.root["schema"] as? String == "ipclust.scan")
    #expect(header.root["schemaVersion"] as? Int == 1)
    let rows = try scan("csv", [capture]).outputText.split(separator: "\n")
    #expect(rows.first?.hasPrefix("schemaVersion,") == true)
    #expect(rows.count > 1 && rows.dropFirst().allSatisfy { $0.hasPrefix("1,") })
  }

  @Test func everyLineOfNDJSONIsARecordAndTheLastCountsThem() throws {
    let output = try scan("ndjson", [Captures.path("uplink-nanoseconds.pcap")]).outputText
    let records = try output.split(separator: "\n").map {
      try ScanDocument(Data($0.utf8)).root
    }
    let kinds = records.compactMap { $0["record"] as? String }
    #expect(kinds.count == records.count)
    #expect(kinds.first == "header" && kinds.last == "trailer")
    #expect(records.last?["addressCount"] as? Int == kinds.count { $0 == "address" })
    #expect(records.last?["populationCount"] as? Int == kinds.count { $0 == "population" })
  }

  @Test func theFormatsAgreeOnEveryAddress() throws {
    let capture = Captures.path("uplink-nanoseconds.pcap")
    let json = try ScanDocument(try scan("json", [capture]).output)
    let expected = try json.populations.flatMap { population in
      try #require(population["addresses"] as? [[String: Any]]).map { address in
        "\(population["side"] ?? "") \(address["address"] ?? "") \(address["anomalyScore"] ?? "")"
      }
    }
    let lines = try scan("ndjson", [capture]).outputText.split(separator: "\n")
    let fromLines = try lines.map { try ScanDocument(Data($0.utf8)).root }
      .filter { $0["record"] as? String == "address" }
      .map { "\($0["side"] ?? "") \($0["address"] ?? "") \($0["anomalyScore"] ?? "")" }
    #expect(fromLines == expected)
    let rows = try scan("csv", [capture]).outputText.split(separator: "\n").dropFirst()
    #expect(rows.count == expected.count)
    for (row, text) in zip(rows, expected) {
      let words = text.split(separator: " ")
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields[1] == words[0] && fields[3] == words[1], "\(row)")
    }
  }

  // MARK: Text

  @Test(arguments: [
    "office.pcap", "office-vlan.pcapng.gz", "log-server-cooked-v1.pcap",
    "maccdc2012-known-destinations.txt",
  ])
  func linesAreNoWiderThanEightyColumnsAwayFromATerminal(name: String) throws {
    let text = try scan(
      "text", ["--plot", "--top", "0", "--restarts", "1", Captures.path(name)]
    ).outputText
    #expect(!text.isEmpty)
    for line in text.split(separator: "\n") {
      #expect(line.unicodeScalars.count <= 80, "\(line)")
    }
  }

  /// Whether a terminal of our own can be had; some containers come without them.
  static let hasTerminals: Bool = {
    let result = try? BuiltCommand.shell("exec script -qec true /dev/null")
    return result?.status == 0
  }()

  @Test(
    .enabled(if: hasTerminals, "no pseudo terminal can be opened here"),
    arguments: [60, 100, 132])
  func linesAreNoWiderThanTheTerminal(columnCount: Int) throws {
    // `script` gives the program a terminal of its own.
    let result = try BuiltCommand.shell(
      """
      exec script -qec "stty cols \(columnCount) rows 50; exec \\"\\$IPCLUST\\" scan --plot \
      --no-progress --restarts 1 \\"\\$CAPTURE\\"" /dev/null
      """,
      environment: [
        "CAPTURE": Captures.path("office.pcap"), "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
        "TERM": "xterm",
      ])
    #expect(result.status == 0)
    let lines = result.outputText.split { $0.isNewline }
    #expect(lines.contains { $0.contains("172.31.99.7") })
    for line in lines {
      #expect(line.unicodeScalars.count <= columnCount, "\(line)")
    }
    // What is wider than the narrowest terminal does use the room.
    #expect(lines.contains { $0.unicodeScalars.count > columnCount * 3 / 4 })
  }

  // MARK: Hostile names

  static let nastyNames: [[UInt8]] = [
    Array("line\nbreak".utf8), Array("\u{1b}[31mred\u{1b}]0;title\u{7}".utf8),
    Array("back\u{8}space\rreturn\ttab\u{7f}".utf8), Array("bidi\u{202e}fdp.exe\u{2066}".utf8),
    Array("zero\u{200b}width\u{feff}\u{85}next".utf8), [0x61, 0xff, 0xfe, 0x9b, 0x33, 0x31, 0x6d],
    Array("=cmd|' /C calc'!A0".utf8), Array("\",\"isAnomalous\":true,\"".utf8),
  ]

  /// Runs `ipclust scan` on a list of addresses that has the name.
  private func scan(named name: [UInt8], _ arguments: String) throws -> BuiltCommand.Result {
    let octal = name.map { "\\" + String($0, radix: 8) }.joined()
    return try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      # The full stop keeps a line break at the end of the name.
      name=$(printf '\(octal).')
      printf '10.0.0.1\\n10.0.0.2\\nnonsense\\n10.0.0.3\\n' > "./$name"
      "$IPCLUST" scan \(arguments) "./$name"
      status=$?; rm -r "$folder"; exit $status
      """)
  }

  @Test(arguments: nastyNames)
  func namesBringNoControlsIntoText(name: [UInt8]) throws {
    for arguments in ["-v", "-v ./absent --color never"] {
      let result = try scan(named: name, arguments)
      #expect(!result.output.isEmpty && !result.error.isEmpty)
      for bytes in [result.output, result.error] {
        // Strictly: a byte that is no UTF-8 must be escaped too.
        let text = try #require(String(validating: bytes, as: UTF8.self))
        for scalar in text.unicodeScalars where scalar != "\n" {
          let category = scalar.properties.generalCategory
          #expect(category != .control && category != .format, "\(scalar.escaped(asASCII: true))")
        }
      }
      // The name's line break must not begin a line of its own.
      #expect(!result.outputText.contains("\nbreak") && !result.errorText.contains("\nbreak"))
    }
  }

  @Test(arguments: nastyNames)
  func namesAreDataInJSON(name: [UInt8]) throws {
    let result = try scan(named: name, "--format json")
    let input = try #require(try ScanDocument(result.output).inputs.first)
    let bytes = Array("./".utf8) + name + Array(".".utf8)
    if String(validating: bytes, as: UTF8.self) != nil {
      #expect((input["path"] as? String).map { Array($0.utf8) } == bytes)
      #expect(input["pathHex"] == nil)
    } else {
      let hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(input["pathHex"] as? String == hexadecimal)
    }
  }

  /// A spreadsheet takes a field that begins with = for a formula.
  @Test func namesAreNoFormulasInCSV() throws {
    let result = try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      printf '10.0.0.1\\n10.0.0.2\\n10.0.0.3\\n' > '=1+1'
      "$IPCLUST" scan --format csv '=1+1'
      status=$?; rm -r "$folder"; exit $status
      """)
    #expect(result.status == 0)
    let rows = result.outputText.split(separator: "\n").dropFirst()
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { $0.contains(",'=1+1,") })
  }
}
