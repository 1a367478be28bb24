import Testing

@testable import Records

@Suite struct AllowListTests {
  static let detectors = ["addresses"]

  static func list(_ text: String) throws -> AllowList {
    let reading = AllowList.read(Array(text.utf8), detectors: detectors)
    try #require(reading.faults.isEmpty, "\(reading.faults)")
    return reading.list
  }

  private func line(
    of text: String, _ address: String, _ side: Side = .source, port: UInt16? = nil,
    at seconds: Int64 = 0
  ) throws -> Int? {
    try Self.list(text).entry(
      matching: #require(IPAddress(address)), side: side, detector: "addresses", port: port,
      at: seconds)?.line
  }

  // MARK: Text

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("192.0.2.7/32", "192.0.2.7"), ("10.0.0.0/8", "10.0.0.0/8"),
    ("10.0.0.0-10.0.0.255", "10.0.0.0/24"), ("10.0.0.1-10.0.0.255", "10.0.0.1-10.0.0.255"),
    ("10.0.0.7-10.0.0.7", "10.0.0.7"), ("0.0.0.0/0", "0.0.0.0/0"), ("::/0", "::/0"),
    ("2001:DB8::-2001:db8::ff", "2001:db8::/120"), ("\t10.0.0.1 \t", "10.0.0.1"),
    (
      "10.0.0.1 until=2027-01-31 detector=addresses side=source port=053 # why",
      "10.0.0.1 side=source port=53 detector=addresses until=2027-01-31T00:00:00Z"
    ),
    ("10.0.0.1 until=2027-01-31T13:00:00+01:00", "10.0.0.1 until=2027-01-31T12:00:00Z"),
  ])
  func linesThatMeanTheSameAreWrittenTheSame(text: String, canonical: String) throws {
    let entry = try #require(try Self.list(text).entries.first)
    #expect(entry.description == canonical)
    #expect(try Self.list(canonical).entries.first?.description == canonical)
  }

  @Test func reasonsAndLinesAreKept() throws {
    let list = try Self.list("# a list\n\n  \t\n10.0.0.1#  the door #2\r\n10.0.0.2")
    #expect(list.entries.map(\.line) == [4, 5])
    #expect(list.entries.map(\.reason) == ["the door #2", ""])
  }

  @Test(arguments: [
    ("10.0.0.5/24", "expected '10.0.0.0/24', the block's first address, but found '10.0.0.5/24'"),
    (
      "10.0.0.9-10.0.0.1",
      "expected the lower address of a range first, but found '10.0.0.9-10.0.0.1'"
    ),
    (
      "10.0.0.1-::1",
      "expected an address, a block such as '192.0.2.0/24' or a range such as "
        + "'192.0.2.1-192.0.2.9', but found '10.0.0.1-::1'"
    ),
    ("10.0.0.1 side=both", "expected side=source or side=destination, but found 'side=both'"),
    (
      "10.0.0.1 port=65536",
      "expected port= with a whole number from 0 to 65535, but found 'port=65536'"
    ),
    ("10.0.0.1 port=+1", "expected port= with a whole number from 0 to 65535, but found 'port=+1'"),
    ("10.0.0.1 detector=x", "expected detector=addresses, but found 'detector=x'"),
    (
      "10.0.0.1 until=2027-02-30",
      "expected until= with a day such as 2027-01-31 or a time such as 2027-01-31T12:00:00Z, "
        + "but found 'until=2027-02-30'"
    ),
    ("10.0.0.1 side=source side=source", "expected side= once, but found a second one"),
    (
      "10.0.0.1 printer",
      "expected side=, port=, detector=, until= or '# reason', but found 'printer'"
    ),
  ])
  func aBadLineSaysWhatWasExpected(text: String, words: String) {
    let reading = AllowList.read(Array("10.9.9.9\n\(text)\n".utf8), detectors: Self.detectors)
    #expect(reading.faults.map(\.description) == [words])
    #expect(reading.faults.map(\.line) == [2])
    #expect(reading.list.entries.count == 1)
  }

  @Test func everyBadLineIsReported() {
    let bytes =
      Array("x\n10.0.0.1\n\u{0}\n".utf8) + [0xff, 0x0a] + [UInt8](repeating: 0x20, count: 5000)
    let reading = AllowList.read(bytes, detectors: Self.detectors)
    #expect(reading.faults.map(\.line) == [1, 3, 4, 5])
    #expect(reading.faultCount == 4)
    let many = AllowList.read(
      [UInt8](repeating: 0x78, count: 1) + Array(String(repeating: "\nx", count: 2000).utf8),
      detectors: [])
    #expect(many.faultCount == 2001 && many.faults.count == AllowList.maximumFaultCount)
  }

  // MARK: Matching

  @Test(
    arguments: [
      ("10.0.0.0/8", "10.255.255.255", 1), ("10.0.0.0/8", "11.0.0.0", nil),
      ("10.0.0.4-10.0.0.6", "10.0.0.6", 1), ("10.0.0.4-10.0.0.6", "10.0.0.7", nil),
      ("0.0.0.0/0", "255.255.255.255", 1), ("0.0.0.0/0", "::1", nil), ("::/0", "10.0.0.1", nil),
      ("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 1),
      ("10.0.0.1\n10.0.0.0/8", "10.0.0.1", 1), ("10.0.0.0/8\n10.0.0.1", "10.0.0.1", 1),
      ("10.0.0.0/8 until=2027-01-31\n10.0.0.1", "10.0.0.1", 2),
      ("10.0.0.1 side=destination\n10.0.0.0/8", "10.0.0.1", 2),
      ("10.0.0.1 port=53", "10.0.0.1", nil), ("10.0.0.1 detector=addresses", "10.0.0.1", 1),
    ] as [(String, String, Int?)])
  func theLineThatHoldsLongestMatches(text: String, address: String, expected: Int?) throws {
    #expect(try line(of: text, address) == expected)
  }

  @Test func anEntryEndsWhenItSays() throws {
    let until: Int64 = 1_801_353_600
    #expect(try line(of: "10.0.0.1 until=2027-01-31", "10.0.0.1", at: until - 1) == 1)
    #expect(try line(of: "10.0.0.1 until=2027-01-31", "10.0.0.1", at: until) == nil)
    #expect(try line(of: "10.0.0.1 until=2027-01-31\n10.0.0.0/8", "10.0.0.1", at: until) == 2)
  }

  @Test func aPortMatchesWhereItIsKnown() throws {
    #expect(try line(of: "10.0.0.1 port=53", "10.0.0.1", port: 53) == 1)
    #expect(try line(of: "10.0.0.1 port=53", "10.0.0.1", port: 54) == nil)
    #expect(try line(of: "10.0.0.1", "10.0.0.1", port: 54) == 1)
  }

  /// Small addresses, so that ranges overlap in every way, against a look at every entry.
  @Test(arguments: (0..<200) as Range<UInt64>)
  func theTableAgreesWithALookAtEveryEntry(seed: UInt64) throws {
    var generator = Lehmer(seed: seed)
    func pick(_ count: UInt64) -> UInt64 { generator.next() % count }
    let entries = (1...12).map { line in
      let ends = [pick(16), pick(16)].sorted().map { IPAddress(ipv4: UInt32($0)) }
      return AllowEntry(
        addresses: AllowedAddresses(from: ends[0], through: ends[1]),
        scope: AllowEntry.Scope(
          side: [nil, .source, .destination][Int(pick(3))], port: [nil, 53][Int(pick(2))],
          detector: [nil, "addresses", "other"][Int(pick(3))]),
        untilSeconds: [nil, 1, 2, 3][Int(pick(4))], line: line)
    }
    let list = AllowList(entries)
    for address in (0..<17 as Range<UInt32>).map(IPAddress.init(ipv4:)) {
      for side in Side.allCases {
        for port in [nil, 53, 54] as [UInt16?] {
          for seconds in 0...3 as ClosedRange<Int64> {
            let expected = entries.filter { entry in
              entry.addresses.contains(address) && (entry.scope.side ?? side) == side
                && (entry.scope.port == nil || entry.scope.port == port)
                && (entry.scope.detector ?? "addresses") == "addresses"
                && (entry.untilSeconds ?? .max) > seconds
            }.min { ($0.untilSeconds ?? .max, -$0.line) > ($1.untilSeconds ?? .max, -$1.line) }
            let found = list.entry(
              matching: address, side: side, detector: "addresses", port: port, at: seconds)
            #expect(found == expected, "seed \(seed), \(address)")
          }
        }
      }
    }
  }

  /// Nested and disjoint ranges; the time limit is many times what it takes.
  @Test(.timeLimit(.minutes(1)))
  func manyEntriesAndAddressesAreNoMatter() {
    let entries = (0..<100_000).map { index in
      let first = UInt32(index)
      let last = UInt32.max - first
      return AllowEntry(
        addresses: AllowedAddresses(from: IPAddress(ipv4: first), through: IPAddress(ipv4: last)),
        untilSeconds: Int64(index), line: index + 1)
    }
    let list = AllowList(entries)
    var hitCount = 0
    for number in 0..<1_000_000 as Range<UInt32> {
      let address = IPAddress(ipv4: number &* 2_654_435_761)
      if list.entry(matching: address, side: .source, detector: "addresses", at: 50_000) != nil {
        hitCount += 1
      }
    }
    #expect(hitCount > 990_000)
    #expect(AllowOverlaps(list).contained.isEmpty)
  }
}

/// Numbers that need no more than to differ.
struct Lehmer {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
