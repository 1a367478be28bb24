import Features
import Learning
import Records
import Testing

@testable import Detection

/// Populations whose addresses are compared by what they do.
@Suite struct BehaviourPopulationTests {
  /// Ordinary clients of a few servers, and one that asks every port of every host.
  private static let tables: AddressTables = {
    var tables = AddressTables(countsBehaviour: true)
    var generator = SeededGenerator(seed: 5)
    var seconds: Int64 = 1_331_901_000
    func add(_ source: UInt32, _ destination: UInt32, _ ports: (UInt16, UInt16)) {
      seconds += 1
      let observation = Observation(
        source: IPAddress(ipv4: source), destination: IPAddress(ipv4: destination), record: 1,
        timestamp: Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0),
        byteCount: 60 + Int(generator.next() % 900))
      let traits = PacketTraits(
        connectionOver: ports.1 == 53 ? .udp : .tcp,
        ports: .init(source: ports.0, destination: ports.1))
      tables.add([observation].span, [traits].span, input: 0)
    }
    for round in 0..<12 {
      for client in UInt32(1)...40 where generator.next() % 4 != 0 {
        let server = UInt32(generator.next() % 3)
        let port = UInt16(40_000 + generator.next() % 8)
        add(0x0a00_0000 + client, 0x0a01_0000 + server, (port, server == 0 ? 53 : 443))
        if round % 2 == 0 {
          add(0x0a01_0000 + server, 0x0a00_0000 + client, (server == 0 ? 53 : 443, port))
        }
      }
    }
    for port in UInt16(0)..<300 {
      add(0x0a00_00fe, 0x0a02_0000 + UInt32(port % 90), (55_555, port))
    }
    return tables
  }()

  private func population(
    _ side: Side = .source, threadCount: Int = 1, _ change: (inout ScanOptions) -> Void = { _ in }
  ) throws -> Population {
    let options = quickOptions {
      $0.features = .behaviour
      $0.reasons = .all
      change(&$0)
    }
    let table = try #require(Self.tables.tables.first { $0.side == side })
    return PopulationAnalyzer(options: options, threadCount: threadCount).population(
      of: Array(table.records), side: side, family: .ipv4,
      behaviour: Self.tables.behaviour(of: table))
  }

  /// Addresses that behave alike are one row, beside octets they are not.
  @Test(arguments: [
    (ScanOptions.FeatureChoice.behaviour, "no more addresses behave differently"),
    (.both, "there are no more addresses to fit"),
  ])
  func notesOfTooManyClustersSayWhatThereIsNoMoreOf(
    features: ScanOptions.FeatureChoice, reason: String
  ) throws {
    // 30 clients that send the same packet at the same time.
    var tables = AddressTables(countsBehaviour: true)
    for client in UInt32(1)...30 {
      let observation = Observation(
        source: IPAddress(ipv4: 0x0a00_0000 + client), destination: IPAddress(ipv4: 0x0a01_0000),
        record: 1,
        timestamp: Timestamp(seconds: 1_331_901_000, nanoseconds: 0, fractionDigitCount: 0),
        byteCount: 60)
      let traits = PacketTraits(
        connectionOver: .tcp, ports: .init(source: 40_000, destination: 443))
      tables.add([observation].span, [traits].span, input: 0)
    }
    let table = try #require(tables.tables.first { $0.side == .source })
    let population = PopulationAnalyzer(
      options: quickOptions {
        $0.features = features
        $0.algorithm = .kMeans
        $0.components = .fixed(31)
        $0.elbow = 1...40
      }, threadCount: 1
    ).population(
      of: Array(table.records), side: .source, family: .ipv4,
      behaviour: tables.behaviour(of: table))
    let count = features == .both ? 30 : 1
    let components = count == 1 ? "1 component" : "30 components"
    let note = try #require(population.note)
    #expect(
      note.contains(
        "; \(components) instead of 31: \(reason); "
          + "clusters are compared up to \(count) instead of 40: \(reason); "), "\(note)")
  }

  @Test func reasonsSpeakInTheUnitsOfTheFeatures() throws {
    let population = try population()
    let analysis = try #require(population.analysis)
    let behaviour = try #require(population.behaviour)
    for (index, explanation) in analysis.explanations {
      for reason in explanation.reasons {
        #expect(reason.value == behaviour[index, reason.featureIndex])
      }
    }
    let scanner = try #require(
      population.records.firstIndex { "\($0.address)" == "10.0.0.254" })
    let reasons = try #require(analysis.explanations[scanner]).reasons
    let ports = try #require(
      reasons.first { analysis.schema.features[$0.featureIndex] == "otherPortCount" })
    // A sketch of 300 ports; the clients have two, the servers eight.
    #expect(ports.value.map { (270...330).contains($0) } == true)
    #expect(ports.text.contains("distinct destination ports about"))
    #expect(ports.text.hasSuffix("have 1–8"))
    #expect(ports.expected > 0.5 && ports.expected < 5)
    #expect(ports.contribution < 0)
  }

  @Test(
    arguments: [ScanOptions.Algorithm.mixture, .kMeans],
    [ScanOptions.FeatureChoice.behaviour, .both])
  func contributionsSumToTheScore(
    algorithm: ScanOptions.Algorithm, features: ScanOptions.FeatureChoice
  ) throws {
    let analysis = try #require(
      try population {
        $0.algorithm = algorithm
        $0.features = features
      }.analysis)
    #expect(analysis.schema.features.count == (features == .both ? 24 : 20))
    for (index, explanation) in analysis.explanations {
      let sum = explanation.reasons.reduce(0) { $0 + $1.contribution }
      let expected = analysis.scores[index] - (explanation.referenceLogDensity ?? 0)
      // A few hundred roundings of numbers of this size.
      #expect((sum - expected).magnitude <= 1e-9 * max(1, expected.magnitude))
    }
  }

  @Test func clustersSayWhatTheirMembersDo() throws {
    let analysis = try #require(
      try population {
        $0.features = .both
        $0.components = .fixed(3)
      }.analysis)
    let words = ["many ", "few ", "high ", "low "]
    #expect(analysis.clusters.contains { cluster in words.contains { cluster.name.contains($0) } })
    #expect(analysis.clusters.allSatisfy { $0.name.hasPrefix($0.networkName) })
  }

  @Test(arguments: [ScanOptions.Algorithm.mixture, .kMeans])
  func theStrangerIsStrangest(algorithm: ScanOptions.Algorithm) throws {
    let population = try population { $0.algorithm = algorithm }
    let analysis = try #require(population.analysis)
    let strangest = try #require(
      analysis.scores.indices.max {
        analysis.anomalyScore(of: $0) < analysis.anomalyScore(of: $1)
      })
    #expect("\(population.records[strangest].address)" == "10.0.0.254")
    #expect(analysis.isAnomalous[strangest])
  }

  /// Five addresses for each of twenty features.
  @Test func aClusterOfBehaviourHasMembersEnough() throws {
    let analysis = try #require(try population().analysis)
    #expect(analysis.triedComponentCount == 1)
    #expect(analysis.clusters.count == 1)
  }

  /// Two kinds of 150 addresses and a stranger, which a model of three clusters would give one.
  @Test func fitsAreRepeatedUntilNoClusterIsTooSmall() throws {
    var tables = AddressTables(families: [.ipv4], countsBehaviour: true)
    var generator = SeededGenerator(seed: 7)
    for source in UInt32(0)..<300 {
      let kind = source == 299 ? 5 : UInt32(source % 2)
      for packet in 0..<Int(6 + generator.next() % 6) * Int(kind * kind + 1) {
        let ports = PacketTraits.Ports(
          source: UInt16(40_000 + generator.next() % 9),
          destination: kind == 5 ? UInt16(packet) : kind == 1 ? 443 : 5000)
        let observation = Observation(
          source: IPAddress(ipv4: source),
          destination: IPAddress(ipv4: 0x0a00_0000 + UInt32(generator.next() % 5)), record: 1,
          timestamp: Timestamp(
            seconds: Int64(generator.next() % 600), nanoseconds: 0, fractionDigitCount: 0),
          byteCount: 60 + Int(generator.next() % 1000))
        let traits = PacketTraits(connectionOver: kind == 0 ? .udp : .tcp, ports: ports)
        tables.add([observation].span, [traits].span, input: 0)
      }
    }
    let options = quickOptions { $0.features = .behaviour }
    let population = PopulationAnalyzer(options: options, threadCount: 1).population(
      of: Array(tables.tables[0].records), side: .source, family: .ipv4,
      behaviour: tables.behaviour(of: tables.tables[0]))
    let analysis = try #require(population.analysis)
    #expect(analysis.triedComponentCount == 3)
    #expect(analysis.clusters.count <= 2)
    #expect(analysis.clusters.count == 1 || analysis.clusters.allSatisfy { $0.weight >= 1.0 / 3 })
    let strangest = analysis.scores.indices.min { analysis.scores[$0] < analysis.scores[$1] }
    #expect(strangest == 299)
  }

  /// The more features, the denser a cluster of one: where one is found, that is said.
  @Test func aStrangerWithAClusterOfItsOwnIsNamed() throws {
    let population = try population()
    let analysis = try #require(population.analysis)
    let lonely = ClusterDescription(
      index: 1, weight: 0.1, addressCount: 1, mean: [], principalMean: [0, 0], name: "",
      networks: [])
    /// - Parameter strangers: indices of addresses in the lonely cluster.
    func note(isFlagged: Bool, strangers: [Int] = [3]) -> String? {
      let changed = Analysis(
        schema: analysis.schema, principalComponents: analysis.principalComponents,
        model: analysis.model, triedComponentCount: 7, stages: [], threshold: analysis.threshold,
        clusters: analysis.clusters + [lonely], projections: analysis.projections,
        assignments: population.records.indices.map { strangers.contains($0) ? 1 : 0 },
        scores: analysis.scores, isAnomalous: population.records.indices.map { _ in isFlagged },
        explanations: [:])
      return PopulationAnalyzer(options: quickOptions { $0.features = .both }, threadCount: 1)
        .strangersNote(population.records, changed)
    }
    #expect(
      note(isFlagged: false)
        == "not flagged, but so strange that they have clusters of their own: "
        + "\(population.records[3].address)")
    #expect(note(isFlagged: true) == nil)
    // The strangest first, wherever it stands.
    let byScore = population.records.indices.sorted {
      (analysis.scores[$0], population.records[$0].address)
        < (analysis.scores[$1], population.records[$1].address)
    }
    let seven = [6, 2, 0, 4, 1, 5, 3].map { byScore[$0] }
    let names = byScore.prefix(5).map { "\(population.records[$0].address)" }
    #expect(
      note(isFlagged: false, strangers: seven)?.hasSuffix(
        names.joined(separator: ", ") + " and 2 more") == true)
  }

  /// Rows may be equal, where octets never are.
  @Test(arguments: [ScanOptions.Algorithm.mixture, .kMeans], [1, 2, 3])
  func addressesThatBehaveAlikeAreFewerKinds(
    algorithm: ScanOptions.Algorithm, kindCount: Int
  ) throws {
    var tables = AddressTables(families: [.ipv4], countsBehaviour: true)
    for source in UInt32(0)..<9 {
      for packet in 0...Int(source) % kindCount {
        let observation = Observation(
          source: IPAddress(ipv4: source), destination: IPAddress(ipv4: 99), record: packet + 1)
        tables.add([observation].span, [.unknown].span, input: 0)
      }
    }
    for components in [ScanOptions.ComponentCount.auto, .fixed(5)] {
      let options = quickOptions {
        $0.features = .behaviour
        $0.algorithm = algorithm
        $0.components = components
      }
      let population = PopulationAnalyzer(options: options, threadCount: 1).population(
        of: Array(tables.tables[0].records), side: .source, family: .ipv4,
        behaviour: tables.behaviour(of: tables.tables[0]))
      let analysis = try #require(population.analysis)
      #expect(analysis.clusters.count <= kindCount)
      #expect(!analysis.scores.contains { !$0.isFinite })
      #expect(Set(analysis.scores).count <= kindCount)
    }
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let one = try #require(try population { $0.features = .both }.analysis)
    for threadCount in [2, 5] {
      let other = try #require(
        try population(threadCount: threadCount) { $0.features = .both }.analysis)
      #expect(one.isSame(as: other))
      #expect(one.scalings == other.scalings)
    }
  }

  @Test func whatTheInputsDoNotTellIsNamed() throws {
    let note = try #require(try population(.destination).note)
    #expect(note.contains("do not tell"))
    #expect(note.contains("lowest TTL"))
    #expect(note.contains("share of SYN-only packets") == false)
  }

  @Test(arguments: [ScanOptions.FeatureChoice.behaviour, .both])
  func addressesAloneHoldNoBehaviour(features: ScanOptions.FeatureChoice) {
    let sample = SamplePopulation.strangers
    let options = quickOptions { $0.features = features }
    for behaviour in [nil, BehaviourTable()] {
      let population = PopulationAnalyzer(options: options, threadCount: 1).population(
        of: sample.records, side: .source, family: .ipv4, behaviour: behaviour)
      #expect(population.analysis == nil)
      #expect(population.note?.contains("no behaviour") == true)
      #expect(population.note?.contains("--features octets") == true)
      #expect(population.records == sample.records)
    }
  }

  @Test func octetsTakeNoNoticeOfBehaviour() throws {
    let with = try #require(try population { $0.features = .octets }.analysis)
    let table = try #require(Self.tables.tables.first)
    let options = quickOptions { $0.reasons = .all }
    let without = PopulationAnalyzer(options: options, threadCount: 1).population(
      of: Array(table.records), side: .source, family: .ipv4)
    #expect(with.isSame(as: try #require(without.analysis)))
  }
}
