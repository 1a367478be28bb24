import LinearAlgebra

/// The rows of a batch that change their centroids.
struct LloydMoves {
  struct Way {
    let row: Int
    let from: UInt16
    let to: UInt16
  }

  let ways: UnsafeMutablePointer<Way>
  /// w and w (x − middle) of each, `[count × (1 + featureCount)]`.
  let rows: UnsafeMutablePointer<Double>
  var count = 0

  static func with<Result>(
    featureCount: Int, _ body: (inout LloydMoves) -> Result
  ) -> Result {
    // One more may be written than there can be.
    let capacity = LloydBatch.capacity * SingleRows.laneCount + 1
    return withUnsafeTemporaryAllocation(of: Way.self, capacity: capacity) { ways in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: capacity * (1 + featureCount)) {
        rows in
        guard let ways = ways.baseAddress, let rows = rows.baseAddress else {
          preconditionFailure("no memory for moves")
        }
        var moves = LloydMoves(ways: ways, rows: rows)
        return body(&moves)
      }
    }
  }

  /// Lists the rows of a block whose centroids differ, of `rowCount` in all.
  mutating func add(
    _ old: LloydBatch.Clusters, _ new: LloydBatch.Clusters, firstRow: Int, rowCount: Int
  ) {
    for lane in 0..<SingleRows.laneCount {
      // Written in any case, and kept if it is one: a branch would cost more.
      ways[count] = Way(row: firstRow + lane, from: old[lane], to: new[lane])
      count += old[lane] != new[lane] && firstRow + lane < rowCount ? 1 : 0
    }
  }

  /// Copies the rows, which lie anywhere in memory: in a loop that does nothing else, so that many of
  /// them are on their way at once.
  ///
  /// - Parameter areWeighted: false where all weights are 1, so that they need not be fetched.
  func fetch(_ samples: DistinctSamples, areWeighted: Bool, middle: [Double]) {
    let d = middle.count
    samples.rows.elements.withUnsafeBufferPointer { elements in
      samples.weights.withUnsafeBufferPointer { weights in
        middle.withUnsafeBufferPointer { middle in
          for index in 0..<count {
            let row = ways[index].row
            let target = rows + index &* (1 &+ d)
            let w = areWeighted ? weights[row] : 1
            target[0] = w
            for f in 0..<d {
              target[1 &+ f] = w * (elements[row &* d &+ f] - middle[f])
            }
          }
        }
      }
    }
  }
}
