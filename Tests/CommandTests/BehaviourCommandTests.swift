import Foundation
import Testing

@Suite struct BehaviourCommandTests {
  private func scan(_ arguments: [String], input: Data = Data()) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["scan", "--restarts", "1"] + arguments, input: input)
  }

  @Test(arguments: ["octets", "behaviour", "both"])
  func theChoiceStandsInTheRunAndInEveryEncoding(features: String) throws {
    let result = try scan(
      ["--features", features, "--format", "json", Captures.path("office.pcap")])
    #expect(result.status == 0 && result.errorText.isEmpty)
    let document = try ScanDocument(result.output)
    let options = try #require(try document.run["options"] as? [String: Any])
    #expect(options["features"] as? String == features)
    let names = ["octets": "octets", "behaviour": "behaviour", "both": "octets-behaviour"]
    for population in try document.populations {
      let encoding = try #require(population["encoding"] as? [String: Any])
      #expect(encoding["name"] as? String == names[features])
      #expect(encoding["schemaVersion"] as? Int == 1)
      let scaling = encoding["scaling"] as? [Any]
      #expect(
        scaling?.count == (features == "octets" ? nil : (encoding["features"] as? [Any])?.count))
      let addresses = try #require(population["addresses"] as? [[String: Any]])
      #expect(addresses.allSatisfy { ($0["behaviour"] != nil) == (features != "octets") })
    }
  }

  @Test func theCaptureSaysWhatItsHostsDo() throws {
    let document = try ScanDocument(
      try scan(["--features", "behaviour", "--format", "json", Captures.path("office.pcap")])
        .output)
    let scanner = try #require(
      try document.addresses("source", "ipv4").first { $0["address"] as? String == "172.31.99.7" })
    let behaviour = try #require(scanner["behaviour"] as? [String: Double])
    #expect(behaviour["packetCount"] == Double(scanner["packetCount"] as? Int ?? 0))
    #expect(behaviour["byteCount"] == Double(scanner["byteCount"] as? Int ?? 0))
    #expect(behaviour["peerCount"] ?? 0 >= 1)
  }

  @Test(arguments: [1, 2, 5])
  func anyNumberOfThreadsGivesTheSameBytes(threadCount: Int) throws {
    let inputs = ["office.pcap", "uplink-nanoseconds.pcap", "office-vlan.pcapng.gz"]
      .map(Captures.path)
    func output(_ count: Int) throws -> Data {
      try scan(["--features", "both", "--format", "json", "--threads", "\(count)"] + inputs).output
    }
    #expect(try output(threadCount) == output(3))
  }

  @Test func theRowsOfAScanAreReadBack() throws {
    let capture = Captures.path("office.pcap")
    let written = try scan(["--features", "both", "--format", "csv", capture]).output
    let readBack = try ScanDocument(try scan(["--format", "json", "-"], input: written).output)
    let original = try ScanDocument(try scan(["--format", "json", capture]).output)
    for (side, family) in [("source", "ipv4"), ("destination", "ipv6")] {
      let addresses = try readBack.addresses(side, family).map { $0["address"] as? String }
      #expect(!addresses.isEmpty)
      #expect(
        try Set(addresses) == Set(original.addresses(side, family).map { $0["address"] as? String })
      )
    }
  }

  @Test func whereThereIsNoBehaviourTheReportSaysSo() throws {
    let list = Data((1...20).map { "10.0.0.\($0)\n" }.joined().utf8)
    let result = try scan(["--features", "behaviour", "-"], input: list)
    #expect(result.status == 0)
    #expect(result.outputText.contains("hold no behaviour"))
    #expect(result.outputText.contains("10.0.0.20"))
  }

  @Test func tunnelsAreRefused() throws {
    let result = try scan(["--features", "both", "--inner", Captures.path("office.pcap")])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errorText.contains("--features: expected 'octets' beside --inner"))
    #expect(result.errorText.split(separator: "\n").count == 1)
  }

  @Test func anUnknownChoiceIsAUsageError() throws {
    let result = try scan(["--features", "ports", Captures.path("office.pcap")])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errorText.contains("--features: expected 'octets', 'behaviour' or 'both'"))
  }
}
