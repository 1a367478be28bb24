import LinearAlgebra
import Testing

@testable import Learning

@Suite struct PackedOctetsTests {
  @Test(arguments: 1...4)
  func distinctRowsAreThoseOfTheGeneralPath(columnCount: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let samples = Matrix(
      rows: (0..<5_000).map { _ in
        (0..<columnCount).map { _ in (256 * generator.nextUniform()).rounded(.down) }
      })
    let packed = try #require(PackedOctets(samples)).distinct
    // Weights keep `DistinctSamples` from packing.
    let general = DistinctSamples(samples, weights: Array(repeating: 1, count: samples.rowCount))
    #expect(packed.rows == general.rows)
    #expect(packed.counts == general.weights)
  }

  @Test(arguments: [-1, 0.5, 256, 1e300, -0.5])
  func refusesWhatIsNoOctet(value: Double) {
    #expect(PackedOctets(Matrix(rows: [[1, 2], [3, value]]))?.keys == nil)
  }

  @Test func sortsWhatDiffersFromTheFirstOnlyBetween() {
    #expect(PackedOctets(Matrix(rows: [[5], [0], [5]]))?.keys == [0, 5, 5])
  }

  @Test func refusesFiveColumns() {
    #expect(PackedOctets(Matrix(rows: [[1, 2, 3, 4, 5]]))?.keys == nil)
  }

  @Test func bucketsSortAsRadixDoes() {
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<9_000).map { row in
      [(generator.nextUniform() - 0.5) * 3, Double(row % 7), Double(row % 5)]
    }
    // Equal first values, to be told apart by the others.
    let samples = Matrix(rows: rows + rows.prefix(3_000).map { [$0[0], $0[2], $0[1]] })
    let order = RowOrder.lexicographic(
      Array(samples.rowIndices), of: samples.elements, columnCount: 3)
    #expect(order == samples.lexicographicRowOrder)
  }
}
