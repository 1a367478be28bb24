import LinearAlgebra

// One Lloyd iteration over a tree of boxes: a box all of whose points are nearer to one centroid
// than to any other gives that centroid its sums at once. Of a centroid c and the one nearest to
// the box's middle, c*, the points x of the box with ‖x − c‖² ≤ ‖x − c*‖² are those with
// s(c) − s(c*) ≤ 2 (x − middle)·(c − c*), s(c) = ‖c‖² − 2 middle·c; the right side is at most
// 2 Σ halfWidth |c − c*|.
//
// Kanungo et al., "An efficient k-means clustering algorithm" (2002).

/// Weight and weighted sum of the rows nearest to each centroid.
struct NearestCentroids: Sendable {
  /// Σ w and Σ w x, `[centroidCount × (1 + featureCount)]`.
  private(set) var sums: [Double]

  /// Relative to the squares compared: a box is settled only where rounding cannot matter.
  private static let margin = 1e-9

  private let centroids: [Double]
  private let squares: [Double]
  private let tree: SampleTree

  /// One pass over `tree`; parts of it, fixed by the tree alone, are done by up to `threadCount`
  /// threads.
  init(_ centroids: Matrix, _ tree: SampleTree, threadCount: Int) {
    let k = centroids.rowCount
    self.tree = tree
    self.centroids = centroids.elements
    squares = centroids.rows.map { row in row.reduce(0) { $0 + $1 * $1 } }
    sums = Array(repeating: 0, count: k * (1 + tree.featureCount))
    // Enough parts to share, few enough to add up.
    let level = tree.levels.firstIndex { $0.nodeCount <= 512 } ?? 0
    let groupCount = (tree.levels[level].nodeCount + SampleTree.arity - 1) / SampleTree.arity
    let empty = self
    let parts = concurrentMap(count: groupCount, threadCount: threadCount) { group in
      var part = empty
      part.visit(level: level, group: group, candidates: Array(0..<k))
      return part.sums
    }
    for part in parts {
      for index in sums.indices { sums[index] += part[index] }
    }
  }

  private mutating func visit(level: Int, group: Int, candidates: [Int]) {
    let d = tree.featureCount
    let boxes = tree.levels[level]
    let centers = group * d
    // s(c) of each candidate, and the nearest candidate of each box.
    var scores: [Lanes] = []
    scores.reserveCapacity(candidates.count)
    var least = Lanes(repeating: .infinity)
    var nearest = SIMD8<Int64>(repeating: 0)
    for (place, candidate) in candidates.enumerated() {
      var score = Lanes(repeating: squares[candidate])
      for f in 0..<d { score -= (2 * centroids[candidate * d + f]) * boxes.centers[centers + f] }
      scores.append(score)
      let isNearer = score .< least
      least.replace(with: score, where: isNearer)
      nearest.replace(with: Int64(place), where: isNearer)
    }
    for lane in 0..<min(SampleTree.arity, boxes.nodeCount - group * SampleTree.arity) {
      let own = candidates[Int(nearest[lane])]
      var rest: [Int] = []
      for (place, candidate) in candidates.enumerated() where candidate != own {
        var reach = 0.0
        for f in 0..<d {
          reach +=
            boxes.halfWidths[centers + f][lane]
            * abs(centroids[candidate * d + f] - centroids[own * d + f])
        }
        let gap = scores[place][lane] - least[lane]
        let scale = squares[candidate] + squares[own]
        if gap <= 2 * reach + Self.margin * scale { rest.append(candidate) }
      }
      let node = group * SampleTree.arity + lane
      if rest.isEmpty {
        for index in 0...d { sums[own * (1 + d) + index] += boxes.sums[node * (1 + d) + index] }
      } else {
        rest.append(own)
        rest.sort()
        if level > 0 {
          visit(level: level - 1, group: node, candidates: rest)
        } else {
          addRows(block: node, candidates: rest)
        }
      }
    }
  }

  /// Gives each of eight rows to its nearest candidate, the first among equals.
  private mutating func addRows(block: Int, candidates: [Int]) {
    let d = tree.featureCount
    var least = Lanes(repeating: .infinity)
    var nearest = SIMD8<Int64>(repeating: 0)
    for candidate in candidates {
      var square = Lanes(repeating: 0)
      for f in 0..<d {
        let difference = tree.values[block * d + f] - centroids[candidate * d + f]
        square += difference * difference
      }
      let isNearer = square .< least
      least.replace(with: square, where: isNearer)
      nearest.replace(with: Int64(candidate), where: isNearer)
    }
    let weights = tree.weights[block]
    for lane in 0..<SampleTree.arity where weights[lane] > 0 {
      let start = Int(nearest[lane]) * (1 + d)
      sums[start] += weights[lane]
      for f in 0..<d { sums[start + 1 + f] += weights[lane] * tree.values[block * d + f][lane] }
    }
  }
}
