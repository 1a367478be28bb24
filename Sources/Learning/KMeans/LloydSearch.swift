import LinearAlgebra

/// What one iteration knows of the centroids, to find the one nearest to each row.
struct LloydSearch: Sendable {
  typealias Singles = SingleRows.Singles

  let centroids: Matrix
  /// By how much any row can have come nearer to a border since the start, as `Key` and rounded up.
  let travelled: Int32

  private let travelledSoFar: Float
  /// ‖c‖² and −2 c about the rows' middle, in single precision and repeated in all lanes: as scalars
  /// the optimizer packs them together and mixes lanes to take them apart again.
  private let squares: [Singles]
  private let doubled: [Singles]
  /// What a squared distance in single precision errs by at most.
  private let error: Float

  init(_ centroids: Matrix, _ rows: SingleRows, travelled: Double) {
    let d = centroids.columnCount
    self.centroids = centroids
    travelledSoFar = Float(travelled)
    self.travelled = Self.key(Float(travelled).nextUp)
    var squares: [Singles] = []
    var doubled: [Singles] = []
    var reach = rows.reach
    for cluster in 0..<centroids.rowCount {
      var square = 0.0
      for f in 0..<d {
        let value = centroids[cluster, f] - rows.middle[f]
        square += value * value
        doubled.append(Singles(repeating: Float(-2 * value)))
        reach[f] = max(reach[f], abs(value))
      }
      squares.append(Singles(repeating: Float(square)))
    }
    self.squares = squares
    self.doubled = doubled
    // Rows and centroids are rounded to single precision once (4 u S together, S the largest square
    // of either), d products and sums of at most 3 S are rounded twice each, and ‖x‖² likewise; the
    // bound is twice the sum of these. What is below the normal numbers is lost absolutely.
    let largest = reach.reduce(0) { $0 + $1 * $1 }
    let unit = Double(Float.ulpOfOne) / 2
    let vanishing = Float(64 * (d + 1)) * Float.leastNormalMagnitude
    // Where squares may overflow, nothing is certain.
    error =
      8 * largest < Double(Float.greatestFiniteMagnitude)
      ? Float(unit * largest * Double(16 + 16 * d)) + vanishing : .infinity
  }

  /// An integer in the order of ways, which can be compared without a branch; below that of every way
  /// for what is no number or negative.
  @inline(__always)
  static func key(_ way: Float) -> Int32 {
    way >= 0 ? Int32(truncatingIfNeeded: way.bitPattern) : -1
  }

  /// Looks at the rows of the blocks that `batch` lists, of those at `values`.
  ///
  /// In steps, each of which is so simple that the optimizer leaves its vectors whole.
  func look(at values: UnsafePointer<Singles>, _ batch: LloydBatch, featureCount d: Int) {
    squares.withUnsafeBufferPointer { squares in
      doubled.withUnsafeBufferPointer { doubled in
        if d == 4 {
          Self.findLeastOfFour(values, batch, squares, doubled)
        } else {
          Self.findLeast(values, batch, squares, doubled, d)
        }
      }
    }
    findMargins(values, batch, d)
    findLimits(batch)
  }

  /// The two least scores ‖c‖² − 2 c·x of each row, and which centroid the least is of.
  @inline(never)
  private static func findLeastOfFour(
    _ values: UnsafePointer<Singles>, _ batch: LloydBatch,
    _ squares: UnsafeBufferPointer<Singles>, _ doubled: UnsafeBufferPointer<Singles>
  ) {
    let (leasts, seconds, nearest) = (batch.leasts, batch.seconds, batch.nearest)
    for (index, block) in batch.listed.enumerated() {
      let row = values + Int(block) &* 4
      let (x0, x1, x2, x3) = (row[0], row[1], row[2], row[3])
      var least = Least()
      for cluster in squares.indices {
        let c = cluster &* 4
        var score = squares[cluster] + doubled[c] * x0
        score += doubled[c &+ 1] * x1
        score += doubled[c &+ 2] * x2
        score += doubled[c &+ 3] * x3
        least.add(score)
      }
      leasts[index] = least.score
      seconds[index] = least.second
      nearest[index] = least.nearest
    }
  }

