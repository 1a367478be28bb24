import Features
import Records
import State
import Testing

@Suite struct FindingTableTests {
  static func finding(
    _ id: String, _ address: String = "192.0.2.7", side: Side = .source, window: Int64 = 86_400,
    score: Double = 24.25, reasons: [String] = ["first octet 192", "second, too"]
  ) throws -> Finding {
    Finding(
      id: id, detector: .addresses, side: side, address: try #require(IPAddress(address)),
      windowStart: window, capturePath: InputPath(bytes: [0x61, 0xff]), firstPacket: 17,
      packetCount: 3, byteCount: .max,
      firstTimestamp: Timestamp(seconds: 86_401, nanoseconds: 1000, fractionDigitCount: 6),
      lastTimestamp: nil, anomalyScore: score, pValue: 1e-300, reference: "10.0.0.0/8",
      reasons: reasons)
  }

  @Test func findingsComeBackAsTheyWereRaised() throws {
    let folder = try StateFolder()
    let findings = [
      try Self.finding("aa00"), try Self.finding("ab00", "2001:db8::1", side: .destination),
      try Self.finding("0000", score: .infinity, reasons: []),
    ]
    try folder.store().write { writer throws(StateFailure) in
      for finding in findings { #expect(try writer.insert(finding, deliveries: ["b", "a"])) }
    }
    let stored = try folder.store().read { reader throws(StateFailure) in
      try reader.findings(since: nil)
    }
    #expect(stored.map(\.finding) == findings)
    #expect(stored.map(\.sequence) == [1, 2, 3])
    #expect(
      stored[0].deliveries == [.init(sink: "a", isSent: false), .init(sink: "b", isSent: false)])
  }

  @Test func aKnownIdentifierChangesNothing() throws {
    let store = try StateFolder().store()
    let finding = try Self.finding("aa00")
    let changed = try Self.finding("aa00", score: 1, reasons: ["other"])
    try store.write { writer throws(StateFailure) in
      #expect(try writer.insert(finding, deliveries: ["a"]))
      #expect(try !writer.insert(changed, deliveries: ["a", "b"]))
      let stored = try writer.reader.findings(since: nil)
      #expect(stored.map(\.finding) == [finding])
      #expect(stored[0].deliveries.map(\.sink) == ["a"])
    }
  }

  @Test func findingsAreFoundByTheBeginningOfTheirIdentifier() throws {
    let store = try StateFolder().store()
    let ids = ["abcdef0123", "abcdef0199", "abcdff0000", "fffffff000"]
    let findings = try ids.map { try Self.finding($0) }
    try store.write { writer throws(StateFailure) in
      for finding in findings { _ = try writer.insert(finding, deliveries: []) }
    }
    try store.read { reader throws(StateFailure) in
      #expect(try reader.finding("abcdef0123")?.finding.id == "abcdef0123")
      #expect(try reader.finding("ABCDEF012")?.finding.id == "abcdef0123")
      #expect(try reader.finding("abcdff")?.finding.id == "abcdff0000")
      #expect(try reader.finding("ffffff")?.finding.id == "fffffff000")
      #expect(try reader.finding("abcdef") == nil)
      #expect(try reader.findings(matching: "abcdef01") == .several(2))
      for none in ["", "abcdf", "abcdff1", "abcdff%", "ABCDEG", "abcdef01234"] {
        #expect(try reader.findings(matching: none) == .none, "\(none)")
      }
    }
  }

  @Test func findingsOfAWindowAndLaterAreInTheOrderOfRaising() throws {
    let store = try StateFolder().store()
    let windows: [Int64] = [300, 100, 200, 100]
    let findings = try windows.enumerated().map {
      try Self.finding("\($0.offset)", window: $0.element)
    }
    try store.write { writer throws(StateFailure) in
      for finding in findings { _ = try writer.insert(finding, deliveries: []) }
    }
    try store.read { reader throws(StateFailure) in
      #expect(try reader.findings(since: 200).map(\.finding.id) == ["0", "2"])
      #expect(try reader.findings(since: 100).count == 4)
      #expect(try reader.findings(since: 301).isEmpty)
    }
  }

  @Test func findingsOnAnAddressStandInTheOrderOfWindows() throws {
    let store = try StateFolder().store()
    let findings = [
      try Self.finding("1", window: 100), try Self.finding("2", window: 300),
      try Self.finding("3", window: 200), try Self.finding("4", "192.0.2.8", window: 900),
      try Self.finding("5", side: .destination, window: 900),
    ]
    let address = findings[0].address
    try store.write { writer throws(StateFailure) in
      #expect(try writer.reader.findings(of: address, on: .source, by: .addresses).isEmpty)
      for finding in findings { _ = try writer.insert(finding, deliveries: []) }
      let found = try writer.reader.findings(of: address, on: .source, by: .addresses)
      #expect(found.map(\.finding.id) == ["1", "3", "2"])
    }
  }

  @Test func whatIsSentIsPendingNoMore() throws {
    let store = try StateFolder().store()
    let findings = [try Self.finding("2"), try Self.finding("1"), try Self.finding("3")]
    try store.write { writer throws(StateFailure) in
      for finding in findings { _ = try writer.insert(finding, deliveries: ["a", "b"]) }
      try writer.markSent("1", to: "a")
      try writer.markSent("3", to: "no such sink")
      try writer.markSent("no such finding", to: "a")
    }
    try store.read { reader throws(StateFailure) in
      #expect(try reader.pendingDeliveries(to: "a").map(\.finding.id) == ["2", "3"])
      #expect(try reader.pendingDeliveries(to: "b").map(\.finding.id) == ["2", "1", "3"])
      #expect(try reader.pendingDeliveries(to: "no such sink").isEmpty)
      #expect(
        try reader.finding("1") == nil)
      #expect(
        try reader.findings(since: nil)[1].deliveries
          == [.init(sink: "a", isSent: true), .init(sink: "b", isSent: false)])
    }
  }
}
