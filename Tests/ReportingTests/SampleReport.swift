import Detection
import Features
import Learning
import LinearAlgebra
import Records

/// Small reports made by hand; figures are plausible, not fitted.
enum SampleReport {
  /// Nasty names, labels, damage, a mixture, k-means, too few addresses and an input in error.
  static let everything = ScanReport(
    version: "0.0.0", options: ScanOptions(), inputs: inputs,
    ignored: [
      IgnoredInput(path: InputPath("day/notes.txt"), reason: .notACapture),
      IgnoredInput(path: InputPath(bytes: Array("day/".utf8) + [0xff]), reason: .symbolicLink),
      IgnoredInput(path: InputPath("day/todo\n"), reason: .notACapture),
    ],
    populations: [sources, destinations, fewAddresses, longAddresses])

  /// Nothing could be read.
  static let nothing = ScanReport(
    version: "0.0.0", options: ScanOptions(), inputs: [inputs[2]], populations: [])

  /// Clean inputs and no finding.
  static let quiet: ScanReport = {
    var options = ScanOptions()
    options.components = .fixed(2)
    options.threshold = .percentile(0)
    options.seed = .max
    options.stabilityRefitCount = 20
    options.records.filter = "ip or \"ip6\""
    options.records.since = time(0)
    options.records.until = time(60)
    options.records.depth = .innermost
    var live = inputs[0]
    live.path = InputPath("eth0")
    live.format = .live
    live.compression = nil
    live.kernelDroppedCount = 1_234
    return ScanReport(
      version: "0.0.0", options: options, inputs: [inputs[0], live],
      populations: [population(.source, sourceAddresses, flagged: [:], isKMeans: true)])
  }()

  /// Calibrated rules: one finding in the first group, none in the second.
  static let calibrated: ScanReport = {
    var options = ScanOptions()
    options.threshold = .falseDiscoveryRate(0.05)
    options.stabilityRefitCount = 20
    let found = population(
      .source, sourceAddresses, flagged: [20: "third octet 114; addresses of the others have 200"],
      rule: .falseDiscoveryRate(0.05))
    let none = population(
      .destination, sourceAddresses, flagged: [:], rule: .falseDiscoveryRate(0.05))
    return ScanReport(
      version: "0.0.0", options: options, inputs: [inputs[0], inputs[1]],
      populations: [found, none])
  }()

  /// The other calibrated rule, with a special-purpose address as the only finding.
  static let chance: ScanReport = {
    var options = ScanOptions()
    options.threshold = .pValue(0.001)
    return ScanReport(
      version: "0.0.0", options: options, inputs: [inputs[0], inputs[1]],
      populations: [
        population(
          .source, sourceAddresses, flagged: [21: "first octet 0; the others have 10"],
          rule: .pValue(0.001))
      ])
  }()

  /// A border of the reader's own.
  static let bordered: ScanReport = {
    var options = ScanOptions()
    options.threshold = .density(-14.5)
    return ScanReport(
      version: "0.0.0", options: options, inputs: [inputs[0], inputs[1]],
      populations: [
        population(
          .source, sourceAddresses, flagged: [22: "second octet 8; the others have 0"],
          rule: .density(-14.5))
      ])
  }()

  /// Behaviour beside octets, of which a log of connections tells only a part.
  static let behaviour: ScanReport = {
    var options = ScanOptions()
    options.features = .both
    options.side = .source
    let populations = [sources, fewAddresses].map { sample in
      let behaviour = behaviour(of: sample.records)
      let encoded = EncodedAddresses(
        behaviour: behaviour, of: sample.records.map(\.address), family: sample.family,
        withOctets: true)
      return Population(
        side: sample.side, family: sample.family, records: sample.records, behaviour: behaviour,
        note: sample.note, analysis: sample.analysis.map { behaviourAnalysis($0, encoded) })
    }
    return ScanReport(
      version: "0.0.0", options: options, inputs: [inputs[0], inputs[1]], populations: populations)
  }()