  @inline(never)
  private static func findLeast(
    _ values: UnsafePointer<Singles>, _ batch: LloydBatch,
    _ squares: UnsafeBufferPointer<Singles>, _ doubled: UnsafeBufferPointer<Singles>, _ d: Int
  ) {
    let (leasts, seconds, nearest) = (batch.leasts, batch.seconds, batch.nearest)
    for (index, block) in batch.listed.enumerated() {
      let row = values + Int(block) &* d
      var least = Least()
      for cluster in squares.indices {
        var score = squares[cluster]
        for f in 0..<d { score += doubled[cluster &* d &+ f] * row[f] }
        least.add(score)
      }
      leasts[index] = least.score
      seconds[index] = least.second
      nearest[index] = least.nearest
    }
  }

  private struct Least {
    var score = Singles(repeating: .infinity)
    var second = Singles(repeating: .infinity)
    var nearest = SIMD8<Int32>(repeating: 0)
    private var cluster = SIMD8<Int32>(repeating: 0)

    /// The score of the next cluster.
    @inline(__always)
    mutating func add(_ next: Singles) {
      let isNearer = next .< score
      let larger = next.replacing(with: score, where: isNearer)
      second.replace(with: larger, where: larger .< second)
      nearest.replace(with: cluster, where: isNearer)
      score.replace(with: next, where: isNearer)
      cluster &+= SIMD8(repeating: 1)
    }
  }

  /// Replaces the second scores by half the way that all centroids may go before one of them is as near
  /// as the nearest; none that is positive where single precision does not decide.
  ///
  /// A centroid is overtaken only when it and another have together gone as far as their distances
  /// lie apart: √s − √l = (s − l) / (√s + √l) of the squared ones.
  @inline(never)
  private func findMargins(_ values: UnsafePointer<Singles>, _ batch: LloydBatch, _ d: Int) {
    let (leasts, seconds) = (batch.leasts, batch.seconds)
    let error = Singles(repeating: error)
    let half = Singles(repeating: 0.5)
    for (index, block) in batch.listed.enumerated() {
      let row = values + Int(block) &* d
      var square = error
      for f in 0..<d { square += row[f] * row[f] }
      let roots =
        Self.boundedRoot(leasts[index] + square) + Self.boundedRoot(seconds[index] + square)
      seconds[index] = half * ((seconds[index] - leasts[index] - (error + error)) / roots)
    }
  }

  /// At least the square root of each lane, and at most 7 % more.
  ///
  /// The bits of a floating-point number are nearly its logarithm, on straight lines between the
  /// powers of two, and half of them that of its root: a line that nowhere lies below the root.
  /// The square root of a vector is taken lane by lane in Swift, which costs more than all else.
  @inline(__always)
  private static func boundedRoot(_ squares: Singles) -> Singles {
    let bits = unsafeBitCast(squares, to: SIMD8<UInt32>.self)
    let oneHalf = SIMD8<UInt32>(repeating: Float(1).bitPattern / 2 + 1)
    return unsafeBitCast((bits &>> 1) &+ oneHalf, to: Singles.self)
  }

  /// The way up to which all rows of a block keep their nearest centroids.
  @inline(never)
  private func findLimits(_ batch: LloydBatch) {
    for index in batch.listed.indices {
      let least = batch.seconds[index].leastLane
      let sum = least + travelledSoFar
      // Quotients and sums are rounded; a look too many does no harm.
      batch.limits[index] = least > 0 ? Self.key(sum - 0x1p-20 * sum) : -1
    }
  }
}

extension SIMD8<Float> {
  /// The least lane; no number, or no positive one, where a lane is no number.
  @inline(__always)
  fileprivate var leastLane: Float {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return two[1] < two[0] ? two[1] : two[0]
  }
}
