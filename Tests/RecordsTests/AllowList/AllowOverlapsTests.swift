import Testing

@testable import Records

@Suite struct AllowOverlapsTests {
  private func overlaps(_ text: String) throws -> AllowOverlaps {
    AllowOverlaps(try AllowListTests.list(text))
  }

  private func contained(_ text: String) throws -> [[Int]] {
    try overlaps(text).contained.map { [$0.entry, $0.by] }
  }

  @Test func aLineThatSaysTheSameIsADuplicate() throws {
    let found = try overlaps("10.0.0.1\n10.0.0.1/32 # again\n10.0.0.2\n10.0.0.1-10.0.0.1")
    #expect(found.duplicates.map { [$0.entry, $0.by] } == [[1, 0], [3, 0]])
    #expect(found.contained.isEmpty)
  }

  @Test(arguments: [
    ("10.0.0.0/8\n10.1.0.0/16", [[1, 0]]), ("10.1.0.0/16\n10.0.0.0/8", [[0, 1]]),
    ("10.0.0.0/8\n10.1.0.0/16 side=source port=1", [[1, 0]]),
    ("10.0.0.0/8 side=source\n10.1.0.0/16", []),
    ("10.0.0.0/8 side=source\n10.1.0.0/16 side=destination", []),
    ("10.0.0.0/8 until=2027-01-01\n10.1.0.0/16", []),
    ("10.0.0.0/8\n10.1.0.0/16 until=2027-01-01", [[1, 0]]),
    ("10.0.0.1\n10.0.0.1 until=2027-01-01", [[1, 0]]), ("::/0\n10.0.0.0/8", []),
    ("10.0.0.1-10.0.0.5\n10.0.0.5-10.0.0.9", []),
  ])
  func whatAWiderLineSaysIsContained(text: String, expected: [[Int]]) throws {
    #expect(try contained(text) == expected)
  }

  @Test(arguments: (0..<200) as Range<UInt64>)
  func theSearchAgreesWithALookAtEveryPair(seed: UInt64) {
    var generator = Lehmer(seed: seed)
    func pick(_ count: UInt64) -> UInt64 { generator.next() % count }
    let entries = (1...10).map { line in
      let ends = [pick(8), pick(8)].sorted().map { IPAddress(ipv4: UInt32($0)) }
      return AllowEntry(
        addresses: AllowedAddresses(from: ends[0], through: ends[1]),
        scope: AllowEntry.Scope(
          side: [nil, .source][Int(pick(2))], detector: [nil, "addresses"][Int(pick(2))]),
        untilSeconds: [nil, 1, 2][Int(pick(3))], line: line)
    }
    let found = AllowOverlaps(AllowList(entries))
    let duplicates = Set(found.duplicates.map(\.entry))
    let expected = entries.indices.filter { index in
      !duplicates.contains(index)
        && entries.contains {
          $0.description != entries[index].description && $0.outlasts(entries[index])
            && $0.addresses.contains(entries[index].addresses)
            && $0.scope.contains(entries[index].scope)
        }
    }
    #expect(found.contained.map(\.entry) == expected, "seed \(seed)")
    for overlap in found.contained {
      #expect(entries[overlap.by].addresses.contains(entries[overlap.entry].addresses))
      #expect(entries[overlap.by].scope.contains(entries[overlap.entry].scope))
    }
  }
}

@Suite struct AllowExplanationTests {
  private func explanation(
    _ text: String, _ address: String, _ side: Side? = nil, at seconds: Int64 = 0
  ) throws -> AllowList.Explanation {
    try AllowListTests.list(text).explanation(
      of: AllowList.Question(
        address: #require(IPAddress(address)), side: side, detector: "addresses", seconds: seconds))
  }

  @Test func whatKeepsALineFromMatchingIsTold() throws {
    let text = """
      10.0.0.0/8 side=destination
      10.0.0.1 port=53 until=2027-01-31
      10.0.0.2
      """
    let found = try explanation(text, "10.0.0.1", .source, at: 2_000_000_000)
    #expect(found.silencing.isEmpty && found.neighbour == nil)
    #expect(
      found.concerns.map(\.misses) == [
        [.otherSide(.destination)], [.port(53), .expired(1_801_353_600)],
      ])
    let either = try explanation(text, "10.0.0.1")
    #expect(either.silencing.mapValues(\.line) == [.destination: 1])
    #expect(either.concerns.map(\.misses) == [[], [.port(53)]])
  }

  @Test(
    arguments: [
      ("192.0.2.0/25\n192.0.2.200-192.0.2.210", "192.0.2.130", 1),
      ("192.0.2.0/25\n192.0.2.200-192.0.2.210", "192.0.2.199", 2),
      ("192.0.3.0/25", "192.0.2.255", nil), ("2001:db8::/100", "2001:db8::1:0:0:1", 1),
      ("::1", "192.0.2.1", nil), ("192.0.2.1", "192.0.2.1", nil),
    ] as [(String, String, Int?)])
  func theNearestLineOfTheNetworkIsTold(text: String, address: String, line: Int?) throws {
    #expect(try explanation(text, address).neighbour?.line == line)
  }
}
