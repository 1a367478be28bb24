import LinearAlgebra

// Goals: the centroid of every row exactly as `CentroidFit` would find it, at a fraction of a
// nanosecond a row. Rows stand on a grid of 16 bits, in blocks of eight; where the two least distances
// lie farther apart than the grid and single precision err, these have decided, else double precision
// does. Blocks whose centroids cannot have changed since they were last looked at, by the way that all
// centroids have gone, are passed over; of the others those that are nearer to one centroid as a whole
// are known by their centres; and sums change only by what moves.
//
// Lloyd, "Least squares quantization in PCM" (1982); Hamerly, "Making k-means even faster" (2010),
// for the bounds.

/// Lloyd's iteration over many rows from given centroids.
struct LloydDescent: Sendable {
  private(set) var centroids: Matrix
  private(set) var iterationCount = 0
  /// Whether every row had its nearest centroid when the iterations ended.
  private(set) var didConverge = false

  private let rows: GridRows
  private let parts: [LloydPart]

  /// - Parameter rows: those of `samples`.
  init(_ centroids: Matrix, _ samples: DistinctSamples, _ rows: GridRows) {
    self.centroids = centroids
    self.rows = rows
    let areWeighted = (0..<rows.blockCount).map { block in
      let first = block * GridRows.laneCount
      return samples.weights[first..<min(first + GridRows.laneCount, rows.rowCount)]
        .contains { $0 != 1 }
    }
    parts = stride(from: 0, to: rows.rowCount, by: LloydPart.rowCount).enumerated().map {
      LloydPart(
        samples, rows, areWeighted: areWeighted, index: $0.offset,
        centroidCount: centroids.rowCount)
    }
  }

  /// The centroid of each row.
  var assignments: [Int] { parts.flatMap(\.assignments) }

  /// Iterates until no row changes its centroid or as many iterations are made.
  ///
  /// - Returns: false when a centroid lost all its rows, or all their weight that can be told, which
  ///   ended the iterations.
  mutating func run(maximumIterationCount: Int, threadCount: Int) -> Bool {
    var travelled = 0.0
    while iterationCount < maximumIterationCount {
      iterationCount += 1
      if assign(travelled: travelled, threadCount: threadCount) == 0 {
        didConverge = true
        return true
      }
      guard let step = moveCentroids() else { return false }
      travelled += step
    }
    // So that rows belong to the centroids as they are now.
    didConverge = assign(travelled: travelled, threadCount: threadCount) == 0
    return (0..<centroids.rowCount).allSatisfy(hasRows)
  }

  private func hasRows(_ cluster: Int) -> Bool { parts.contains { $0.sums.counts[cluster] > 0 } }

  /// Gives every row to its nearest centroid; returns how many changed.
  private func assign(travelled: Double, threadCount: Int) -> Int {
    let search = LloydSearch(centroids, rows, travelled: travelled)
    let parts = parts
    return concurrentMap(count: parts.count, threadCount: threadCount) {
      parts[$0].assign(by: search)
    }.reduce(0, +)
  }

  /// Moves each centroid to the mean of its rows; returns how much nearer two of them can have come to
  /// a border between them, nil when one has no rows.
  private mutating func moveCentroids() -> Double? {
    let d = centroids.columnCount
    var sums = LloydSums(centroidCount: centroids.rowCount, featureCount: d)
    for part in parts { sums += part.sums }
    // The two longest ways that any went.
    var (longest, second) = (0.0, 0.0)
    for cluster in 0..<centroids.rowCount {
      let weight = sums.weights[cluster]
      // Where heavy rows have left, what remains of light ones may have been lost in rounding.
      guard weight > 0, sums.counts[cluster] > 0 else { return nil }
      var square = 0.0
      for column in 0..<d {
        let value = rows.middle[column] + sums[cluster, column] / weight
        let step = value - centroids[cluster, column]
        square += step * step
        centroids[cluster, column] = value
      }
      let way = square.squareRoot()
      if way > longest { (longest, second) = (way, longest) } else { second = max(second, way) }
    }
    // Rounded up: the rows' limits must not be passed unseen.
    return (0.5 * longest + 0.5 * second) * (1 + 4 * Double.ulpOfOne)
  }
}
