import LinearAlgebra
import Testing

@testable import Learning

@Suite struct RowOrderTests {
  /// Every list of up to four keys of two bits, in a low and in a high byte.
  @Test(arguments: [0, 8, 56] as [UInt64])
  func everySmallListOfKeysIsSorted(shift: UInt64) {
    for count in 0...4 {
      for code in 0..<(1 << (2 * count)) {
        let keys = (0..<count).map { UInt64(code >> (2 * $0) & 3) << shift }
        let order = RowOrder.sorted(keys)
        // By index among equals.
        let expected = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        #expect(order == expected, "\(keys)")
      }
    }
  }

  /// A first row that has every bit of the others once hid that its octet varies.
  @Test func equalRowsAreMergedWhereverTheyStand() {
    let samples = Matrix(rows: [[10, 3], [10, 1], [10, 3], [10, 1], [10, 3]])
    let distinct = DistinctSamples(samples)
    #expect(distinct.rows.rows == [[10, 1], [10, 3]])
    #expect(distinct.weights == [2, 3])
  }
}
