import Records
import Testing

@testable import Features

@Suite struct BehaviourTableTests {
  private static let server = IPAddress(ipv4: 0x0a00_0001)
  private static let client = IPAddress(ipv4: 0x0a00_0002)
  private static let scanner = IPAddress(ipv4: 0x0a00_0009)

  /// A client asks a server three times, is answered twice; a scanner asks ten ports.
  private static let traffic: SampleTraffic = {
    var traffic = SampleTraffic()
    traffic.add(from: (client, 40_000), to: (server, 443), flags: 0x02, at: 0)
    traffic.add(from: (server, 443), to: (client, 40_000), flags: 0x12, at: 1, hops: 60)
    traffic.add(from: (client, 40_000), to: (server, 443), at: 2, byteCount: 127)
    traffic.add(from: (server, 443), to: (client, 40_000), at: 3, byteCount: 1500, hops: 57)
    traffic.add(from: (client, 40_001), to: (server, 53), at: 120, byteCount: 128, hops: 63)
    for port in 1...10 {
      traffic.add(
        from: (scanner, 50_000), to: (server, UInt16(1000 + port * 10)), flags: 0x02,
        at: 200 + Int64(port) * 2)
    }
    return traffic
  }()

  @Test func everyFeatureOfAClientAsCountedByHand() {
    let expected: [BehaviourFeature: Double] = [
      .packetCount: 3, .byteCount: 315, .smallPacketShare: share(2, 3),
      .peerCount: 1, .returnPeerCount: 1, .returnPacketShare: share(2, 5),
      .ownPortCount: 2, .otherPortCount: 2, .ownServicePortShare: 0, .otherServicePortShare: 1,
      .tcpShare: 1, .udpShare: 0, .icmpShare: 0, .connectionRequestShare: share(1, 3),
      .resetShare: 0, .minimumTimeToLive: 63, .timeToLiveRange: 1,
      // Intervals of 2 and 118 s.
      .meanInterval: 60, .intervalVariation: share(116, 120), .activeMinuteCount: 2,
    ]
    #expect(Self.traffic.tables.values(Self.client, .source) == expected)
  }

  @Test func everyFeatureOfAServerAsADestinationAsCountedByHand() throws {
    var values = Self.traffic.tables.values(Self.server, .destination)
    // Intervals of 2, 118 and 82 s, then nine of 2 s: the squares are 4, 13 924, 6 724 and 36.
    let variation = Double(12 * 20_688 - 220 * 220).squareRoot() / 220
    let removed = values.removeValue(forKey: .intervalVariation)
    let found = try #require(removed)
    // Here in seconds, there in nanoseconds, whose squares are rounded.
    #expect((found - variation).magnitude < 1e-14)
    let expected: [BehaviourFeature: Double] = [
      .packetCount: 13, .byteCount: 915, .smallPacketShare: share(12, 13),
      .peerCount: 2, .returnPeerCount: 1, .returnPacketShare: share(2, 15),
      .ownPortCount: 12, .otherPortCount: 3,
      // 443, 443, 53, 1010 and 1020 of thirteen.
      .ownServicePortShare: share(5, 13), .otherServicePortShare: 0,
      .tcpShare: 1, .udpShare: 0, .icmpShare: 0, .connectionRequestShare: share(11, 13),
      .resetShare: 0, .minimumTimeToLive: 63, .timeToLiveRange: 1,
      .meanInterval: share(220, 12), .activeMinuteCount: 3,
    ]
    #expect(values == expected)
  }

  private func share(_ part: Double, _ whole: Double) -> Double { part / whole }

  @Test func aScannerIsToldByItsPortsAndFlags() {
    let values = Self.traffic.tables.values(Self.scanner, .source)
    #expect(values[.otherPortCount] == 10)
    #expect(values[.ownPortCount] == 1)
    #expect(values[.connectionRequestShare] == 1)
    #expect(values[.returnPeerCount] == 0)
    #expect(values[.returnPacketShare] == 0)
    #expect(values[.intervalVariation] == 0)
  }

  @Test func whatIsNotKnownIsAbsent() throws {
    var traffic = SampleTraffic()
    traffic.add(Self.client, Self.server, 0, 0, .unknown)
    let values = traffic.tables.values(Self.client, .source)
    let expected: [BehaviourFeature: Double] = [
      .packetCount: 1, .peerCount: 1, .returnPeerCount: 0, .returnPacketShare: 0,
      .activeMinuteCount: 1,
    ]
    #expect(values == expected)
    let table = try #require(traffic.tables.behaviours.first)
    #expect(table.holdsBehaviour)
    #expect(table.unknownFeatures.contains(.minimumTimeToLive))
    #expect(!table.unknownFeatures.contains(.peerCount))
  }

  @Test func aRecordOfOneAddressTellsNoBehaviour() throws {
    var tables = AddressTables(countsBehaviour: true)
    let observations = [
      Observation(
        source: Self.client, destination: nil, record: 1,
        timestamp: Timestamp(seconds: 1, nanoseconds: 0, fractionDigitCount: 0), packetCount: 9)
    ]
    tables.add(observations.span, [.unknown].span, input: 0)
    #expect(tables.values(Self.client, .source) == [.packetCount: 9])
    #expect(try #require(tables.behaviours.first).holdsBehaviour == false)
  }

  /// Random traffic of both families, cut into three inputs anywhere.
  @Test(arguments: [UInt64(1), 2, 3])
  func anySplitOfTheRecordsGivesTheSameFeatures(seed: UInt64) {
    let traffic = Self.randomTraffic(seed: seed)
    let whole = traffic.tables
    for step in 0..<40 {
      let first = step * traffic.count / 50
      let second = first + (traffic.count - first) * (step % 5) / 5
      let parts = [0..<first, first..<second, second..<traffic.count].map {
        traffic.tables($0, batchCount: 1 + step)
      }
      var left = parts[0]
      left.merge(parts[1])
      left.merge(parts[2])
      var later = parts[1]
      later.merge(parts[2])
      var right = parts[0]
      right.merge(later)
      #expect(left.behaviours == whole.behaviours, "cut at \(first) and \(second)")
      #expect(right.behaviours == whole.behaviours, "cut at \(first) and \(second)")
    }
  }

  private static func randomTraffic(seed: UInt64) -> SampleTraffic {
    var traffic = SampleTraffic()
    for index in 0..<600 {
      let random = HyperLogLog.hash(seed << 32 | UInt64(index))
      let isWide = random & 3 == 0
      func host(_ bits: UInt64) -> IPAddress {
        // Few sources; destinations enough to leave exact counting.
        isWide
          ? IPAddress(family: .ipv6, high: 0x2001_0db8_0000_0000, low: bits)
          : IPAddress(ipv4: 0x0a00_0000 | UInt32(bits))
      }
      traffic.add(
        from: (host(random >> 8 & 3), UInt16(truncatingIfNeeded: random >> 16)),
        to: (host(random >> 32 & 0x1ff), UInt16(truncatingIfNeeded: random >> 20 & 0x7ff)),
        flags: UInt16(random >> 44 & 0x1f), at: Int64(index) + Int64(random >> 50 & 7) - 3,
        byteCount: Int(random >> 53), hops: UInt8(truncatingIfNeeded: random >> 40))
    }
    return traffic
  }

  /// What `docs/features.md` says of memory.
  @Test func countsTakeNoMoreThanIsSaid() {
    #expect(MemoryLayout<BehaviourCounts>.stride <= 240)
    #expect(MemoryLayout<DistinctCounter>.stride == 16)
    #expect(BehaviourFeature.allCases.count == 20)
  }
}
