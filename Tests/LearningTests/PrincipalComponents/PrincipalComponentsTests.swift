import LinearAlgebra
import Testing

@testable import Learning

@Suite struct PrincipalComponentsTests {
  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func axesAreScikitLearns(figures: ReferenceFigures) {
    let expected = figures.principalComponents
    let count = expected.components.count
    let model = PrincipalComponents(componentCount: count).fit(figures.samples)
    #expect(largestDifference(model.mean, expected.mean) < 1e-9)
    #expect(
      largestDifference(model.components.elements, expected.components.flatMap { $0 }) < 1e-9)
    #expect(largestDifference(model.explainedVariance, expected.explainedVariance) < 1e-9)
    #expect(
      largestDifference(model.explainedVarianceRatio, expected.explainedVarianceRatio) < 1e-9)
  }

  @Test func axesOfAConstantSetAreTheFirstUnitVectors() {
    let model = PrincipalComponents().fit(Matrix(rows: [[1, 2, 3], [1, 2, 3]]))
    #expect(model.components.rows == [[1, 0, 0], [0, 1, 0]])
    #expect(model.explainedVarianceRatio == [0, 0])
  }

  @Test func aLineIsCompletedByGramSchmidt() {
    let model = PrincipalComponents().fit(Matrix(rows: [[0, 0], [3, 4], [6, 8]]))
    #expect(largestDifference(model.components.elements, [0.6, 0.8, 0.8, -0.6]) < 1e-12)
    #expect(isClose(model.explainedVarianceRatio[0], 1, tolerance: 1e-12))
    #expect(model.explainedVarianceRatio[1] == 0)
  }

  @Test func theFirstLargeLoadingIsPositive() {
    // A tie between the magnitudes of both loadings: the first decides.
    let model = PrincipalComponents(componentCount: 1).fit(
      Matrix(rows: [[0, 0], [-1, 1], [-2, 2]]))
    #expect(model.components[0, 0] > 0)
    #expect(model.components[0, 1] < 0)
  }

  @Test func projectionsAreCentredAndOrthogonal() {
    let samples = ReferenceFigures.ipv4.samples
    let projections = PrincipalComponents().fit(samples).projections(of: samples)
    for column in 0..<2 {
      let sum = (0..<samples.rowCount).reduce(0.0) { $0 + projections[$1, column] }
      #expect(abs(sum) < 1e-9)
    }
    let product = (0..<samples.rowCount).reduce(0.0) {
      $0 + projections[$1, 0] * projections[$1, 1]
    }
    #expect(abs(product) < 1e-6)
  }
}
