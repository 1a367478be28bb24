import Features
import Learning
import LinearAlgebra
import Records
import Testing

@testable import Detection

@Suite struct ExplanationsTests {
  private func options(_ change: (inout ScanOptions) -> Void = { _ in }) -> ScanOptions {
    quickOptions {
      $0.reasons = .all
      change(&$0)
    }
  }

  /// Also where covariances are all but singular, as of three strangers in 16 octets.
  @Test(arguments: AnalyzedSample.mixtures)
  func contributionsSumToTheDistanceFromTheReference(analyzed: AnalyzedSample) throws {
    let analysis = analyzed.analysis
    #expect(analysis.explanations.count == analysis.scores.count)
    for (index, explanation) in analysis.explanations {
      let reference = try #require(explanation.referenceLogDensity)
      let sum = explanation.reasons.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - (analysis.scores[index] - reference)) < 1e-9)
    }
  }

  @Test(arguments: AnalyzedSample.kMeans)
  func contributionsSumToMinusTheDistanceForKMeans(analyzed: AnalyzedSample) throws {
    let analysis = analyzed.analysis
    for (index, explanation) in analysis.explanations {
      #expect(explanation.referenceLogDensity == nil)
      #expect(explanation.referenceCluster == analysis.assignments[index])
      let sum = explanation.reasons.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - analysis.scores[index]) < 1e-9)
      #expect(explanation.reasons.allSatisfy { $0.contribution <= 0 })
    }
  }

  @Test func anAddressOnItsCentroidHasNoShares() throws {
    let records = try records(["10.0.0.1", "10.0.0.2", "172.16.0.9"])
    let analyzer = PopulationAnalyzer(
      options: options {
        $0.algorithm = .kMeans
        $0.components = .fixed(3)
      }, threadCount: 1)
    let analysis = try #require(
      analyzer.population(of: records, side: .source, family: .ipv4).analysis)
    for explanation in analysis.explanations.values {
      #expect(explanation.reasons.map(\.contribution) == [0, 0, 0, 0])
    }
  }

  @Test(arguments: AnalyzedSample.mixtures)
  func theReferenceIsTheLikeliestEligibleCluster(analyzed: AnalyzedSample) throws {
    let (sample, analysis) = (analyzed.sample, analyzed.analysis)
    let model = try #require(analysis.mixture)
    let references = ReferenceClusters(
      clusterCount: model.componentCount, assignments: analysis.assignments,
      isAnomalous: analysis.isAnomalous)
    let joints = model.logJoints(
      of: OctetEncoder.samples(of: sample.addresses, family: sample.family))
    for (index, explanation) in analysis.explanations {
      #expect(references.eligible.contains(explanation.referenceCluster))
      #expect(
        references.eligible.allSatisfy {
          joints[index, $0] <= joints[index, explanation.referenceCluster]
        })
    }
  }

  @Test(arguments: AnalyzedSample.mixtures)
  func theReferenceDensityIsTheMeanOfItsUnflaggedMembers(analyzed: AnalyzedSample) throws {
    let analysis = analyzed.analysis
    for explanation in analysis.explanations.values {
      let members = analysis.scores.indices.filter {
        analysis.assignments[$0] == explanation.referenceCluster && !analysis.isAnomalous[$0]
      }
      let mean = members.reduce(0) { $0 + analysis.scores[$1] } / Double(members.count)
      #expect(abs(try #require(explanation.referenceLogDensity) - mean) < 1e-9)
    }
  }

  /// All but the best are flagged: the largest remainder is one address, compared with itself.
  @Test func theLawHoldsWhenAlmostEverythingIsFlagged() throws {
    let analysis = try SamplePopulation.strangers.analyzed(
      options { $0.threshold = .percentile(100) })
    let best = try #require(analysis.isAnomalous.firstIndex(of: false))
    for (index, explanation) in analysis.explanations {
      #expect(explanation.referenceCluster == analysis.assignments[best])
      let sum = explanation.reasons.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - (analysis.scores[index] - analysis.scores[best])) < 1e-9)
    }
  }

  @Test(arguments: AnalyzedSample.mixtures)
  func reasonsAreOnePerFeatureMostTellingFirst(analyzed: AnalyzedSample) {
    let (sample, analysis) = (analyzed.sample, analyzed.analysis)
    for (index, explanation) in analysis.explanations {
      let reasons = explanation.reasons
      #expect(reasons.map(\.featureIndex).sorted() == Array(0..<sample.family.octetCount))
      #expect(reasons.map(\.contribution) == reasons.map(\.contribution).sorted())
      let cluster = analysis.clusters[explanation.referenceCluster]
      for reason in reasons {
        #expect(reason.value == Double(sample.addresses[index].octet(reason.featureIndex)))
        #expect(reason.expected == cluster.mean[reason.featureIndex])
      }
    }
  }

  /// Three strangers alike form a cluster, but are not told that they are like each other.
  @Test func aClusterOfStrangersIsNotComparedWithItself() throws {
    let strangers = ["203.7.90.1", "203.7.90.2", "203.7.90.3"]
    let usual = (1...60).flatMap { ["192.168.1.\($0 * 4)", "192.168.2.\($0 * 4)"] }
    let analyzer = PopulationAnalyzer(options: options(), threadCount: 1)
    let population = analyzer.population(
      of: try records(usual + strangers), side: .source, family: .ipv4)
    let analysis = try #require(population.analysis)
    let own = analysis.assignments[usual.count]
    #expect(analysis.assignments[..<usual.count].contains(own) == false)
    for index in usual.count..<usual.count + strangers.count {
      let explanation = try #require(analysis.explanations[index])
      #expect(explanation.referenceCluster != own)
      #expect(explanation.reasons.contains { $0.text.hasPrefix("first octet 203; addresses of ") })
    }
  }

  @Test func onlyFlaggedAddressesAreExplainedUnlessAllAreAskedFor() throws {
    let sample = SamplePopulation.strangers
    let flagged = try sample.analyzed(quickOptions())
    #expect(!flagged.explanations.isEmpty)
    #expect(
      Set(flagged.explanations.keys)
        == Set(flagged.isAnomalous.indices.filter { flagged.isAnomalous[$0] }))
    let all = try sample.analyzed(options())
    for (index, explanation) in flagged.explanations {
      #expect(all.explanations[index] == explanation)
    }
  }

  @Test func nothingFlaggedIsNothingExplained() throws {
    let analysis = try SamplePopulation.strangers.analyzed(
      quickOptions { $0.threshold = .percentile(0) })
    #expect(analysis.explanations.isEmpty)
  }
}
