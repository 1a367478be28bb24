import LinearAlgebra

/// What one iteration knows of the centroids, to find the one nearest to each row.
///
/// A block whose rows lie within r of its centre m belongs to centroid a as a whole where no other
/// centroid b is nearer to any point of that ball: ‖m − b‖² − ‖m − a‖² > 2 r ‖a − b‖. Only where
/// that does not hold, the rows themselves are looked at, and by those centroids only.
///
/// - SeeAlso: Kanungo and others, "An efficient k-means clustering algorithm: analysis and
///   implementation" (2002), for the centroids that a cell of rows leaves in question.
struct LloydSearch: Sendable {
  typealias Singles = SIMD8<Float>

  let centroids: Matrix
  /// By how much any row can have come nearer to a border since the start, as `key` and rounded up.
  let travelled: Int32

  let travelledSoFar: Float
  let featureCount: Int
  /// What a squared distance errs by at most, in single precision and of codes.
  let error: Float
  /// How much farther than the own a centroid may be from the farthest row of a block where it may be
  /// nearer to another, in radii of the block; and √(8 error), which comes to that.
  let candidateReach: Float
  let errorRoot: Float
  /// What a lead must exceed to be certain.
  let smallestLead: Float
  /// ‖c‖² and −2 c about the rows' middle, in steps, each repeated in all lanes: as scalars the
  /// optimizer packs them together and mixes lanes to take them apart again. `[centroidCount]` and
  /// `[centroidCount × featureCount]`.
  let squares: [Singles]
  let doubled: [Singles]
  /// The same with eight centroids side by side, `[chunkCount]` and `[chunkCount × featureCount]`; lanes
  /// of no centroid are far from everything.
  let tabledSquares: [Singles]
  let tabledDoubled: [Singles]
  let chunkCount: Int
  /// 2 ‖a − b‖ or a little more, `[centroidCount × chunkCount]`; empty where that would take more memory
  /// than rows do.
  let gaps: [Singles]
  /// Squares of the steps, `[featureCount]`.
  let squaredSteps: [Float]

  /// Centroids of which pairs are kept.
  private static let tabledCentroidCount = 1_024
  /// What stands for a distance greater than all.
  static let farthest = Float.greatestFiniteMagnitude / 4

  init(_ centroids: Matrix, _ rows: GridRows, travelled: Double) {
    let (count, d) = (centroids.rowCount, centroids.columnCount)
    self.centroids = centroids
    featureCount = d
    travelledSoFar = Float(travelled)
    self.travelled = Self.key(Float(travelled).nextUp)
    let lanes = Singles.scalarCount
    chunkCount = (count + lanes - 1) / lanes
    var squares: [Singles] = []
    var doubled: [Singles] = []
    var tabledSquares = Array(repeating: Singles(repeating: Self.farthest), count: chunkCount)
    var tabledDoubled = Array(repeating: Singles(repeating: 0), count: chunkCount * d)
    for cluster in 0..<count {
      var square = 0.0
      for f in 0..<d {
        let value = centroids[cluster, f] - rows.middle[f]
        square += value * value
        let factor = Float(-2 * value * rows.steps[f])
        doubled.append(Singles(repeating: factor))
        tabledDoubled[cluster / lanes * d + f][cluster % lanes] = factor
      }
      squares.append(Singles(repeating: Float(square)))
      tabledSquares[cluster / lanes][cluster % lanes] = Float(square)
    }
    (self.squares, self.doubled) = (squares, doubled)
    (self.tabledSquares, self.tabledDoubled) = (tabledSquares, tabledDoubled)
    squaredSteps = rows.steps.map { Float($0 * $0) }
    gaps = count <= Self.tabledCentroidCount ? Self.gaps(between: centroids, chunkCount) : []
    error = Self.error(centroids, rows)
    candidateReach = gaps.isEmpty ? 5 : 3
    errorRoot = (8 * error).squareRoot().nextUp
    smallestLead = error < .infinity ? 0 : .infinity
  }