  /// Each address sends to the first as many connections as its place; every third is unknown.
  private static func behaviour(of records: [AddressRecord]) -> BehaviourTable {
    var tables = AddressTables(families: [records[0].address.family], countsBehaviour: true)
    for (index, record) in records.enumerated() {
      for step in 0...index {
        let observation = Observation(
          source: record.address, destination: records[0].address, record: 1,
          timestamp: time(Int64(index * step)))
        let traits =
          index % 3 == 2
          ? PacketTraits.unknown
          : PacketTraits(
            connectionOver: index % 2 == 0 ? .tcp : .udp,
            ports: .init(source: UInt16(4000 + step), destination: 53))
        tables.add([observation].span, [traits].span, input: 0)
      }
    }
    return tables.behaviour(of: tables.tables[0])
  }

  private static func behaviourAnalysis(
    _ analysis: Analysis, _ encoded: EncodedAddresses
  ) -> Analysis {
    let count = encoded.columns.count
    return Analysis(
      schema: encoded.schema, scalings: encoded.scalings,
      principalComponents: principalComponents(count), model: .mixture(mixture(count)),
      triedComponentCount: 7, stages: [], threshold: analysis.threshold,
      clusters: clusters(12, 23, count), projections: analysis.projections,
      assignments: analysis.assignments, scores: analysis.scores,
      isAnomalous: analysis.isAnomalous,
      explanations: [
        20: Explanation(
          referenceCluster: 0, referenceLogDensity: -8.25,
          reasons: [
            Reason(
              featureIndex: 7, value: 20, expected: 1.5, contribution: -9,
              text: "distinct destination ports 20; members of cluster 0 have 1–12"),
            Reason(
              featureIndex: 20, value: nil, expected: 64, contribution: -0.5,
              text: "lowest TTL not known"),
          ])
      ])
  }

  static let inputs: [InputSummary] = {
    var whole = InputSummary(path: InputPath("office.pcap"))
    whole.format = .pcap
    whole.compression = .gzip
    whole.linkTypes = ["EN10MB"]
    whole.byteCount = 6_123_456
    whole.packetCount = 68_402
    whole.usedPacketCount = 68_000
    whole.ipv4PacketCount = 67_990
    whole.ipv6PacketCount = 10
    whole.skipped = [.noIP: 400, .tooDeep: 2]
    whole.firstTimestamp = time(0)
    whole.lastTimestamp = time(2_111)
    whole.outOfOrderCount = 3
    whole.snapshotTruncatedCount = 4
    whole.filterPaths = [.plain, FilterPath([.vlan])]
    // ESC, a newline, a bidi override, and a byte that is not UTF-8.
    var cut = InputSummary(
      path: InputPath(bytes: Array("=cut\u{1b}[31m\n\u{202e}".utf8) + [0xff] + Array(".pcap".utf8)))
    cut.status = .partial
    cut.failure = InputFailure(
      .truncatedRecord, "record header needs 16 bytes, but only 7 are left", record: 1841,
      byteOffset: 99_123)
    cut.format = .pcap
    cut.compression = InputSummary.Compression.none
    cut.linkTypes = ["EN10MB", "LINUX_SLL"]
    cut.byteCount = 99_130
    cut.packetCount = 1_840
    cut.usedPacketCount = 1_840
    cut.ipv4PacketCount = 1_840
    cut.filterPaths = [.plain]
    cut.skipped = [.truncatedRecord: 1]
    var missing = InputSummary(path: InputPath("mi\"ss\\ing.pcap"))
    missing.status = .error
    missing.failure = InputFailure(.notFound, "there is no such file")
    return [whole, cut, missing]
  }()

  static func time(_ offset: Int64) -> Timestamp {
    Timestamp(seconds: 1_331_901_000 + offset, nanoseconds: 120_000_000, fractionDigitCount: 6)
  }

  // MARK: Populations

  static let sourceAddresses: [UInt32] =
    (0..<12).map { 0xc0a8_c800 + UInt32($0) * 0x101 }  // 192.168.200.0 …
    + (0..<8).map { 0x0a00_0001 + UInt32($0) * 0x10 }  // 10.0.0.1 …
    + [0xcb00_7209, 0x0000_0000, 0x0808_0808]

