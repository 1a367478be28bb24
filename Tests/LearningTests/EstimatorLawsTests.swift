import Foundation
import TestSupport
import Testing

/// Every estimator obeys every law; a new one gets a line in `LawSubjects`.
@Suite struct EstimatorLawsTests {
  private let table = LawTable(LawSubjects.all)

  /// The committed table, which `RECORD_GOLDENS=1` writes anew.
  private static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/estimator-laws.md")

  @Test(arguments: LawSubjects.all)
  func everyCellIsGreenOrExcused(subject: LawSubject) {
    let laws = EstimatorLaws(subject)
    for check in EstimatorCheck.allCases where !EstimatorCheck.ofModelFiles.contains(check) {
      switch (laws.verdict(on: check), table.cell(subject, check)) {
      case (.holds, .checked), (.doesNotApply, .doesNotApply), (.broken, .excused):
        break
      case (.broken(let claims), _):
        Issue.record("\(subject.name), \(check.rawValue): \(claims.prefix(5))")
      case (.holds, _), (.doesNotApply, _):
        Issue.record("\(subject.name), \(check.rawValue): the table has no such cell")
      }
    }
  }

  @Test func excusesAreFewAndWritten() {
    let counts = table.counts
    #expect(counts.all == LawSubjects.all.count * 43)
    #expect(Double(counts.excused) <= 0.02 * Double(counts.applicable))
    for subject in LawSubjects.all {
      for (check, reason) in subject.excuses {
        #expect(reason.split(separator: " ").count > 3, "\(subject.name), \(check.rawValue)")
      }
    }
  }

  @Test func modelsThatFilesHoldAreThoseOfTheirLaws() {
    let names = LawSubjects.all.filter { table.cell($0, .savedModel) == .checked }.map(\.name)
    #expect(names == ModelFileLaws<Never>.subjectNames)
  }

  @Test func idsAreThoseOfTheList() {
    #expect(
      EstimatorCheck.allCases.map(\.rawValue)
        == (1...43).map { ($0 < 10 ? "E0" : "E") + "\($0)" })
  }

  @Test func subjectsHaveNamesOfTheirOwn() {
    #expect(Set(LawSubjects.all.map(\.name)).count == LawSubjects.all.count)
  }

  @Test func thePageShowsEveryCell() throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
      try Data(table.markdown.utf8).write(to: Self.page)
    }
    #expect(
      try String(contentsOf: Self.page, encoding: .utf8) == table.markdown,
      "run the tests once with RECORD_GOLDENS=1 and read the difference")
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func isolationForestObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { seed, threadCount in
      var configuration = IsolationForest.Configuration()
      configuration.contamination = 0.1
      configuration.seed = seed
      configuration.threadCount = threadCount
      return StandardizedEstimator(try IsolationForest(configuration))
    }
    #expect(try laws.violations() == [])
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func localOutlierFactorObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { _, threadCount in
      var configuration = LocalOutlierFactor.Configuration()
      configuration.contamination = 0.1
      configuration.threadCount = threadCount
      return try LocalOutlierFactor(configuration)
    }
    #expect(try laws.violations() == [])
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func oneClassSVMObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { _, _ in try OneClassSVM() }
    #expect(try laws.violations() == [])
  }
}