  private static func gaps(between centroids: Matrix, _ chunkCount: Int) -> [Singles] {
    let (count, lanes) = (centroids.rowCount, Singles.scalarCount)
    // Rounded to single precision, and taken from what was rounded.
    let growth = 2 * (1 + 4 * Double(Float.ulpOfOne))
    var gaps = Array(repeating: Singles(repeating: 0), count: count * chunkCount)
    for cluster in 0..<count {
      for other in 0..<cluster {
        var square = 0.0
        for f in 0..<centroids.columnCount {
          let difference = centroids[cluster, f] - centroids[other, f]
          square += difference * difference
        }
        let gap = Float(growth * square.squareRoot())
        gaps[cluster * chunkCount + other / lanes][other % lanes] = gap
        gaps[other * chunkCount + cluster / lanes][cluster % lanes] = gap
      }
    }
    return gaps
  }

  private static func error(_ centroids: Matrix, _ rows: GridRows) -> Float {
    let d = centroids.columnCount
    var largest = 0.0
    var grid = 0.0
    for f in 0..<d {
      var (low, high) = (Double.infinity, -Double.infinity)
      for cluster in 0..<centroids.rowCount {
        low = min(low, centroids[cluster, f])
        high = max(high, centroids[cluster, f])
      }
      let reach = max(rows.reaches[f], high - rows.middle[f], rows.middle[f] - low)
      largest += reach * reach
      grid += (high - low) * rows.steps[f] * rows.error
    }
    // Centroids are rounded to single precision once (2 u S, S the largest square of rows and
    // centroids), d products and sums of at most 3 S are rounded twice each, and ‖x‖² likewise; the
    // bound is more than twice the sum of these. What is below the normal numbers is lost absolutely.
    let unit = Double(Float.ulpOfOne) / 2
    let vanishing = Double(64 * (d + 1)) * Double(Float.leastNormalMagnitude)
    // Where squares may overflow, nothing is certain.
    guard 8 * largest < Double(Float.greatestFiniteMagnitude) else { return .infinity }
    return Float(unit * largest * Double(16 + 16 * d) + grid + vanishing).nextUp
  }

  /// An integer in the order of ways, which can be compared without a branch; below that of every way
  /// for what is no number or negative.
  @inline(__always)
  static func key(_ way: Float) -> Int32 {
    way >= 0 ? Int32(truncatingIfNeeded: way.bitPattern) : -1
  }

  /// The way up to which centroids may go, as `key`, when each may go half of `lead` from now on;
  /// rounded down, since a look too many does no harm.
  @inline(__always)
  func limit(after lead: Float) -> Int32 {
    let sum = lead * 0.5 + travelledSoFar
    return Self.key(sum - sum * 0x1p-20)
  }

  /// Looks at the blocks that `batch` lists, of those at `blocks`: at their centres first, and at the
  /// rows of those whose centres do not tell the centroid of every row.
  ///
  /// In steps, each of which is so simple that the optimizer leaves its vectors whole.
  ///
  /// - Parameters:
  ///   - owners: the blocks' centroids.
  ///   - limits: ways of the centroids up to which none of a block's rows need be looked at, as `key`;
  ///     set here.
  func look(
    at blocks: GridBlocks, _ owners: UnsafePointer<BlockOwner>,
    _ limits: UnsafeMutablePointer<Int32>, _ batch: inout LloydBatch
  ) {
    lookAtCentres(blocks, owners, limits, &batch)
    lookAtRows(blocks, limits, batch)
  }
}

/// At least the square root of each lane, and at most 7 % more.
///
/// The bits of a floating-point number are nearly its logarithm, on straight lines between the
/// powers of two, and half of them that of its root: a line that nowhere lies below the root.
/// The square root of a vector is taken lane by lane in Swift, which costs more than all else.
@inline(__always)
func boundedRoot(_ squares: SIMD8<Float>) -> SIMD8<Float> {
  let bits = unsafeBitCast(squares, to: SIMD8<UInt32>.self)
  let oneHalf = SIMD8<UInt32>(repeating: Float(1).bitPattern / 2 + 1)
  return unsafeBitCast((bits &>> 1) &+ oneHalf, to: SIMD8<Float>.self)
}

/// The same of one number.
@inline(__always)
func boundedRoot(_ square: Float) -> Float {
  Float(bitPattern: square.bitPattern >> 1 &+ (Float(1).bitPattern / 2 + 1))
}