  static let sources = population(
    .source, sourceAddresses,
    flagged: [
      20: "third octet 114; addresses of 192.168.200.0–192.168.229.255 have 200–229",
      21: "first octet 0; addresses of 10.0.0.0/24 have 10",
      22: "second octet 8; addresses of 10.0.0.0/24 have 0",
    ])

  static let destinations = population(
    .destination, Array(sourceAddresses.prefix(21)), flagged: [20: "=1+1,\"quoted\"\u{7}"],
    isKMeans: true)

  static let fewAddresses = Population(
    side: .source, family: .ipv6,
    records: (1...2).map {
      record(IPAddress(family: .ipv6, high: 0x2001_0db8_0000_0000, low: UInt64($0)), index: $0)
    },
    note: "only 2 addresses, which is too few for clusters; at least 3 are needed", analysis: nil)

  /// Addresses of 39 characters, which do not fit beside their figures.
  static let longAddresses: Population = {
    let addresses = (0..<6).map { index in
      IPAddress(
        family: .ipv6, high: 0x2a00_1450_aaaa_bbbb, low: 0xcccc_dddd_eeee_1110 + UInt64(index))
    }
    return population(
      .destination, addresses, flagged: [5: "last octet 21; addresses of the others have 16–20"],
      isKMeans: false)
  }()

  private static func population(
    _ side: Side, _ addresses: [UInt32], flagged: [Int: String], isKMeans: Bool = false,
    rule: ThresholdRule = .percentile(4)
  ) -> Population {
    population(
      side, addresses.map { IPAddress(ipv4: $0) }, flagged: flagged, isKMeans: isKMeans,
      rule: rule)
  }

  private static func population(
    _ side: Side, _ addresses: [IPAddress], flagged: [Int: String], isKMeans: Bool,
    rule: ThresholdRule = .percentile(4)
  ) -> Population {
    let half = addresses.count / 2
    let assignments = addresses.indices.map { $0 <= half ? 0 : 1 }
    let scores = addresses.indices.map { index in
      flagged[index] == nil ? -8 - Double(index % 5) / 7 : -14.05 - Double(index)
    }
    let featureCount = addresses[0].family.octetCount
    return Population(
      side: side, family: addresses[0].family,
      records: addresses.enumerated().map { record($1, index: $0) },
      note: isKMeans ? "fitted with 2 clusters instead of 7" : nil,
      analysis: Analysis(
        schema: FeatureSchema(
          name: "octets", schemaVersion: 1, features: (1...featureCount).map { "octet\($0)" }),
        principalComponents: principalComponents(featureCount),
        model: isKMeans ? .kMeans(kMeans(featureCount)) : .mixture(mixture(featureCount)),
        triedComponentCount: 7,
        stages: isKMeans
          ? []
          : [
            FitStage(componentCount: 7, objective: -412.5, weights: [0.6, 0.396, 0.004]),
            FitStage(componentCount: 2, objective: -401.25, weights: [0.6, 0.4]),
          ],
        threshold: threshold(rule, flaggedCount: flagged.count),
        clusters: clusters(half, addresses.count, featureCount),
        projections: Matrix(
          rows: addresses.indices.map { index in
            let address = addresses[index]
            return [
              Double(address.octet(0)) - 128 + Double(index % 3),
              Double(address.octet(featureCount - 1)) / 4 - 20,
            ]
          }),
        assignments: assignments, scores: scores,
        isAnomalous: addresses.indices.map { flagged[$0] != nil },
        explanations: flagged.mapValues { text in
          Explanation(
            referenceCluster: 0, referenceLogDensity: isKMeans ? nil : -8.25,
            reasons: [
              Reason(
                featureIndex: 2, value: 114, expected: 214.5, contribution: -17.5, text: text),
              Reason(
                featureIndex: 0, value: 203, expected: 192, contribution: -1e-05,
                text: "first octet 203; others have 192"),
              Reason(
                featureIndex: 3, value: 9, expected: 9, contribution: 0.5,
                text: "fourth octet is ordinary"),
            ])
        },
        pValues: rule.isCalibrated
          ? addresses.indices.map { flagged[$0] == nil ? 0.5 : 2.5e-06 } : nil,
        alternatives: flagged[20] == nil || isKMeans ? [:] : [20: alternative],
        stability: rule.isCalibrated
          ? Stability(
            refitCount: 20, flaggedShares: addresses.indices.map { flagged[$0] == nil ? 0 : 0.6 },
            clusterOverlaps: [0.96, 0.51])
          : nil))
  }

