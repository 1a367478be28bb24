import Features
import Learning
import Records
import Testing

@testable import Detection

@Suite struct ComparisonTests {
  private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  private func heard(_ text: String, packets: Int = 10) throws -> Host {
    Host(try address(text), values: [.sentPacketCount: packets])
  }

  private func spokenTo(_ text: String) throws -> Host {
    Host(try address(text), values: [.sentPacketCount: 0, .receivedPacketCount: 3])
  }

  private func changes(_ before: [Host], _ after: [Host]) throws -> [Change] {
    let family = try #require((before + after).first).address.family
    return Comparison(before: HostTable(family, before), after: HostTable(family, after)).changes
  }

  /// Each as `new 10.0.0.1`, a network as `new-network 10.0.0.0/8`.
  private func words(_ changes: [Change]) -> [String] {
    changes.map { change in
      let isOfNetwork = change.kind == .newNetwork || change.kind == .vanishedNetwork
      let subject = isOfNetwork ? change.network?.description : change.address?.description
      return "\(change.kind.rawValue) \(subject ?? "-")"
    }
  }

  // MARK: All or nothing

  @Test(arguments: AddressFamily.allCases) func equalTablesGiveNoChange(_ family: AddressFamily) {
    for seed in 1...20 as ClosedRange<UInt64> {
      let table = randomTable(family, seed: seed)
      let comparison = Comparison(before: table, after: table)
      #expect(comparison.changes.isEmpty)
      #expect(comparison.commonCount == comparison.beforeCount)
      #expect(comparison.commonCount == comparison.afterCount)
    }
    let empty = HostTable(family, [])
    #expect(Comparison(before: empty, after: empty).changes.isEmpty)
  }

