import Detection
import Features
import Records
import Testing

@Suite struct ScanReportTests {
  private func report(
    _ statuses: [InputSummary.Status], _ populations: [Population] = []
  ) -> ScanReport {
    ScanReport(
      version: "0", options: ScanOptions(),
      inputs: statuses.map { status in
        var input = InputSummary(path: InputPath("x"))
        input.status = status
        return input
      }, populations: populations)
  }

  @Test func statusIsThatOfTheWhole() {
    #expect(report([.ok, .ok]).status == .ok)
    #expect(report([.ok, .partial]).status == .partial)
    #expect(report([.ok, .error]).status == .partial)
    #expect(report([.error, .error]).status == .error)
    #expect(report([.partial]).status == .partial)
  }

  /// DHCP's 0.0.0.0 is strange in every network and no news in any.
  @Test func labelledAddressesAreFlaggedButNoFindings() throws {
    let usual = (1...60).map { "192.168.7.\($0 * 4)" }
    let analyzer = PopulationAnalyzer(
      options: quickOptions { $0.threshold = .percentile(2) }, threadCount: 1)
    let population = analyzer.population(
      of: try records(usual + ["0.0.0.0", "81.2.69.142"]), side: .source, family: .ipv4)
    let analysis = try #require(population.analysis)
    #expect(analysis.isAnomalous[60...] == [true, true])
    #expect(analysis.isAnomalous[..<60].contains(true) == false)
    #expect(report([.ok], [population]).findingCount == 1)
  }

  @Test func aPopulationWithoutAnalysisHasNoFindings() throws {
    let population = PopulationAnalyzer(options: quickOptions(), threadCount: 1)
      .population(of: try records(["8.8.8.8"]), side: .source, family: .ipv4)
    #expect(report([.ok], [population]).findingCount == 0)
  }
}
