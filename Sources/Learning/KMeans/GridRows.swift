import LinearAlgebra

/// The rows of a data set on a grid of 16 bits a column, in blocks of eight: a quarter of the memory,
/// which is what many iterations over many rows wait for.
///
/// Of row 8b + lane, column f is about `middle[f] + steps[f] × code`, with the code in lane `lane` of
/// vector b × featureCount + f; the last block is filled up with copies of the last row.
struct GridRows: Sendable {
  typealias Codes = SIMD8<Int16>

  static let laneCount = Codes.scalarCount
  /// The largest code, and with the other sign the least one.
  private static let reach = 32_767.0

  let rowCount: Int
  let featureCount: Int
  /// Middle of each column's range, `[featureCount]`.
  let middle: [Double]
  /// How far codes lie apart in each column, `[featureCount]`.
  let steps: [Double]
  /// No value is farther than this from the middle of its column, `[featureCount]`.
  let reaches: [Double]
  /// Whether the codes tell all of the rows, as they do of octets.
  let isExact: Bool
  /// How far a row may lie from what its codes say, in steps.
  let error: Double

  private let codes: AlignedCodes
  /// Codes of the middle of each block's range, `[blockCount × featureCount]`.
  private let centres: [Int16]
  /// What no row of a block is farther away from its centre, `[blockCount]`.
  private let radii: [Float]

  var blockCount: Int { (rowCount + Self.laneCount - 1) / Self.laneCount }

  /// - Precondition: there are rows and columns.
  init(_ rows: Matrix) {
    precondition(rows.rowCount > 0 && rows.columnCount > 0, "blocks hold at least one element")
    let (low, high) = RowOrder.ranges(rows, rows.columnCount)
    let middle = zip(low, high).map { 0.5 * $0 + 0.5 * $1 }
    reaches = middle.indices.map { max(high[$0] - middle[$0], middle[$0] - low[$0]) }
    let narrowest = zip(low, high).map { range -> Double in
      let half = 0.5 * range.1 - 0.5 * range.0
      return half > 0 ? max(half / Self.reach, .leastNormalMagnitude) : 1
    }
    // Octets, and what else lies on a grid of powers of two, are exact on such a grid.
    let binary = narrowest.map { $0 == $0.binade ? $0 : 2 * $0.binade }
    let isExact = Self.isExact(rows, middle, binary)
    let steps = isExact ? binary : narrowest
    error = isExact ? 0 : 0.5 + 0x1p-10
    codes = Self.encoded(rows, middle, steps)
    (centres, radii) = Self.centres(of: codes, steps, error: error)
    (rowCount, featureCount) = (rows.rowCount, rows.columnCount)
    (self.middle, self.steps, self.isExact) = (middle, steps, isExact)
  }

  func withBlocks<Result>(_ body: (GridBlocks) -> Result) -> Result {
    centres.withUnsafeBufferPointer { centres in
      radii.withUnsafeBufferPointer { radii in
        guard let centres = centres.baseAddress, let radii = radii.baseAddress else {
          preconditionFailure("there is at least one block")
        }
        return withExtendedLifetime(codes) {
          body(
            GridBlocks(
              codes: UnsafePointer(codes.start), centres: centres, radii: radii,
              featureCount: featureCount))
        }
      }
    }
  }

  private static func isExact(_ rows: Matrix, _ middle: [Double], _ steps: [Double]) -> Bool {
    let inverses = steps.map { 1 / $0 }
    for row in 0..<rows.rowCount {
      for f in 0..<rows.columnCount {
        let code = (rows[row, f] - middle[f]) * inverses[f]
        // Written so that no number is not exact.
        guard abs(code) <= reach, code == code.rounded() else { return false }
      }
    }
    return true
  }

