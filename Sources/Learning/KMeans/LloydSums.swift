/// What the rows of each centroid add up to.
struct LloydSums: Sendable {
  typealias Quad = LloydMoves.Quad

  /// Rows, `[centroidCount]`.
  private(set) var counts: [Int]
  /// Σ w, `[centroidCount]`.
  private(set) var weights: [Double]
  /// Σ w (x − middle), four features to a vector, `[centroidCount × quadCount]`.
  private var quads: [Quad]
  private let quadCount: Int

  init(centroidCount: Int, featureCount: Int) {
    quadCount = (featureCount + Quad.scalarCount - 1) / Quad.scalarCount
    counts = Array(repeating: 0, count: centroidCount)
    weights = Array(repeating: 0, count: centroidCount)
    quads = Array(repeating: Quad(repeating: 0), count: centroidCount * quadCount)
  }

  /// Σ w (x − middle) of one centroid and feature.
  subscript(cluster: Int, feature: Int) -> Double {
    quads[cluster * quadCount + feature / Quad.scalarCount][feature % Quad.scalarCount]
  }

  static func += (left: inout LloydSums, right: LloydSums) {
    for cluster in left.counts.indices {
      left.counts[cluster] += right.counts[cluster]
      left.weights[cluster] += right.weights[cluster]
    }
    for index in left.quads.indices { left.quads[index] += right.quads[index] }
  }

  /// Adds rows to the sums of one centroid and takes them from those of another.
  @inline(never)
  mutating func add(
    _ ways: UnsafeBufferPointer<LloydMoves.Way>, _ rowWeights: UnsafePointer<Double>,
    _ rows: UnsafePointer<Quad>
  ) {
    let (quadCount, centroidCount) = (quadCount, counts.count)
    // Centroids are those of the sums.
    counts.withUnsafeMutableBufferPointer { counts in
      weights.withUnsafeMutableBufferPointer { weights in
        quads.withUnsafeMutableBufferPointer { quads in
          for (index, way) in ways.enumerated() {
            let (from, to) = (Int(way.from), Int(way.to))
            let weight = rowWeights[index]
            counts[to] &+= 1
            weights[to] += weight
            for q in 0..<quadCount {
              quads[to &* quadCount &+ q] += rows[index &* quadCount &+ q]
            }
            if from >= centroidCount { continue }
            counts[from] &-= 1
            weights[from] -= weight
            for q in 0..<quadCount {
              quads[from &* quadCount &+ q] -= rows[index &* quadCount &+ q]
            }
          }
        }
      }
    }
  }
}