  private static func threshold(_ rule: ThresholdRule, flaggedCount: Int) -> Threshold {
    guard rule.isCalibrated else { return Threshold(rule: rule, score: -14.05) }
    return Threshold(
      rule: rule,
      calibration: CalibratedBorder(
        pValue: 0.001, expectedFalseFindingCount: Double(flaggedCount) / 20,
        basis: .draws(460_000)))
  }

  private static let alternative = Alternative(
    nearestNormal: NearestNormal(
      index: 2,
      changes: [
        FeatureChange(featureIndex: 0, from: 203, to: 192),
        FeatureChange(featureIndex: 2, from: 114, to: 202),
      ]),
    counterfactual: Counterfactual(
      changes: [FeatureChange(featureIndex: 2, from: 114, to: 200)], score: -13.5, isExact: true,
      text: "it would be usual with third octet 200 instead of 114: 203.0.200.9"))

  private static func record(_ address: IPAddress, index: Int) -> AddressRecord {
    AddressRecord(
      address: address, firstInput: index % 2, firstPacket: index + 1,
      packetCount: 1 + index * index * 7, byteCount: 60 + index * 1_514,
      firstTimestamp: index == 3 ? nil : time(Int64(index) * 17),
      lastTimestamp: index == 3 ? nil : time(Int64(index) * 17 + 1))
  }

  private static func clusters(
    _ half: Int, _ count: Int, _ featureCount: Int
  ) -> [ClusterDescription] {
    [
      ClusterDescription(
        index: 0, weight: 0.6, addressCount: half + 1,
        mean: Array(repeating: 192.0, count: featureCount), principalMean: [64, -18],
        name: "192.168.200.0–192.168.229.255",
        networks: [Network(prefix: "192.168.200.0-192.168.229.255", addressCount: half + 1)]),
      ClusterDescription(
        index: 1, weight: 0.4, addressCount: count - half - 1,
        mean: Array(repeating: 10.5, count: featureCount), principalMean: [-117, -10],
        name: "10.0.0.0/24, 10.0.2.0/23, 10.0.8.0/21, 172.16.0.0/12, 192.168.17.0/24 and 3 more",
        networks: [
          Network(prefix: "10.0.0.0/24", addressCount: 8),
          Network(prefix: "172.16.0.0/12", addressCount: 1),
        ]),
    ]
  }

  // MARK: Models

  private static func principalComponents(_ featureCount: Int) -> PrincipalComponentsModel {
    PrincipalComponentsModel(
      mean: Array(repeating: 100.25, count: featureCount),
      components: Matrix(
        rows: (0..<2).map { row in (0..<featureCount).map { $0 == row ? 1 : 0 } }),
      explainedVariance: [5000, 1500], explainedVarianceRatio: [0.7, 0.21])
  }

  private static func mixture(_ featureCount: Int) -> BayesianGaussianMixtureModel {
    BayesianGaussianMixtureModel(
      weights: [0.6, 0.4],
      means: Matrix(rowCount: 2, columnCount: featureCount, repeating: 100.5),
      covariances: (0..<2).map { index in
        var covariance = Matrix(rowCount: featureCount, columnCount: featureCount)
        covariance.addToDiagonal(Double(index + 1) / 3)
        return covariance
      },
      weightConcentrations: [[1.5, 9], [1, 2.25]], meanPrecisions: [13, 10],
      degreesOfFreedom: [16, 12], lowerBound: -401.25, meanLogDensity: -9.5, iterationCount: 23,
      didConverge: true, restartCount: 10, isPriorRegularized: true)
  }

  private static func kMeans(_ featureCount: Int) -> KMeansModel {
    KMeansModel(
      centroids: Matrix(rowCount: 2, columnCount: featureCount, repeating: 1e-05),
      weights: [0.6, 0.4], inertia: 1234.5, tightness: 7.125, iterationCount: 100,
      didConverge: false, restartCount: 10)
  }
}
