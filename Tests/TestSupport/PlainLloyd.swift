import LinearAlgebra

/// Lloyd's iteration written out, one row after another; here, because tests themselves are not
/// optimized.
public struct PlainLloyd {
  public private(set) var centroids: Matrix
  public private(set) var assignments: [Int] = []
  public private(set) var iterationCount = 0
  public private(set) var didConverge = false

  public init(centroids: Matrix) { self.centroids = centroids }

  /// Iterates until no row changes its centroid or as many iterations are made.
  ///
  /// - Returns: false when a centroid has lost all its rows.
  public mutating func run(
    _ rows: Matrix, weights: [Double], maximumIterationCount: Int
  ) -> Bool {
    assignments = Array(repeating: -1, count: rows.rowCount)
    while iterationCount < maximumIterationCount {
      iterationCount += 1
      if assign(rows) == 0 {
        didConverge = true
        return true
      }
      for cluster in 0..<centroids.rowCount {
        let members = assignments.indices.filter { assignments[$0] == cluster }
        if members.isEmpty { return false }
        let weight = members.reduce(0) { $0 + weights[$1] }
        for f in 0..<centroids.columnCount {
          centroids[cluster, f] = members.reduce(0) { $0 + weights[$1] * rows[$1, f] } / weight
        }
      }
    }
    didConverge = assign(rows) == 0
    return Set(assignments).count == centroids.rowCount
  }

  private mutating func assign(_ rows: Matrix) -> Int {
    let nearest = assignments.indices.map { row in
      let distances = (0..<centroids.rowCount).map { squaredDistance(rows, row, $0) }
      let least = distances.min() ?? 0
      let current = assignments[row]
      if current >= 0, distances[current] <= least { return current }
      return distances.firstIndex(of: least) ?? 0
    }
    let changedCount = zip(nearest, assignments).count { $0 != $1 }
    assignments = nearest
    return changedCount
  }

  private func squaredDistance(_ rows: Matrix, _ row: Int, _ cluster: Int) -> Double {
    (0..<rows.columnCount).reduce(0) {
      let difference = rows[row, $1] - centroids[cluster, $1]
      return $0 + difference * difference
    }
  }
}
