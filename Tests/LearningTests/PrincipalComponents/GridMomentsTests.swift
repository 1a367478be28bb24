import LinearAlgebra
import Testing

@testable import Learning

@Suite struct GridMomentsTests {
  /// Columns of different size, sign and spread.
  private func samples(_ rowCount: Int, seed: UInt64 = 1) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rowCount: rowCount, columnCount: 4,
      elements: (0..<rowCount * 4).map { index in
        let uniform = Double.random(in: -1..<1, using: &generator)
        let cubed = uniform * uniform * uniform
        return [uniform, 1e6 + uniform, 1e-9 * uniform, 1e9 * cubed][index % 4]
      })
  }

  /// The way of weights that are no whole numbers: rows in order, the mean, then products.
  @Test(arguments: [2, 7, 8, 9, 2_003])
  func agreesWithSumsOfDifferences(rowCount: Int) throws {
    let samples = samples(rowCount)
    let moments = try #require(GridMoments(samples, weights: nil))
    let distinct = DistinctSamples(samples)
    let mean = distinct.mean
    let covariance = distinct.covariance(about: mean)
    for i in 0..<4 {
      #expect(abs(moments.mean[i] - mean[i]) <= 1e-13 * samples.largestMagnitude(ofColumn: i))
      for j in 0..<4 {
        // Relative to both spreads; the mean of the large column is known to 1e-10 only.
        let scale = (covariance[i, i] * covariance[j, j]).squareRoot()
        #expect(abs(moments.covariance[i, j] - covariance[i, j]) <= 1e-12 * scale)
      }
    }
  }

  @Test func orderAndRepetitionDoNotShow() throws {
    let samples = samples(1_501)
    let weights = samples.rowIndices.map { Double($0 % 4) }
    let repeated = samples.rowIndices.reversed().flatMap { row in
      Array(repeating: row, count: row % 4)
    }
    let weighted = try #require(GridMoments(samples, weights: weights))
    let plain = try #require(GridMoments(samples.selecting(repeated), weights: nil))
    #expect(weighted.mean == plain.mean && weighted.covariance == plain.covariance)
    // Doubles added one after another do show their order.
    let column = samples.rowIndices.map { samples[$0, 3] }
    #expect(column.reduce(0, +) != column.reversed().reduce(0, +))
  }

  /// A row of weight 0 widens no grid, however far it lies.
  @Test func rowsWithoutWeightDoNotShow() throws {
    let samples = samples(100)
    let far = Matrix(rows: samples.rows + [[1e150, -1e150, 1e150, -1e150]])
    let moments = try #require(
      GridMoments(far, weights: Array(repeating: 1, count: 100) + [0]))
    let alone = try #require(GridMoments(samples, weights: nil))
    #expect(moments.mean == alone.mean && moments.covariance == alone.covariance)
  }

  @Test func keepsATinyVarianceBesideALargeMean() throws {
    let far = 1e9 + 0.5
    let samples = Matrix(rows: [[far], [far], [far + 0x1p-20], [far + 0x1p-20]])
    let moments = try #require(GridMoments(samples, weights: nil))
    #expect(moments.mean == [far + 0x1p-21])
    #expect(moments.covariance[0, 0] == 0x1p-40 / 3)
  }

  /// A mean that no double holds is rounded, and the variance is not.
  @Test func theRoundingOfTheMeanDoesNotShow() throws {
    let samples = Matrix(rows: [[1e9 + 0x1p-22], [1e9 + 0x1p-23]])
    let moments = try #require(GridMoments(samples, weights: [512, 512]))
    #expect(abs(moments.covariance[0, 0] / (0x1p-48 * 1_024 / 1_023) - 1) < 1e-9)
  }

  @Test func aConstantColumnVariesByNothing() throws {
    let moments = try #require(GridMoments(Matrix(rows: [[0.1, 0], [0.1, 0]]), weights: nil))
    #expect(moments.mean == [0.1, 0])
    #expect(moments.covariance.elements == [0, 0, 0, 0])
  }

  @Test(arguments: [[0.5, 1], [0, 0], [0x1p22, 1]])
  func leavesOtherWeightsToOthers(_ weights: [Double]) {
    #expect(GridMoments(Matrix(rows: [[0.5], [2]]), weights: weights) == nil)
  }

  @Test(arguments: [1e145, 1e-145])
  func leavesProductsWithoutAGridToOthers(_ size: Double) {
    let samples = Matrix(rows: [[size], [-2 * size]])
    #expect(GridMoments(samples, weights: nil) == nil)
  }
}

extension Matrix {
  fileprivate func largestMagnitude(ofColumn column: Int) -> Double {
    rowIndices.reduce(0) { max($0, abs(self[$1, column])) }
  }
}
