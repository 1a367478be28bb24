import Features
import Learning
import Records
import Testing

@testable import Detection

@Suite struct ClusterMovesTests {
  /// A desk calls many and nobody calls it; a server is called by many.
  private enum Role {
    case desk
    case server
    /// Between both, on the side of desks.
    case middling
  }

  /// Counts about those of a role that are multiplied at each time by factors between 1/`swing` and
  /// `swing`.
  private func host(
    _ number: Int, _ role: Role, swing: Double, using generator: inout SeededGenerator
  ) throws -> Host {
    func count(_ desk: Double, _ server: Double) -> Int {
      let middle =
        switch role {
        case .desk: desk
        case .server: server
        case .middling: desk * power(server / desk, 0.4)
        }
      return Int(middle * power(swing, Double.random(in: -1...1, using: &generator)))
    }
    return Host(
      try #require(IPAddress("10.1.\(number / 200).\(number % 200 + 1)")),
      values: [
        .sentPacketCount: count(300, 4_800), .sentByteCount: count(3e4, 48e4),
        .receivedPacketCount: count(4_800, 300), .receivedByteCount: count(48e4, 3e4),
        .contactedPeerCount: count(4_800, 300), .contactingPeerCount: count(300, 4_800),
        .contactedPortCount: count(4_800, 300), .servedPortCount: count(300, 4_800),
        .connectionRequestCount: count(4_800, 300), .activeMinuteCount: count(300, 4_800),
      ])
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    var result = 1.0
    // In sixteenths, for want of a function of ours.
    let root = base.squareRoot().squareRoot().squareRoot().squareRoot()
    for _ in 0..<Int((abs(exponent) * 16).rounded()) { result *= root }
    return exponent < 0 ? 1 / result : result
  }

  /// `deskCount` desks and 20 servers at two times, of which some change their role.
  private func pairs(
    deskCount: Int = 60, swing: Double = 1.2, _ roles: [Int: (Role, Role)] = [:],
    seed: UInt64 = 1
  ) throws -> [BehaviourShifts.Pair] {
    var generator = SeededGenerator(seed: seed)
    return try (0..<deskCount + 20).map { number in
      let ordinary: Role = number < deskCount ? .desk : .server
      let (old, new) = roles[number] ?? (ordinary, ordinary)
      return BehaviourShifts.Pair(
        before: try host(number, old, swing: swing, using: &generator),
        after: try host(number, new, swing: swing, using: &generator))
    }
  }

  private func addresses(_ findings: [ClusterMoves.Finding]) -> [String] {
    findings.map { $0.pair.after.address.description }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func whoBehavesAsOthersDoIsFound(seed: UInt64) throws {
    let findings = ClusterMoves(try pairs([7: (.desk, .server)], seed: seed)).findings
    #expect(addresses(findings) == ["10.1.0.8"])
    let finding = try #require(findings.first)
    #expect(finding.from.otherCount == 59 && finding.from.alikeCount == 0)
    #expect(finding.to.otherCount == 20 && finding.to.alikeCount == nil)
    // Of eighty addresses 0.05 may be listed without cause.
    #expect(finding.surprise > 10.6)
    // Of what servers have many, desks have few.
    #expect(finding.from.traits.count == 2 && finding.to.traits.count == 2)
    for trait in finding.to.traits {
      let isOfCallers: Set<HostMeasure> = [
        .receivedPacketCount, .receivedByteCount, .contactedPeerCount, .contactedPortCount,
        .connectionRequestCount,
      ]
      #expect(trait.isMany != isOfCallers.contains(trait.measure))
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func nobodyMovesOnOrdinaryDays(seed: UInt64) throws {
    for swing in [1, 1.2, 2] {
      #expect(ClusterMoves(try pairs(swing: swing, seed: seed)).findings.isEmpty)
    }
  }

  @Test func whereManyMoveItIsNoWonder() throws {
    func findings(_ count: Int) throws -> [ClusterMoves.Finding] {
      let moved = Dictionary(
        uniqueKeysWithValues: (0..<count).map { ($0, (Role.desk, Role.server)) })
      return ClusterMoves(try pairs(moved)).findings
    }
    #expect(try findings(3).map(\.from.alikeCount) == [2, 2, 2])
    #expect(try findings(30).isEmpty)
  }

  /// From near a border over it is no move.
  @Test func whoIsBetweenClustersHasNotMoved() throws {
    let findings = ClusterMoves(
      try pairs([7: (.middling, .server), 8: (.desk, .middling)])
    ).findings
    #expect(findings.isEmpty)
  }

  /// Whoever behaves as nobody else does, or did, is among no others.
  @Test(arguments: [true, false]) func aClusterOfOneIsNone(_ isMoverGoing: Bool) throws {
    let roles = isMoverGoing ? (Role.desk, Role.server) : (Role.server, Role.desk)
    let pairs = try pairs(deskCount: 80, swing: 3, [7: roles]).prefix(80)
    #expect(ClusterMoves(Array(pairs)).findings.isEmpty)
  }

  /// That all send sixteen times as much is the length of the capture.
  @Test func aLongerCaptureMovesNobody() throws {
    let longer = try pairs().map { pair in
      let values = HostMeasure.allCases.compactMap { measure in
        pair.after[measure].map { (measure, $0 * 16) }
      }
      return BehaviourShifts.Pair(
        before: pair.before,
        after: Host(pair.after.address, values: Dictionary(uniqueKeysWithValues: values)))
    }
    #expect(ClusterMoves(longer).findings.isEmpty)
  }

  /// Without two clusters, with few addresses, or with few counts there is nothing to move between.
  @Test func oneClusterIsNone() throws {
    let mover = [7: (Role.desk, Role.server)]
    #expect(ClusterMoves(try pairs(deskCount: 3, mover)).findings.isEmpty)
    #expect(ClusterMoves([]).findings.isEmpty)
    let few = try pairs(mover).map { pair in
      func volume(_ host: Host) -> Host {
        Host(
          host.address,
          values: [
            .sentPacketCount: host[.sentPacketCount] ?? 0,
            .sentByteCount: host[.sentByteCount] ?? 0,
          ])
      }
      return BehaviourShifts.Pair(before: volume(pair.before), after: volume(pair.after))
    }
    #expect(ClusterMoves(few).findings.isEmpty)
    let blob = try pairs(swing: 1.5).prefix(60)
    #expect(ClusterMoves(Array(blob)).findings.isEmpty)
  }

  /// An address is told of once: what changed more than others says which cluster it went to.
  @Test func whatChangedSaysItsClusters() throws {
    func changes(swing: Double) throws -> [Change] {
      let pairs = try pairs(swing: swing, [7: (.desk, .server)])
      return Comparison(
        before: HostTable(.ipv4, pairs.map(\.before)),
        after: HostTable(.ipv4, pairs.map(\.after))
      ).changes
    }
    let calm = try changes(swing: 1.2)
    #expect(calm.map(\.kind) == [.changed])
    #expect(calm.first?.clusters?.after.otherCount == 20)
    // Where all counts swing, none of one address is a wonder.
    let wild = try changes(swing: 3)
    #expect(wild.map(\.kind) == [.movedCluster])
    #expect(wild.first?.address?.description == "10.1.0.8")
    #expect(wild.first?.shifts.isEmpty == true)
  }
}
