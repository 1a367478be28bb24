import LinearAlgebra
import Testing

@testable import Learning

@Suite struct RowGroupsTests {
  @Test func equalRowsAreOneGroup() {
    let groups = RowGroups(
      Matrix(rows: [[1, 0], [1, -0.0], [2, 0], [1, 0], [.nan, 1], [.nan, 1]]))
    #expect(groups.groups == [0, 0, 1, 0, 2, 2])
    #expect(groups.firstRows == [0, 2, 4])
  }

  @Test func manyDistinctRowsStayApart() {
    let groups = RowGroups(Matrix(rows: (0..<5_000).map { [Double($0 / 70), Double($0 % 70)] }))
    #expect(groups.groups == Array(0..<5_000))
  }

  @Test func groupedRowsAreTheDistinctOnes() {
    let samples = repeatedRows(count: 1_000)
    let weights = samples.rowIndices.map { 0.1 * Double($0 % 7) }
    for weights in [nil, weights] {
      let plain = DistinctSamples(samples, weights: weights)
      let grouped = DistinctSamples(grouping: samples, weights: weights)
      #expect(grouped.rows == plain.rows && grouped.weights == plain.weights)
    }
  }
}
