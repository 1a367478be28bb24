import LinearAlgebra
import Testing

@testable import Learning

@Suite struct DistinctSamplesTests {
  @Test func equalRowsMergeAndStandInLexicographicOrder() {
    let samples = DistinctSamples(
      Matrix(rows: [[2, 1], [1, 9], [2, 1], [1, 2]]), weights: [1, 2, 3, 0])
    #expect(samples.rows.rows == [[1, 9], [2, 1]])
    #expect(samples.weights == [2, 4])
    #expect(samples.totalWeight == 6)
  }

  @Test func momentsAreWeighted() {
    let samples = DistinctSamples(Matrix(rows: [[0], [3]]), weights: [2, 1])
    #expect(samples.mean == [1])
    #expect(samples.covariance(about: [1])[0, 0] == 3)
  }
}