  @Test func allIsNewBesideNothingAndAllVanishesWithoutIt() throws {
    let all = HostTable(
      .ipv4,
      try ["10.1.2.1", "10.7.2.2", "192.168.0.1", "8.8.8.8"].map { try heard($0) } + [
        spokenTo("10.9.9.9")
      ])
    let empty = HostTable(.ipv4, [])
    let gone = Comparison(before: all, after: empty)
    #expect(
      words(gone.changes).sorted() == [
        "vanished 10.9.9.9", "vanished 192.168.0.1", "vanished 8.8.8.8",
        "vanished-network 10.0.0.0/8",
      ])
    #expect([gone.beforeCount, gone.afterCount, gone.commonCount] == [4, 0, 0])
    let network = try #require(gone.changes.first { $0.kind == .vanishedNetwork })
    #expect(network.members.map(\.description) == ["10.1.2.1", "10.7.2.2"])
    let fresh = Comparison(before: empty, after: all)
    #expect(
      words(fresh.changes).sorted() == [
        "new 10.9.9.9", "new 192.168.0.1", "new 8.8.8.8", "new-network 10.0.0.0/8",
      ])
    #expect(fresh.changes.map(\.surprise) == gone.changes.map(\.surprise))
  }

  // MARK: Laws

  @Test(arguments: AddressFamily.allCases)
  func surprisesAreNeitherNegativeNorUnknown(_ family: AddressFamily) {
    for seed in 1...100 as ClosedRange<UInt64> {
      let changes = randomChanges(family, seed: seed)
      let surprises = changes.map(\.surprise)
      // Of zeros, too, only that without a sign.
      #expect(surprises.allSatisfy { $0.isFinite && $0.sign == .plus }, "seed \(seed)")
      #expect(surprises == surprises.sorted(by: >), "seed \(seed)")
    }
  }

  @Test(arguments: AddressFamily.allCases)
  func noMoreIsAlikeThanThereIs(_ family: AddressFamily) {
    let seeds = (1...100 as ClosedRange<UInt64>).filter { seed in
      !randomChanges(family, seed: seed).compactMap(\.surroundings).allSatisfy {
        (0...max(0, $0.otherCount)).contains($0.alikeCount) && $0.otherCount >= 0
      }
    }
    #expect(seeds.isEmpty)
  }

  private func randomChanges(_ family: AddressFamily, seed: UInt64) -> [Change] {
    Comparison(
      before: randomTable(family, seed: seed), after: randomTable(family, seed: seed + 1_000)
    ).changes
  }

  @Test(arguments: AddressFamily.allCases)
  func whoeverCameOrWentIsToldOnce(_ family: AddressFamily) {
    for seed in 1...100 as ClosedRange<UInt64> {
      let before = randomTable(family, seed: seed).hosts
      let after = randomTable(family, seed: seed + 1_000).hosts
      let changes = Comparison(
        before: HostTable(family, before), after: HostTable(family, after)
      ).changes
      #expect(told(changes, [.new, .newNetwork]) == came(from: before, to: after), "seed \(seed)")
      #expect(
        told(changes, [.vanished, .vanishedNetwork]) == came(from: after, to: before),
        "seed \(seed)")
    }
  }

  /// Addresses in what is told of, in their order; those that moved are of all kinds.
  private func told(_ changes: [Change], _ kinds: Set<Change.Kind>) -> [IPAddress] {
    let addresses = changes.flatMap { change -> [IPAddress] in
      if change.kind == .moved {
        let host = kinds.contains(.new) ? change.after : change.before
        return [host?.address].compactMap { $0 }
      }
      guard kinds.contains(change.kind) else { return [] }
      return change.members.isEmpty ? [change.address].compactMap { $0 } : change.members
    }
    return addresses.sorted()
  }

  /// Those that are heard and were not, and those only spoken to of whom nothing was known.
  private func came(from old: [Host], to new: [Host]) -> [IPAddress] {
    new.filter { host in
      let known = old.first { $0.address == host.address }
      return host.isHeard ? known?.isHeard != true : known == nil
    }.map(\.address)
  }

  /// Up to 64 hosts, often fewer, of networks that are close or far, private, special or neither,
  /// some of them parts of one /8 or /32; some were only spoken to, and not all measures are known.
  private func randomTable(_ family: AddressFamily, seed: UInt64) -> HostTable {
    var generator = SeededGenerator(seed: seed)
    let networks: [UInt64] =
      family == .ipv4
      ? [
        0x0a00_0000, 0x0a00_0100, 0x0a05_0000, 0xac11_0000, 0xacd9_0100, 0xc0a8_0700, 0xc633_6400,
        0xc633_6500, 0x0808_0800, 0x5db8_d800, 0x5db8_d900,
      ]
      : [
        0x2001_0db8_0007_0001, 0x2001_0db8_0007_0002, 0x2001_0db8_0008_0001,
        0xfd4a_7c21_9e00_0010, 0x2a00_1450_0000_0001, 0x2a00_1450_0000_0002, 0x2001_0002_0000_0000,
        0x2001_0002_0001_0000,
      ]
    var addresses: Set<IPAddress> = []
    let limit = 1 << Int.random(in: 0...6, using: &generator)
    for _ in 0..<Int.random(in: 0...limit, using: &generator) {
      let network = networks[Int.random(in: 0..<networks.count, using: &generator)]
      let low = UInt64.random(in: 0..<24, using: &generator)
      addresses.insert(
        family == .ipv4
          ? IPAddress(ipv4: UInt32(network | low))
          : IPAddress(family: .ipv6, high: network, low: low))
    }
    let hosts = addresses.sorted().map { address in
      var values: [HostMeasure: Int] = [:]
      for measure in HostMeasure.allCases where Int.random(in: 0..<8, using: &generator) > 0 {
        values[measure] = Int.random(
          in: 0...(1 << Int.random(in: 0..<40, using: &generator)), using: &generator)
      }
      if Int.random(in: 0..<4, using: &generator) == 0 { values[.sentPacketCount] = 0 }
      return Host(address, values: values)
    }
    return HostTable(family, hosts)
  }

  // MARK: Who came

  @Test func newcomersAreMoreSurprisingWhereFewCome() throws {
    let staying = try (1...20).map { try heard("10.0.0.\($0)") }
    let guests = try (1...20).map { try heard("10.0.1.\($0)") }
    let changes = try changes(
      staying + guests.prefix(10), staying + [heard("10.0.0.77")] + guests)
    #expect(changes.count == 11)
    #expect(changes.first?.address?.description == "10.0.0.77")
    #expect(changes[0].surprise > changes[1].surprise)
    let alike = changes.map { $0.surroundings?.alikeCount }
    #expect(alike == [0] + Array(repeating: 9, count: 10))
  }

  /// Of 172.0.0.0/8 a part is private; among a handful of addresses nothing is rare.
  @Test func networksOfWhichAPartIsPrivateAreNoWonder() throws {
    let known = try [heard("8.8.8.8"), heard("10.0.0.1")]
    let fresh = try (1...3).map { try heard("172.217.1.\($0)") } + [heard("172.17.0.1")]
    for (before, after) in [(known, known + fresh), (known + fresh, known)] {
      let changes = try changes(before, after)
      #expect(changes.allSatisfy { $0.surprise < 10 })
      #expect(changes.compactMap(\.surroundings).allSatisfy { $0.otherCount >= 0 })
    }
  }

  @Test func addressesSpokenToAreToldBesideOneHeardInTheSameNewNetwork() throws {
    let staying = try (1...10).map { try heard("10.1.2.\($0)") }
    let one = try [heard("10.1.9.9"), spokenTo("10.1.9.8")]
    let two = try one + [spokenTo("10.1.9.7")]
    #expect(
      try words(changes(staying, staying + one)).sorted() == ["new 10.1.9.8", "new 10.1.9.9"])
    let fresh = try changes(staying, staying + two)
    #expect(words(fresh).sorted() == ["new 10.1.9.9", "new-network 10.1.9.0/24"])
    let silent = try #require(fresh.first { $0.kind == .newNetwork })
    #expect(silent.members.map(\.description) == ["10.1.9.7", "10.1.9.8"])
    #expect(!silent.isHeard && fresh.contains { $0.isHeard })
    let gone = try changes(staying + two, staying)
    #expect(words(gone).sorted() == ["vanished 10.1.9.9", "vanished-network 10.1.9.0/24"])
    #expect(gone.map(\.surprise) == fresh.map(\.surprise))
  }

  /// Who falls silent is gone, and who is heard at last is new; neither is told a second time.
  @Test func whoIsHeardNoLongerVanishes() throws {
    let staying = try (1...10).map { try heard("10.1.2.\($0)") }
    let (loud, silent) = try ([heard("10.1.2.99")], [spokenTo("10.1.2.99")])
    #expect(try words(changes(staying + loud, staying + silent)) == ["vanished 10.1.2.99"])
    #expect(try words(changes(staying + silent, staying + loud)) == ["new 10.1.2.99"])
    #expect(try changes(staying + silent, staying + silent).isEmpty)
  }

  // MARK: Rates of newcomers

  /// Rates of new addresses in networks of four addresses, in each of which so many are new.
  private func rates(
    newCounts: [Int]
  ) throws -> (rates: NoveltyRates, networks: [AddressScopes.Scope]) {
    let addresses = try newCounts.indices.map { network in
      try (1...4).map { try address("10.0.\(network).\($0)") }
    }
    let new = newCounts.indices.flatMap { network in
      addresses[network].prefix(newCounts[network]).map { (scopes: AddressScopes($0), level: 3) }
    }
    return (
      NoveltyRates(level: 3, present: addresses.flatMap { $0 }, new: new),
      addresses.map { AddressScopes($0[0]).around(3) }
    )
  }

  private func isClose(_ rate: Double, to expected: Double) -> Bool {
    // A dozen roundings, each of half a unit in the last place.
    abs(rate - expected) <= 1e-14 * expected
  }

  private let own = NoveltyRates.Counts(addressCount: 1, newCount: 1)
  private let none = NoveltyRates.Counts()

  /// c = 1 where there is one network; μ = 1/2 where there is no other.
  @Test func ratesOfOneNetworkLeanOnOneHalf() throws {
    let (rates, networks) = try rates(newCounts: [1])
    #expect(rates.counts(networks[0]).addressCount == 4)
    #expect(rates.counts(networks[0]).newCount == 1)
    #expect(isClose(rates.rate(in: networks[0], beside: own), to: 0.5 / 4))
  }

  /// Of 4 and 4 addresses 2 and 0 are new: the mean square between networks is 1/2, within them
  /// 1/6; ρ = (1/2 − 1/6) / (1/2 + 3/6) = 1/3, so c = 2.
  @Test func ratesOfUnlikeNetworksLeanLittle() throws {
    let (rates, networks) = try rates(newCounts: [2, 0])
    // μ = (0 + 1/2) / (4 + 1)
    #expect(isClose(rates.rate(in: networks[0], beside: own), to: (1 + 2 * 0.1) / (3 + 2)))
    // μ = (2 + 1/2) / (4 + 1)
    #expect(isClose(rates.rate(in: networks[1], beside: none), to: (0 + 2 * 0.5) / (4 + 2)))
  }

  /// Of 4 and 4 addresses 1 and 1 are new: ρ is negative, so c = 50.
  @Test func ratesOfLikeNetworksLeanFarther() throws {
    let (rates, networks) = try rates(newCounts: [1, 1])
    // μ = (1 + 1/2) / (4 + 1)
    #expect(isClose(rates.rate(in: networks[0], beside: own), to: (0 + 50 * 0.3) / (3 + 50)))
  }

  // MARK: Who moved

  /// Twelve hosts with a peer each, and others with some of the peers 10.8.8.0 to 10.8.8.9, which
  /// only receive.
  private func peerTable(_ others: KeyValuePairs<String, ClosedRange<Int>>) throws -> HostTable {
    var tables = AddressTables(families: [.ipv4], countsBehaviour: true)
    func send(_ source: String, _ destination: String) throws {
      let observation = Observation(
        source: try address(source), destination: try address(destination), record: 1)
      let traits = PacketTraits(
        connectionOver: .udp, ports: .init(source: 4000, destination: 53))
      tables.add([observation].span, [traits].span, input: 0)
    }
    for number in 1...12 { try send("10.1.2.\(number)", "10.7.7.\(number)") }
    for (address, peers) in others {
      for peer in peers { try send(address, "10.8.8.\(peer)") }
    }
    return tables.hosts(of: .ipv4)
  }

  private func changes(
    _ before: KeyValuePairs<String, ClosedRange<Int>>,
    _ after: KeyValuePairs<String, ClosedRange<Int>>
  ) throws -> [Change] {
    Comparison(before: try peerTable(before), after: try peerTable(after)).changes
  }

  @Test func whoKeepsItsPeersMoved() throws {
    let changes = try changes(["10.1.2.77": 0...3], ["10.1.3.88": 0...3])
    #expect(words(changes) == ["moved 10.1.3.88"])
    #expect(changes[0].before?.address.description == "10.1.2.77")
    #expect(changes[0].sharedPeerShare == 1)
    // Both have the three bits that are asked of each.
    #expect(changes[0].surprise >= 6)
  }

  @Test func whoHasOtherPeersDidNotMove() throws {
    let changes = try changes(["10.1.2.77": 0...3], ["10.1.3.77": 4...7])
    #expect(!changes.contains { $0.kind == .moved })
  }

  /// Nobody is taken for one whose peers are those of others, whatever its last octet.
  @Test func peersThatAnotherHasAsWellAreNoEvidence() throws {
    let changes = try changes(
      ["10.1.2.20": 0...3, "10.1.2.77": 0...3], ["10.1.2.20": 0...3, "10.1.3.77": 0...3])
    #expect(words(changes).sorted() == ["new 10.1.3.77", "vanished 10.1.2.77"])
  }

  @Test func severalThatAreAsAlikeDidNotMove() throws {
    let olds = try changes(["10.1.2.77": 0...3, "10.1.2.78": 0...3], ["10.1.3.88": 0...3])
    #expect(words(olds).sorted() == ["new 10.1.3.88", "vanished 10.1.2.77", "vanished 10.1.2.78"])
    let news = try changes(["10.1.2.77": 0...3], ["10.1.3.88": 0...3, "10.1.4.89": 0...3])
    #expect(words(news).sorted() == ["new 10.1.3.88", "new 10.1.4.89", "vanished 10.1.2.77"])
    // So that it is for their likeness that none moved.
    #expect((olds + news).allSatisfy { $0.surprise >= 3 || $0.after?.isHeard == false })
  }

  /// Beside ten that stay, without any peers.
  private func words(from old: String, to news: String...) throws -> [String] {
    let isIPv4 = old.contains(".")
    let staying = try (1...10).map { try heard(isIPv4 ? "10.1.2.\($0)" : "2001:db8:1:2::\($0)") }
    return words(
      try changes(staying + [heard(old)], staying + news.map { try heard($0) })
    ).sorted()
  }

  @Test func whoKeepsItsInterfaceIdentifierMoved() throws {
    #expect(
      try words(from: "2001:db8:1:2:21a:2bff:fe3c:4d5e", to: "2001:db8:1:3:21a:2bff:fe3c:4d5e")
        == ["moved 2001:db8:1:3:21a:2bff:fe3c:4d5e"])
    #expect(
      try words(from: "2001:db8:1:2::1:0", to: "2001:db8:1:3::1:0") == ["moved 2001:db8:1:3::1:0"])
  }

  @Test func numbersGivenByHandAreNoEvidence() throws {
    #expect(
      try words(from: "10.1.2.177", to: "10.1.3.177") == ["new 10.1.3.177", "vanished 10.1.2.177"])
    #expect(
      try words(from: "2001:db8:1:2::ffff", to: "2001:db8:1:3::ffff")
        == ["new 2001:db8:1:3::ffff", "vanished 2001:db8:1:2::ffff"])
  }

  @Test func anInterfaceIdentifierThatTwoHaveDoesNotTellWhoMoved() throws {
    #expect(
      try words(
        from: "2001:db8:1:2:21a:2bff:fe3c:4d5e", to: "2001:db8:1:3:21a:2bff:fe3c:4d5e",
        "2001:db8:1:4:21a:2bff:fe3c:4d5e")
        == [
          "new 2001:db8:1:3:21a:2bff:fe3c:4d5e", "new 2001:db8:1:4:21a:2bff:fe3c:4d5e",
          "vanished 2001:db8:1:2:21a:2bff:fe3c:4d5e",
        ])
  }
}
