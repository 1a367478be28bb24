import Detection
import Features
import Records
import Testing

/// The addresses of a sample of real traffic, whose figures LearningTests compares.
private struct ReferenceAddresses: Decodable {
  struct Population: Decodable {
    let addresses: [String]
  }

  let source: Population
  let destination: Population
}

@Suite(
  .enabled(
    if: SharedData.has(SharedData.referenceName), "no folder '../shared/reference' beside us"))
struct ReferenceAddressTests {
  private func analyzed(_ texts: [String], _ options: ScanOptions) throws -> Analysis {
    let population = PopulationAnalyzer(options: options, threadCount: 2)
      .population(of: try records(texts), side: .source, family: .ipv4)
    return try #require(population.analysis)
  }

  private func reference() throws -> ReferenceAddresses {
    try SharedData.decode(SharedData.referenceName, as: ReferenceAddresses.self)
  }

  @Test(arguments: ScanOptions.Algorithm.allCases)
  func contributionsSumToTheDistanceFromTheReference(
    algorithm: ScanOptions.Algorithm
  ) throws {
    let reference = try reference()
    for addresses in [reference.source.addresses, reference.destination.addresses] {
      let analysis = try analyzed(addresses, AnalyzedSample.options(algorithm))
      #expect(analysis.explanations.count == addresses.count)
      for (index, explanation) in analysis.explanations {
        let sum = explanation.reasons.reduce(0) { $0 + $1.contribution }
        let distance = analysis.scores[index] - (explanation.referenceLogDensity ?? 0)
        #expect(abs(sum - distance) < 1e-9, "\(addresses[index])")
      }
    }
  }

  /// They share nothing with the 192.168.0.0/16 around them but their last octets.
  @Test(arguments: ["10.10.117.209", "172.16.6.57"])
  func theFirstTwoOctetsLeadTheReasonsOfAddressesFromElsewhere(address: String) throws {
    let addresses = try reference().source.addresses
    let index = try #require(addresses.firstIndex(of: address))
    let analysis = try analyzed(addresses, ScanOptions())
    #expect(analysis.isAnomalous[index])
    let explanation = try #require(analysis.explanations[index])
    #expect(Set(explanation.reasons.prefix(2).map(\.featureIndex)) == [0, 1])
    #expect(explanation.reasons.prefix(2).allSatisfy { $0.contribution < 0 })
  }
}
