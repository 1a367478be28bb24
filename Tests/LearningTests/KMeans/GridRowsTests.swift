import LinearAlgebra
import Testing

@testable import Learning

@Suite struct GridRowsTests {
  private func rows(_ data: LloydDescentTests.Data, _ d: Int = 3) -> Matrix {
    data.samples(featureCount: d, rowCount: 203)
  }

  /// What the codes say of a row.
  private func decoded(_ grid: GridRows, _ row: Int) -> [Double] {
    let (block, lane) = (row / GridRows.laneCount, row % GridRows.laneCount)
    return grid.withBlocks { blocks in
      (0..<grid.featureCount).map { f in
        let code = blocks.codes[block * grid.featureCount + f][lane]
        return grid.middle[f] + Double(code) * grid.steps[f]
      }
    }
  }

  @Test(arguments: LloydDescentTests.Data.allCases)
  func rowsLieWithinTheErrorOfTheirCodes(data: LloydDescentTests.Data) {
    let rows = rows(data)
    let grid = GridRows(rows)
    for row in 0..<rows.rowCount {
      for (f, value) in decoded(grid, row).enumerated() {
        // The middle and what is added to it are rounded where they are large.
        let rounding = 4 * abs(rows[row, f]).ulp
        #expect(abs(value - rows[row, f]) <= grid.error * grid.steps[f] + rounding)
      }
    }
  }

  @Test func octetsAndHalvesAreExact() {
    let octets = rows(.octets)
    let halves = Matrix(
      rowCount: octets.rowCount, columnCount: 3, elements: octets.elements.map { $0 / 2 - 7 })
    for rows in [octets, halves] {
      let grid = GridRows(rows)
      #expect(grid.isExact)
      #expect((0..<rows.rowCount).allSatisfy { decoded(grid, $0) == rows.row($0) })
    }
    #expect(!GridRows(rows(.clouds)).isExact)
  }

  @Test(arguments: LloydDescentTests.Data.allCases)
  func blocksHoldTheirRows(data: LloydDescentTests.Data) {
    let rows = rows(data)
    let grid = GridRows(rows)
    grid.withBlocks { blocks in
      for row in 0..<rows.rowCount {
        let block = row / GridRows.laneCount
        let radius = Double(blocks.radii[block])
        var square = 0.0
        for f in 0..<3 {
          let centre = grid.middle[f] + Double(blocks.centres[block * 3 + f]) * grid.steps[f]
          // In units of the radius, whose square may be too large or too small for a number.
          let difference = (rows[row, f] - centre) / radius
          square += difference * difference
        }
        // Values of about 1e9 are known to 1e-7, in a range of about 0.1.
        #expect(!(square > (data == .offset ? 1 + 1e-4 : 1)))
      }
    }
  }

  @Test func columnsOfOneValueAndSingleRowsHaveCodes() {
    let grid = GridRows(Matrix(rows: [[5, -3], [5, 4], [5, 1e3]]))
    #expect((0..<3).allSatisfy { abs(decoded(grid, $0)[0] - 5) == 0 })
    let single = GridRows(Matrix(rows: [[1e150, 0]]))
    #expect(single.blockCount == 1 && single.isExact && decoded(single, 0) == [1e150, 0])
  }
}
