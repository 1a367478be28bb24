import LinearAlgebra
import Testing

@testable import Learning

@Suite struct RowGroupsTests {
  /// Rows of few values, so that many are equal.
  private func samples(rowCount: Int, columnCount: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    let elements = (0..<rowCount * columnCount).map { _ in
      [-1.5, 0, -0.0, 2, 1e9][generator.nextIndex(below: 5)]
    }
    return Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements)
  }

  @Test(arguments: [0, 1, 2, 3, 4])
  func groupsAreThoseOfAllPairs(columnCount: Int) {
    let samples = samples(rowCount: 90, columnCount: columnCount, seed: 4)
    let keys = (0..<90).map { UInt64($0 % 2) }
    for keys in [nil, keys] {
      let groups = RowGroups(samples, keys: keys)
      for row in 0..<90 {
        let first = (0..<90).first { other in
          samples.row(other) == samples.row(row) && keys?[other] == keys?[row]
        }
        #expect(groups.firstRows[groups.groups[row]] == first)
      }
    }
  }

  @Test func manyDistinctRowsAreKeptApart() {
    let samples = Matrix(rows: (0..<20_000).map { [Double($0 / 2), 1] })
    let groups = RowGroups(samples)
    #expect(groups.count == 10_000)
    #expect(groups.groups == (0..<20_000).map { $0 / 2 })
  }

  @Test func sumsDoNotDependOnTheOrderOfRows() {
    var generator = SeededGenerator(seed: 2)
    let weights = (0..<50).map { _ in generator.nextUniform() }
    let samples = Matrix(rowCount: 50, columnCount: 1)
    let forward = RowGroups(samples).sums(of: weights)
    #expect(forward == RowGroups(samples).sums(of: weights.reversed()))
    #expect(isClose(forward[0], weights.reduce(0, +), tolerance: 1e-14))
    #expect(RowGroups(samples).sums(of: nil) == [50])
  }

  /// Wide rows are hashed before they are sorted; a zero column more changes nothing but that.
  @Test func wideRowsAreDistinctAsNarrowOnesAre() {
    let narrow = samples(rowCount: 300, columnCount: 3, seed: 8)
    let wide = Matrix(rows: narrow.rows.map { $0 + Array(repeating: 0, count: 9) })
    let weights = (0..<300).map { Double($0 % 4) / 3 }
    for weights in [nil, weights] {
      let expected = DistinctSamples(narrow, weights: weights)
      let found = DistinctSamples(wide, weights: weights)
      #expect(found.rows.rows.map { Array($0.prefix(3)) } == expected.rows.rows)
      #expect(found.weights == expected.weights)
    }
  }
}
