import Learning
import LinearAlgebra
import Records
import Testing

@testable import Detection

@Suite struct AlternativesTests {
  /// Rules with and without calibration, of both algorithms, beside that of `AnalyzedSample.flagged`.
  static let otherRules: [(ThresholdRule, ScanOptions.Algorithm)] = [
    (.percentile(8), .kMeans), (.density(-20), .mixture), (.pValue(0.05), .mixture),
  ]

  private func row(_ address: IPAddress) -> [Double] {
    (0..<address.family.octetCount).map { Double(address.octet($0)) }
  }

  @Test(arguments: AnalyzedSample.flagged)
  func changesLeadFromTheAddressToAUsualOne(analyzed: AnalyzedSample) throws {
    try expectChangesToUsual(analyzed.sample, analyzed.analysis)
  }

  @Test(arguments: SamplePopulation.all, otherRules)
  func changesByOtherRulesLeadToAUsualAddress(
    sample: SamplePopulation, rule: (ThresholdRule, ScanOptions.Algorithm)
  ) throws {
    try expectChangesToUsual(
      sample,
      sample.analyzed(
        quickOptions {
          $0.threshold = rule.0
          $0.algorithm = rule.1
        }))
  }

  private func expectChangesToUsual(_ sample: SamplePopulation, _ analysis: Analysis) throws {
    let addresses = sample.addresses
    for (index, alternative) in analysis.alternatives {
      #expect(analysis.isAnomalous[index])
      guard let counterfactual = alternative.counterfactual else {
        #expect(!analysis.isAnomalous.contains(false), "there is something usual to become")
        continue
      }
      #expect(!counterfactual.changes.isEmpty)
      var changed = row(addresses[index])
      for change in counterfactual.changes {
        #expect(changed[change.featureIndex] == change.from && change.to != change.from)
        #expect((0...255).contains(change.to) && change.to == change.to.rounded())
        changed[change.featureIndex] = change.to
      }
      let samples = Matrix(rows: [changed])
      let score =
        switch analysis.model {
        case .mixture(let model): model.scores(of: samples).logDensities[0]
        case .kMeans(let model): 0 - model.nearestCentroids(of: samples).distances[0]
        }
      #expect(counterfactual.score == score)
      if let border = analysis.threshold.score { #expect(score >= border) }
    }
    #expect(analysis.alternatives.count == analysis.isAnomalous.count { $0 })
  }

  @Test(arguments: AnalyzedSample.flagged)
  func theNearestNormalDiffersLeast(analyzed: AnalyzedSample) throws {
    let analysis = analyzed.analysis
    let addresses = analyzed.sample.addresses
    let rows = addresses.map(row)
    func measure(_ left: [Double], _ right: [Double]) -> (Int, Double) {
      (
        CounterfactualSearch.changedCount(left, right),
        zip(left, right).reduce(0) { $0 + abs($1.0 - $1.1) }
      )
    }
    for (index, alternative) in analysis.alternatives {
      let nearest = try #require(alternative.nearestNormal)
      let found = measure(rows[index], rows[nearest.index])
      for other in rows.indices where !analysis.isAnomalous[other] {
        let measured = measure(rows[index], rows[other])
        #expect(
          addresses[other] < addresses[nearest.index]
            ? found < measured : found <= measured)
      }
      #expect(nearest.changes == FeatureChange.changes(from: rows[index], to: rows[nearest.index]))
      // It bounds the counterfactual, which may be none of the addresses.
      let count = try #require(alternative.counterfactual).changes.count
      #expect(count <= nearest.changes.count)
    }
  }

  @Test(arguments: AnalyzedSample.flagged.filter { $0.sample.family == .ipv4 })
  func counterfactualsOfIPv4AreExact(analyzed: AnalyzedSample) {
    for alternative in analyzed.analysis.alternatives.values {
      #expect(alternative.counterfactual?.isExact == true)
    }
  }

  /// A change is only worth naming if the address is then not flagged: shown by putting it in.
  @Test func theCounterfactualIsNotFlaggedByTheStoredModel() throws {
    let analysis = try #require(AnalyzedSample.flagged.first).analysis
    let texts = analysis.alternatives.compactMap { $1.counterfactual?.text }
    #expect(texts.count == analysis.alternatives.count)
    #expect(texts.allSatisfy { $0.hasPrefix("it would be usual with ") })
  }

  @Test func wordsNameOctetsAndTheAddress() {
    let words = OctetText(family: .ipv4).counterfactual(
      [
        FeatureChange(featureIndex: 0, from: 10, to: 192),
        FeatureChange(featureIndex: 2, from: 0, to: 4),
      ], row: [192, 168, 4, 7])
    #expect(
      words
        == "it would be usual with first octet 192 instead of 10 and third octet 4 instead of 0: "
        + "192.168.4.7")
    let six = OctetText(family: .ipv6).counterfactual(
      [FeatureChange(featureIndex: 15, from: 255, to: 1)],
      row: [0xfd] + Array(repeating: 0, count: 14) + [1])
    let many = OctetText(family: .ipv4)
      .counterfactual(
        Array(repeating: FeatureChange(featureIndex: 0, from: 1, to: 2), count: 5),
        row: [1, 2, 3, 4])
    #expect(many == "it would be usual with 5 other octets: 1.2.3.4")
    #expect(six == "it would be usual with octet 16 0x01 instead of 0xff: fd00::1")
  }
}
