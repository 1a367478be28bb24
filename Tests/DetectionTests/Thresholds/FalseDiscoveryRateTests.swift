import Learning
import Testing

@testable import Detection

@Suite struct FalseDiscoveryRateTests {
  /// The example of Benjamini and Hochberg (1995), section 4: four of fifteen are found.
  @Test func theExampleOfThePaper() {
    let pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0000,
    ]
    let border = FalseDiscoveryRate(0.05, of: pValues.reversed())
    #expect(border.findingCount == 4)
    #expect(border.pValue == 4 * 0.05 / 15)
  }

  /// By the definition, on every small set of values.
  @Test func agreesWithTheDefinition() {
    let values = [0.01, 0.02, 0.05, 0.2]
    for a in values {
      for b in values {
        for c in values {
          let border = FalseDiscoveryRate(0.05, of: [a, b, c])
          let counts = (1...3).filter { k in
            [a, b, c].count { $0 <= Double(k) * 0.05 / 3 } >= k
          }
          #expect(border.findingCount == counts.max() ?? 0)
          #expect([a, b, c].count { $0 <= border.pValue } == border.findingCount)
        }
      }
    }
  }

  @Test func nothingIsAnAnswer() {
    let border = CalibratedBorder(
      .falseDiscoveryRate(0.05), of: [0.02, 0.4, 0.9], simulationCount: 100)
    #expect(border.expectedFalseFindingCount == 0)
    #expect(![0.02, 0.4, 0.9].contains(where: border.isAnomalous))
  }

  @Test func aLevelExpectsItsShareOfAll() {
    let border = CalibratedBorder(.pValue(0.01), of: [0.01, 0.4, 0.9], simulationCount: 100)
    #expect(border.expectedFalseFindingCount == 0.03)
    #expect(border.isAnomalous(0.01) && !border.isAnomalous(0.01.nextUp))
  }

  @Test func theSmallestBorderIsCountedInTens() {
    #expect(
      CalibratedBorder.simulationCount(for: .falseDiscoveryRate(0.05), addressCount: 2_000)
        == 400_000)
    #expect(
      CalibratedBorder.simulationCount(for: .falseDiscoveryRate(1), addressCount: 3) == 10_000)
    #expect(CalibratedBorder.simulationCount(for: .pValue(1e-5), addressCount: 3) == 10_000_000)
  }
}

@Suite struct ConformalPValuesTests {
  @Test func countTheBaselineAtOrBelow() {
    let pValues = ConformalPValues(of: [-5, -1, 0, 9], baseline: [-1, 3, -1, 0], rate: nil)
    #expect(pValues.values == [0.2, 0.6, 0.8, 1])
    #expect(pValues.shortage == nil)
  }

  /// Scores of the same kind: a level is kept exactly on average, here by exchanging every score.
  @Test func aLevelIsKeptByExchange() {
    let scores = (0..<20).map { Double(($0 * 7) % 20) }
    let flagged = scores.indices.count { left in
      let baseline = scores.indices.filter { $0 != left }.map { scores[$0] }
      return ConformalPValues(of: [scores[left]], baseline: baseline, rate: nil).values[0] <= 0.1
    }
    #expect(flagged == 2)
  }

  @Test func aShortBaselineIsSaid() {
    let scores = Array(repeating: 0.0, count: 10)
    let baseline = Array(repeating: 0.0, count: 199)
    #expect(
      ConformalPValues(of: scores, baseline: baseline, rate: 0.05).shortage
        == "the baseline has 199 addresses, where a single finding among 10 needs 200")
    #expect(
      ConformalPValues(of: scores, baseline: baseline + [0], rate: 0.05).shortage == nil)
  }
}
