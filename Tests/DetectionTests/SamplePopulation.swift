import Detection
import Features
import Learning
import LinearAlgebra
import Records
import Testing

/// Address sets of a known make, the same for the same seed.
struct SamplePopulation: Sendable {
  /// What the addresses have in common.
  enum Shape: String, Sendable, CaseIterable {
    /// Three networks and three addresses that belong to none of them.
    case networksAndStrangers
    /// One /24 or /64, whose covariance is singular.
    case oneNetwork
    /// Anything at all.
    case scattered
  }

  let shape: Shape
  let family: AddressFamily
  let seed: UInt64

  static let all: [SamplePopulation] = Shape.allCases.flatMap { shape in
    AddressFamily.allCases.flatMap { family in
      [1, 2].map { SamplePopulation(shape: shape, family: family, seed: $0) }
    }
  }

  static let strangers = SamplePopulation(shape: .networksAndStrangers, family: .ipv4, seed: 1)

  /// Distinct, in random order.
  var addresses: [IPAddress] {
    var generator = SeededGenerator(seed: seed)
    var seen: Set<IPAddress> = []
    var result: [IPAddress] = []
    while result.count < 84 {
      let address = address(index: result.count, using: &generator)
      if seen.insert(address).inserted { result.append(address) }
    }
    for index in result.indices.dropFirst() {
      result.swapAt(index, Int(generator.next() % UInt64(index + 1)))
    }
    return result
  }

  /// With counts of packets and bytes that differ from address to address.
  var records: [AddressRecord] {
    var generator = SeededGenerator(seed: seed, stream: 1)
    return addresses.enumerated().map { index, address in
      let packetCount = Int(generator.next() % 20) + 1
      return AddressRecord(
        address: address, firstInput: 0, firstPacket: index + 1, packetCount: packetCount,
        byteCount: packetCount * (40 + Int(generator.next() % 1400)), firstTimestamp: nil,
        lastTimestamp: nil)
    }
  }

  private func address(index: Int, using generator: inout SeededGenerator) -> IPAddress {
    let random = generator.next()
    let other = generator.next()
    switch (shape, family) {
    case (.networksAndStrangers, .ipv4):
      let networks: [UInt64] = [0xc0a8_ca00, 0xc0a8_1b00, 0x0a14_1e00]
      return IPAddress(
        ipv4: UInt32(truncatingIfNeeded: index < 81 ? networks[index % 3] | random & 255 : random))
    case (.networksAndStrangers, .ipv6):
      let networks: [UInt64] = [
        0x2001_0db8_0007_0001, 0x2001_0db8_0007_0002, 0xfd4a_7c21_9e00_0010,
      ]
      return index < 81
        ? IPAddress(family: .ipv6, high: networks[index % 3], low: random & 0xfff)
        : IPAddress(family: .ipv6, high: random, low: other)
    case (.oneNetwork, .ipv4): return IPAddress(ipv4: 0xc0a8_0700 | UInt32(random & 255))
    case (.oneNetwork, .ipv6):
      return IPAddress(family: .ipv6, high: 0x2001_0db8_0007_0001, low: random & 0xff)
    case (.scattered, .ipv4): return IPAddress(ipv4: UInt32(truncatingIfNeeded: random))
    case (.scattered, .ipv6): return IPAddress(family: .ipv6, high: random, low: other)
    }
  }

  func analyzed(
    _ options: ScanOptions = ScanOptions(), threadCount: Int = 1
  ) throws -> Analysis {
    try #require(population(options, threadCount: threadCount).analysis)
  }

  func population(
    _ options: ScanOptions = ScanOptions(), threadCount: Int = 1
  ) -> Population {
    PopulationAnalyzer(options: options, threadCount: threadCount)
      .population(of: records, side: .source, family: family)
  }
}

extension SamplePopulation: CustomTestStringConvertible {
  var testDescription: String { "\(shape.rawValue), \(family.rawValue), seed \(seed)" }
}

/// A sample with what was found in it; analysed once for all tests, with reasons for every address.
struct AnalyzedSample: Sendable {
  let sample: SamplePopulation
  let analysis: Analysis

  static let mixtures = SamplePopulation.all.map { AnalyzedSample($0, options(.mixture)) }
  static let kMeans = SamplePopulation.all.map { AnalyzedSample($0, options(.kMeans)) }
  /// With more flagged, and what would be usual in their place.
  static let flagged = SamplePopulation.all.map { sample in
    AnalyzedSample(sample, quickOptions { $0.threshold = .percentile(8) })
  }

  static func options(_ algorithm: ScanOptions.Algorithm) -> ScanOptions {
    quickOptions {
      $0.algorithm = algorithm
      $0.reasons = .all
    }
  }

  private init(_ sample: SamplePopulation, _ options: ScanOptions) {
    self.sample = sample
    guard let analysis = sample.population(options).analysis else {
      preconditionFailure("a sample has addresses enough to be analysed")
    }
    self.analysis = analysis
  }
}

extension AnalyzedSample: CustomTestStringConvertible {
  var testDescription: String { sample.testDescription }
}

/// Records of `texts`, each seen once, in a packet of 60 bytes.
func records(_ texts: [String]) throws -> [AddressRecord] {
  try texts.enumerated().map { index, text in
    AddressRecord(
      address: try #require(IPAddress(text)), firstInput: 0, firstPacket: index + 1,
      packetCount: 1, byteCount: 60, firstTimestamp: nil, lastTimestamp: nil)
  }
}

/// Two restarts: the deterministic search finds the fit, and tests should be quick.
func quickOptions(_ change: (inout ScanOptions) -> Void = { _ in }) -> ScanOptions {
  var options = ScanOptions()
  options.restartCount = 2
  change(&options)
  return options
}

extension Analysis {
  /// Whether all that was found is the same, to the last bit.
  func isSame(as other: Analysis) -> Bool {
    schema == other.schema && principalComponents == other.principalComponents
      && model == other.model && triedComponentCount == other.triedComponentCount
      && stages == other.stages && threshold == other.threshold && clusters == other.clusters
      && projections == other.projections && assignments == other.assignments
      && scores == other.scores && isAnomalous == other.isAnomalous
      && explanations == other.explanations && pValues == other.pValues
      && alternatives == other.alternatives && stability == other.stability
  }

  var mixture: BayesianGaussianMixtureModel? {
    guard case .mixture(let model) = model else { return nil }
    return model
  }
}
