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

  /// Rows of a search are of both ends, those that weigh most are among them as they are, and the
  /// others stand for the rest.
  @Test func samplesHoldTheHeavyRowsAndBothEnds() {
    let heavy = [3_000, 7_777, 9_999]
    let rows = Matrix(rows: (0..<10_000).map { [Double($0)] })
    let weights = (0..<10_000).map { heavy.contains($0) ? 5_000.0 : 1 }
    let samples = DistinctSamples(rows, weights: weights)
    let few = samples.sampled(to: 100)
    let chosen = few.rows.elements.map { Int($0) }
    #expect(few.rowCount <= 100 && few.rowCount > 90)
    #expect(chosen == chosen.sorted() && Set(chosen).count == chosen.count)
    #expect(chosen[0] < 100 && chosen.contains { $0 > 9_900 && $0 < 9_999 })
    for row in heavy {
      #expect(chosen.firstIndex(of: row).map { few.weights[$0] } == 5_000)
    }
    #expect(abs(few.totalWeight - samples.totalWeight) < 1e-6)
    #expect(samples.sampled(to: 10_000).rowCount == 10_000)
  }
}
