import LinearAlgebra
import Testing

@testable import Learning

@Suite struct RowOrderTests {
  /// A third key must not hide a byte in which the first two differ.
  @Test func keysThatDifferInAnyByteAreSorted() {
    #expect(RowOrder.sorted([1 << 16, 0, 1 << 8]) == [1, 2, 0])
    var generator = SeededGenerator(seed: 1)
    for count in 0..<40 {
      let keys = (0..<count).map { _ in
        [0, 1, 255, 256, .max, 1 << 40][generator.nextIndex(below: 6)] as UInt64
      }
      #expect(RowOrder.sorted(keys).map { keys[$0] } == keys.sorted(), "\(keys)")
    }
  }

  @Test func rowsStandInLexicographicOrder() {
    var generator = SeededGenerator(seed: 2)
    for columnCount in 1...3 {
      let elements = (0..<60 * columnCount).map { _ in
        [-1e9, -0.25, 0, 1e-300, 3, 1e30][generator.nextIndex(below: 6)]
      }
      let samples = Matrix(rowCount: 60, columnCount: columnCount, elements: elements)
      let order = RowOrder.lexicographic(
        Array(0..<60), of: elements, columnCount: columnCount)
      #expect(order == samples.lexicographicRowOrder)
    }
  }
}
