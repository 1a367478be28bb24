import LinearAlgebra

/// What one iteration knows of the centroids, to find the one nearest to each row.
struct LloydSearch: Sendable {
  typealias Singles = SingleRows.Singles

  /// What a look at eight rows in single precision tells.
  struct Look {
    let nearest: SIMD8<Int32>
    /// Whether single precision decides, for every row.
    let isCertain: Bool
    /// `travelled` up to which all of the rows keep their nearest centroids.
    let limit: Float
  }

  let centroids: Matrix
  /// By how much any row can have come nearer to a border since the start, rounded up.
  let travelled: Float

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
    self.travelled = Float(travelled).nextUp
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
    // One more that is never the nearest where the number is odd: the loop takes two at a time, and
    // the optimizer takes a last one apart lane by lane.
    if squares.count % 2 == 1 {
      squares.append(Singles(repeating: .infinity))
      doubled += Array(repeating: Singles(repeating: 0), count: d)
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

  /// Looks at the rows of one block, `[featureCount]`.
  @inline(__always)
  func look(at values: UnsafePointer<Singles>, featureCount d: Int) -> Look {
    d == 4 ? lookAtFour(values) : lookAtAny(values, d)
  }

  @inline(__always)
  private func lookAtFour(_ values: UnsafePointer<Singles>) -> Look {
    let (x0, x1, x2, x3) = (values[0], values[1], values[2], values[3])
    var leasts = Leasts()
    squares.withUnsafeBufferPointer { squares in
      doubled.withUnsafeBufferPointer { doubled in
        for cluster in squares.indices {
          let c = cluster * 4
          var score = squares[cluster] + doubled[c] * x0
          score += doubled[c + 1] * x1
          score += doubled[c + 2] * x2
          score += doubled[c + 3] * x3
          leasts.add(score, cluster)
        }
      }
    }
    var square = x0 * x0
    square += x1 * x1
    square += x2 * x2
    square += x3 * x3
    return look(leasts, square: square)
  }

  @inline(__always)
  private func lookAtAny(_ values: UnsafePointer<Singles>, _ d: Int) -> Look {
    var square = Singles(repeating: 0)
    for f in 0..<d { square += values[f] * values[f] }
    var leasts = Leasts()
    for cluster in squares.indices {
      var score = squares[cluster]
      for f in 0..<d { score += doubled[cluster * d + f] * values[f] }
      leasts.add(score, cluster)
    }
    return look(leasts, square: square)
  }

  /// The two least scores ‖c‖² − 2 c·x, and which centroid the least is of.
  private struct Leasts {
    var least = Singles(repeating: .infinity)
    var second = Singles(repeating: .infinity)
    var nearest = SIMD8<Int32>(repeating: 0)

    @inline(__always)
    mutating func add(_ score: Singles, _ cluster: Int) {
      let isNearer = score .< least
      let larger = score.replacing(with: least, where: isNearer)
      second.replace(with: larger, where: larger .< second)
      nearest.replace(with: Int32(truncatingIfNeeded: cluster), where: isNearer)
      least.replace(with: score, where: isNearer)
    }
  }

  /// A centroid is overtaken only when it and another have together gone as far as their distances
  /// lie apart: √s − √l = (s − l) / (√s + √l) of the squared ones.
  @inline(__always)
  private func look(_ leasts: Leasts, square: Singles) -> Look {
    let gap: Singles = leasts.second - leasts.least - 2 * error
    let roots =
      Self.boundedRoot(leasts.least + square + error)
      + Self.boundedRoot(leasts.second + square + error)
    let half: Singles = 0.5 * (gap / roots)
    // Quotients and sums are rounded; a look too many does no harm.
    let rounding: Singles = 0x1p-20 * (half + travelledSoFar)
    return Look(
      nearest: leasts.nearest, isCertain: all(gap .> 0),
      limit: (half + travelledSoFar - rounding).leastLane)
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
}

extension SIMD8<Float> {
  /// The least lane where all are numbers; no number where none is.
  @inline(__always)
  fileprivate var leastLane: Float {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return two[1] < two[0] ? two[1] : two[0]
  }
}
