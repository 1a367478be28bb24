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
    let expected: Double = 4 * 0.05 / 15
    #expect(border.pValue == expected)
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
      .falseDiscoveryRate(0.05), of: [0.02, 0.4, 0.9], basis: .draws(100))
    #expect(border.expectedFalseFindingCount == 0)
    #expect(![0.02, 0.4, 0.9].contains(where: border.isAnomalous))
  }

  @Test func aLevelExpectsItsShareOfAll() {
    let border = CalibratedBorder(.pValue(0.01), of: [0.01, 0.4, 0.9], basis: .draws(100))
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

@Suite struct BorderBasisTests {
  @Test func aBaselineCountsOnceItCanTellASingleFinding() {
    func basis(_ baselineCount: Int) -> CalibratedBorder.Basis {
      CalibratedBorder.Basis(.falseDiscoveryRate(0.05), judging: 10, baselineCount: baselineCount)
    }
    #expect(basis(200) == .baseline(addressCount: 200))
    #expect(basis(199) == .draws(10_000))
    #expect(
      CalibratedBorder.Basis(.pValue(0.01), judging: 1_000, baselineCount: 100)
        == .baseline(addressCount: 100))
  }
}
