import Foundation
import Testing

@Suite struct ScanTests {
  private func scan(
    _ arguments: [String], input: Data = Data()
  ) throws -> (document: ScanDocument, result: BuiltCommand.Result) {
    let result = try BuiltCommand.run(["scan", "--format", "json"] + arguments, input: input)
    return (try ScanDocument(result.output), result)
  }

  // MARK: The recorded captures

  /// A row of the table in `captures/README.md`: distinct addresses of the outermost header.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let packetCount: Int
    let sources: (ipv4: Int, ipv6: Int)
    let destinations: (ipv4: Int, ipv6: Int)

    var testDescription: String { name }

    static func all() throws -> [Row] {
      let text = String(decoding: try Captures.data("README.md"), as: UTF8.self)
      return text.split(separator: "\n").compactMap { line in
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        let counts = cells.dropFirst().compactMap { Int($0) }
        guard cells.count == 6, counts.count == 5, cells[0].hasPrefix("`") else { return nil }
        return Row(
          name: cells[0].trimmingCharacters(in: ["`"]), packetCount: counts[0],
          sources: (counts[1], counts[3]), destinations: (counts[2], counts[4]))
      }
    }
  }

  @Test func countsAreThoseOfTheCapturesTable() throws {
    let rows = try Row.all()
    #expect(rows.count == 7)
    for row in rows {
      // The fit does not matter here, so the quickest one is taken.
      let (document, _) = try scan(
        ["--algorithm", "k-means", "--components", "1"] + [
          Captures.path(row.name)
        ])
      #expect(try document.inputs.map { $0["packetCount"] as? Int } == [row.packetCount])
      for (side, counts) in [("source", row.sources), ("destination", row.destinations)] {
        #expect(
          try document.addresses(side, "ipv4").count == counts.ipv4, "\(row.name), \(side)")
        #expect(
          try document.addresses(side, "ipv6").count == counts.ipv6, "\(row.name), \(side)")
      }
    }
  }

  @Test(arguments: [
    ("office.pcap", "ok", 0 as Int32), ("office-vlan.pcapng.gz", "ok", 0),
    ("office-cut.pcap", "partial", 65),
  ])
  func theStrangerIsTheStrangestSource(
    name: String, status: String, exitStatus: Int32
  ) throws {
    let (document, result) = try scan([Captures.path(name)])
    #expect(result.status == exitStatus)
    #expect(try document.run["status"] as? String == status)
    #expect(try document.inputs.map { $0["status"] as? String } == [status])
    let sources = try document.addresses("source", "ipv4")
    let strangest = sources.max {
      ($0["anomalyScore"] as? Double ?? 0) < ($1["anomalyScore"] as? Double ?? 0)
    }
    #expect(strangest?["address"] as? String == "172.31.99.7")
    #expect(strangest?["isAnomalous"] as? Bool == true)
    #expect((strangest?["reasons"] as? [Any])?.count == 4)
  }

  /// used + Σ skipped = packets + damaged places.
  @Test(arguments: [
    "office.pcap", "office-vlan.pcapng.gz", "office-cut.pcap", "log-server-cooked-v1.pcap",
  ])
  func everyPacketIsUsedOrSkippedForAReason(name: String) throws {
    let (document, _) = try scan([
      "--algorithm", "k-means", "--components", "1", Captures.path(name),
    ])
    let input = try #require(try document.inputs.first)
    let skipped = try #require(input["skipped"] as? [[String: Any]])
      .reduce(0) { $0 + ($1["count"] as? Int ?? 0) }
    let counts = try ["usedPacketCount", "packetCount", "damagedCount"].map {
      try #require(input[$0] as? Int)
    }
    #expect(counts[0] + skipped == counts[1] + counts[2])
    #expect(counts[2] == (name == "office-cut.pcap" ? 1 : 0))
  }

  @Test func aCutCaptureIsReportedAndItsResultWritten() throws {
    let (document, result) = try scan([Captures.path("office-cut.pcap")])
    #expect(result.status == 65)
    #expect(result.errorText.split(separator: "\n").count == 1)
    #expect(result.errorText.contains("office-cut.pcap: record 1444, byte "))
    let failure = try #require(try document.inputs.first?["error"] as? [String: Any])
    #expect(failure["class"] as? String == "truncated-record")
    #expect(failure["record"] as? Int == 1444)
    #expect(try document.populations.count == 4)
    let allowed = try scan(["--allow-partial", Captures.path("office-cut.pcap")])
    #expect(allowed.result.status == 0)
    #expect(allowed.result.output == result.output)
  }

  @Test(arguments: [
    ("maccdc2012-known-sources.txt", 60), ("maccdc2012-known-destinations.txt", 2331),
  ])
  func listsOfAddressesAreTakenAsSources(name: String, count: Int) throws {
    let (document, result) = try scan([Captures.path(name)])
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(try document.inputs.map { $0["format"] as? String } == ["addresses"])
    #expect(try document.populations.count == 1)
    let listed = String(decoding: try Captures.data(name), as: UTF8.self)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    let found = try document.addresses("source", "ipv4").compactMap { $0["address"] as? String }
    #expect(found == listed && found.count == count)
  }

  // MARK: Ways in

  @Test(arguments: ["uplink-nanoseconds.pcap", "office-vlan.pcapng.gz"])
  func standardInputGivesWhatTheFileGives(name: String) throws {
    let fromFile = try scan([Captures.path(name)])
    let fromInput = try scan(["-"], input: try Captures.data(name))
    #expect(fromInput.result.status == 0)
    #expect(try fromInput.document.populationText == fromFile.document.populationText)
    #expect(try fromInput.document.inputs.map { $0["path"] as? String } == ["-"])
  }

  @Test func pipesGiveWhatTheFileGives() throws {
    let fromFile = try scan([Captures.path("uplink-nanoseconds.pcap")])
    let piped = try BuiltCommand.shell(
      "cat \"$CAPTURE\" | \"$IPCLUST\" scan --format json -",
      environment: ["CAPTURE": Captures.path("uplink-nanoseconds.pcap")])
    #expect(piped.status == 0)
    #expect(try ScanDocument(piped.output).populationText == fromFile.document.populationText)
    let fifo = try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && mkfifo "$folder/fifo"
      cat "$CAPTURE" > "$folder/fifo" &
      "$IPCLUST" scan --format json "$folder/fifo"
      status=$?; wait; rm -r "$folder"; exit $status
      """, environment: ["CAPTURE": Captures.path("uplink-nanoseconds.pcap")])
    #expect(fifo.status == 0 && fifo.error.isEmpty)
    #expect(try ScanDocument(fifo.output).populationText == fromFile.document.populationText)
  }

  @Test func severalCapturesAreOnePopulation() throws {
    let names = ["uplink-nanoseconds.pcap", "office-cooked-v2.pcap"].map(Captures.path)
    let (document, result) = try scan(["--side", "source", "--family", "ipv4"] + names)
    #expect(result.status == 0)
    #expect(try document.populations.count == 1)
    #expect(try document.inputs.map { $0["path"] as? String } == names)
    let firstInputs = try document.addresses("source", "ipv4").compactMap {
      $0["firstInput"] as? Int
    }
    // In order of first appearance over the inputs in order.
    #expect(firstInputs == firstInputs.sorted() && Set(firstInputs) == [0, 1])
  }

  @Test func aMissingInputEndsWith66AndTheOthersAreUsed() throws {
    let (document, result) = try scan([
      Captures.path("absent.pcap"), Captures.path("home-tunnel-raw-ip.pcap"),
    ])
    #expect(result.status == 66)
    #expect(result.errorText.split(separator: "\n").count == 1)
    #expect(try document.run["status"] as? String == "partial")
    #expect(try document.addresses("source", "ipv4").count == 5)
    let none = try scan([Captures.path("absent.pcap")])
    #expect(none.result.status == 66)
    #expect(try none.document.populations.isEmpty)
    #expect(try none.document.run["status"] as? String == "error")
  }

  // MARK: Repeatability

  @Test(arguments: ["json", "ndjson", "csv", "text"])
  func runsAndThreadCountsDoNotChangeAByte(format: String) throws {
    let outputs = try ["1", "2", "2"].map { threadCount in
      try BuiltCommand.run([
        "scan", "--format", format, "--reasons", "all", "--threads", threadCount, "--restarts", "3",
        Captures.path("office-cooked-v2.pcap"),
      ])
    }
    #expect(outputs.allSatisfy { $0.status == 0 && !$0.output.isEmpty })
    #expect(Set(outputs.map(\.output)).count == 1)
  }

  @Test func environmentDoesNotChangeAByte() throws {
    let environments = [
      [:], ["LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kolkata", "COLUMNS": "40", "TERM": "dumb"],
    ]
    for format in ["json", "text"] {
      let outputs = try environments.map { environment in
        try BuiltCommand.run(
          ["scan", "--format", format, Captures.path("home-tunnel-raw-ip.pcap")],
          environment: environment
        ).output
      }
      #expect(Set(outputs).count == 1, "\(format)")
    }
  }

  // MARK: Ways out

  @Test func failOnNeedsAThresholdAndThenCountsFindings() throws {
    let capture = Captures.path("uplink-nanoseconds.pcap")
    let refused = try BuiltCommand.run(["scan", "--fail-on", "1", capture])
    #expect(refused.status == 64 && refused.output.isEmpty)
    let found = try BuiltCommand.run([
      "scan", "--fail-on", "1", "--threshold", "percentile:4", capture,
    ])
    #expect(found.status == 2 && !found.output.isEmpty)
    let tooFew = try BuiltCommand.run([
      "scan", "--fail-on", "1000", "--threshold", "percentile:4", capture,
    ])
    #expect(tooFew.status == 0)
    let none = try BuiltCommand.run([
      "scan", "--fail-on", "1", "--threshold", "percentile:0", capture,
    ])
    #expect(none.status == 0)
  }

  /// The list has 21 addresses far from its networks.
  @Test func failOnCountsCalibratedFindings() throws {
    let list = Captures.path("maccdc2012-known-destinations.txt")
    let rule = ["scan", "--threshold", "fdr:0.05", list]
    #expect(try BuiltCommand.run(rule + ["--fail-on", "21"]).status == 2)
    #expect(try BuiltCommand.run(rule + ["--fail-on", "22"]).status == 0)
  }

  /// 65 outranks 2: a script must learn of damage first.
  @Test func damageOutranksFindings() throws {
    let arguments = ["scan", "--fail-on", "1", "--threshold", "percentile:4"]
    let cut = Captures.path("office-cut.pcap")
    #expect(try BuiltCommand.run(arguments + [cut]).status == 65)
    #expect(try BuiltCommand.run(arguments + ["--allow-partial", cut]).status == 2)
  }

  @Test func outputNamesAFileAndLeavesStandardOutputEmpty() throws {
    let result = try BuiltCommand.shell(
      """
      folder=$(mktemp -d)
      "$IPCLUST" scan --format json -o "$folder/report" "$CAPTURE" > "$folder/out" || exit 1
      test -s "$folder/out" && exit 2
      cat "$folder/report"; rm -r "$folder"
      """, environment: ["CAPTURE": Captures.path("home-tunnel-raw-ip.pcap")])
    #expect(result.status == 0)
    let direct = try scan([Captures.path("home-tunnel-raw-ip.pcap")])
    #expect(result.output == direct.result.output)
  }

  @Test(arguments: ["text", "json", "ndjson", "csv"])
  func aReaderOfTheFirstLineOnlyGetsItQuietly(format: String) throws {
    // More than a pipe holds, so that the program does meet the closed end.
    let result = try BuiltCommand.shell(
      """
      { "$IPCLUST" scan --format \(format) --reasons all --top 0 "$LIST"; echo $? >&2; } | head -1
      """, environment: ["LIST": Captures.path("maccdc2012-known-destinations.txt")])
    #expect(result.outputText.split(separator: "\n").count == 1)
    #expect(["0\n", "141\n"].contains(result.errorText))
  }
}