  private static func encoded(
    _ rows: Matrix, _ middle: [Double], _ steps: [Double]
  ) -> AlignedCodes {
    let (n, d) = (rows.rowCount, rows.columnCount)
    let blockCount = (n + laneCount - 1) / laneCount
    let codes = AlignedCodes(count: blockCount * d)
    let inverses = steps.map { 1 / $0 }
    let target = UnsafeMutableRawPointer(codes.start).assumingMemoryBound(to: Int16.self)
    rows.elements.withUnsafeBufferPointer { elements in
      middle.withUnsafeBufferPointer { middle in
        inverses.withUnsafeBufferPointer { inverses in
          for row in 0..<blockCount * laneCount {
            let source = min(row, n &- 1) &* d
            let first = row / laneCount &* d &* laneCount &+ row % laneCount
            for f in 0..<d {
              // Adding 1.5 × 2⁵² rounds to the nearest integer and leaves it in the low bits.
              let code = (elements[source &+ f] - middle[f]) * inverses[f] + 0x1.8p52
              target[first &+ f &* laneCount] = Int16(truncatingIfNeeded: code.bitPattern)
            }
          }
        }
      }
    }
    return codes
  }

  /// Centres and radii of blocks whose rows lie within `error` steps of their codes.
  private static func centres(
    of codes: AlignedCodes, _ steps: [Double], error: Double
  ) -> (centres: [Int16], radii: [Float]) {
    let d = steps.count
    let blockCount = codes.count / d
    // In units of the widest step, which neither overflow nor vanish.
    let unit = steps.reduce(0, max)
    let squares = steps.map { Float($0 / unit * ($0 / unit)) }
    let slack = Float(error * Double(d).squareRoot()) + 0x1p-60
    // A sum of d squares, its root, this product and the sum are each rounded.
    let growth = 1 + Float(d + 8) * Float.ulpOfOne
    let start = UnsafePointer(codes.start)
    var centres = Array(repeating: Int16(0), count: blockCount * d)
    var radii = Array(repeating: Float(0), count: blockCount)
    centres.withUnsafeMutableBufferPointer { centres in
      for block in 0..<blockCount {
        var distances = SIMD8<Float>(repeating: 0)
        for f in 0..<d {
          let code = start[block &* d &+ f]
          let centre = code.middleOfRange
          centres[block &* d &+ f] = centre
          let difference = SIMD8<Float>(code) - Float(centre)
          distances += difference * difference * squares[f]
        }
        let radius = (-(-distances).leastLane).squareRoot() * growth + slack
        radii[block] = (Float(unit) * radius).nextUp
      }
    }
    return (centres, radii)
  }
}

/// Where the blocks of rows stand, from some block on.
struct GridBlocks {
  /// `[blockCount × featureCount]`.
  let codes: UnsafePointer<GridRows.Codes>
  /// `[blockCount × featureCount]`.
  let centres: UnsafePointer<Int16>
  /// `[blockCount]`.
  let radii: UnsafePointer<Float>
  let featureCount: Int

  func dropFirst(_ count: Int) -> GridBlocks {
    GridBlocks(
      codes: codes + count * featureCount, centres: centres + count * featureCount,
      radii: radii + count, featureCount: featureCount)
  }
}

/// Memory of vectors that begins where a cache line does, so that none is read for half a block.
private final class AlignedCodes: @unchecked Sendable {
  let start: UnsafeMutablePointer<GridRows.Codes>
  let count: Int

  /// Unchecked, since nothing is written after `GridRows` has been made.
  init(count: Int) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<GridRows.Codes>.stride, alignment: 64)
    start = memory.initializeMemory(as: GridRows.Codes.self, repeating: .zero, count: count)
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}

extension SIMD8<Float> {
  /// The least lane; no number, or no positive one, where a lane is no number.
  @inline(__always)
  var leastLane: Float {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return two[1] < two[0] ? two[1] : two[0]
  }
}

extension SIMD8<Int16> {
  /// The middle between the least lane and the largest.
  @inline(__always)
  fileprivate var middleOfRange: Int16 {
    let low4 = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
    let low2 = low4.lowHalf.replacing(with: low4.highHalf, where: low4.highHalf .< low4.lowHalf)
    let high4 = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let high2 = high4.lowHalf.replacing(
      with: high4.highHalf, where: high4.highHalf .> high4.lowHalf)
    let low = low2[1] < low2[0] ? low2[1] : low2[0]
    let high = high2[1] > high2[0] ? high2[1] : high2[0]
    return Int16((Int(low) + Int(high)) >> 1)
  }
}
