import LinearAlgebra
import Testing

@testable import Learning

@Suite struct WholeNumberMomentsTests {
  private func octets(_ rowCount: Int, seed: UInt64 = 1) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rowCount: rowCount, columnCount: 4,
      elements: (0..<rowCount * 4).map { _ in Double(generator.next() % 256) })
  }

  /// The way of all other numbers: distinct rows, the mean, then products of differences.
  @Test func agreesWithSumsOfDifferences() throws {
    let samples = octets(2_000)
    let moments = try #require(WholeNumberMoments(samples, weights: nil))
    let distinct = DistinctSamples(samples)
    let mean = distinct.mean
    #expect(largestDifference(moments.mean, mean) < 1e-12 * 256)
    #expect(
      largestDifference(
        moments.covariance.elements, distinct.covariance(about: mean).elements) < 1e-12 * 65_536)
  }

  /// Where a sum of squares and its square nearly cancel, nothing is lost.
  @Test func keepsATinyVarianceBesideALargeMean() throws {
    let far = 1_000_000.0
    let samples = Matrix(rows: [[far], [far], [far + 1], [far + 1]])
    let moments = try #require(WholeNumberMoments(samples, weights: nil))
    #expect(moments.mean == [far + 0.5])
    #expect(moments.covariance[0, 0] == 1.0 / 3)
  }

  @Test func orderAndRepetitionDoNotShow() throws {
    let samples = octets(500)
    let weights = (0..<500).map { Double($0 % 4) }
    let repeated = samples.rowIndices.reversed().flatMap { row in
      Array(repeating: row, count: row % 4)
    }
    let weighted = try #require(WholeNumberMoments(samples, weights: weights))
    let plain = try #require(WholeNumberMoments(samples.selecting(repeated), weights: nil))
    #expect(weighted.mean == plain.mean && weighted.covariance == plain.covariance)
  }

  @Test func rowsWithoutWeightDoNotShow() throws {
    let samples = octets(100)
    let more = Matrix(rows: samples.rows + [[0.5, 1e300, 0.5, 0.5]])
    let moments = try #require(
      WholeNumberMoments(more, weights: Array(repeating: 1, count: 100) + [0]))
    let alone = try #require(WholeNumberMoments(samples, weights: nil))
    #expect(moments.mean == alone.mean && moments.covariance == alone.covariance)
  }

  @Test(arguments: [0.5, .nan, .infinity, 9_007_199_254_740_993.0 * 2, 1e8])
  func leavesOtherNumbersToOthers(_ value: Double) {
    #expect(WholeNumberMoments(Matrix(rows: [[value], [1]]), weights: nil) == nil)
  }

  @Test func leavesOtherWeightsToOthers() {
    let samples = Matrix(rows: [[1], [2]])
    #expect(WholeNumberMoments(samples, weights: [0.5, 1]) == nil)
    #expect(WholeNumberMoments(samples, weights: [0, 0]) == nil)
  }
}
