import LinearAlgebra
import Testing

@testable import Learning

@Suite struct RandomVariatesTests {
  private static let drawCount = 200_000

  /// Mean and variance of many draws, with the variance of the square for the standard error.
  private func moments(_ draw: () -> Lanes) -> (mean: Double, variance: Double) {
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<Self.drawCount / 8 {
      let values = draw()
      sum += values.treeSum
      squares += (values * values).treeSum
    }
    let count = Double(Self.drawCount)
    return (sum / count, squares / count - sum / count * (sum / count))
  }

  /// Within five standard errors: √(1 / n) of the mean, √(2 / n) of the variance.
  @Test func normalsHaveMeanZeroAndVarianceOne() {
    var generator = SeededGenerator(seed: 1)
    for part in [0, 1] {
      let (mean, variance) = moments {
        let pair = generator.nextNormals()
        return part == 0 ? pair.0 : pair.1
      }
      #expect(abs(mean) < 0.0112)
      #expect(abs(variance - 1) < 0.0159)
    }
  }

  /// 0.6745 is the upper quartile, 3 is passed by 0.27 %.
  @Test func normalsHaveTheRightTails() {
    var generator = SeededGenerator(seed: 2)
    var inner = 0
    var outer = 0
    for _ in 0..<Self.drawCount / 16 {
      let pair = generator.nextNormals()
      for lane in 0..<8 {
        inner += [pair.0[lane], pair.1[lane]].count { abs($0) < 0.674_489_75 }
        outer += [pair.0[lane], pair.1[lane]].count { abs($0) > 3 }
      }
    }
    #expect(abs(Double(inner) / Double(Self.drawCount) - 0.5) < 0.0056)
    #expect(abs(Double(outer) / Double(Self.drawCount) - 0.002_699_8) < 0.000_58)
  }

  /// Mean ν and variance 2ν; five standard errors from the fourth central moment 12 ν (ν + 4).
  @Test(arguments: [0.4, 1, 1.9, 2, 5, 40, 700])
  func chiSquaresHaveTheirMoments(degreesOfFreedom nu: Double) {
    var generator = SeededGenerator(seed: 3)
    let (mean, variance) = moments { generator.nextChiSquares(degreesOfFreedom: nu) }
    let count = Double(Self.drawCount)
    #expect(abs(mean - nu) < 5 * (2 * nu / count).squareRoot())
    let spread = (12 * nu * (nu + 4) - 4 * nu * nu) / count
    #expect(abs(variance - 2 * nu) < 5 * spread.squareRoot())
  }

  @Test func indicesStayBelowTheirCount() {
    var generator = SeededGenerator(seed: 4)
    let drawn = Set((0..<1_000).map { _ in generator.nextIndex(below: 7) })
    #expect(drawn == Set(0..<7))
  }
}
