import LinearAlgebra

/// A run of rows with their centroids and what they add to the centroids' sums.
///
/// Unchecked, because an iteration hands each part to one thread at a time, and a value would be
/// copied whole whenever it changes.
final class LloydPart: @unchecked Sendable {
  typealias Singles = SingleRows.Singles

  /// The centroid of each row, those beyond the last row too.
  private var nearest: [Int32]
  /// Way of the centroids up to which none of a block's rows need be looked at, `[blockCount]`.
  private var limits: [Float]
  /// Σ w and Σ w (x − middle) of the rows of each centroid, `[centroidCount × (1 + featureCount)]`.
  private(set) var sums: [Double]
  /// Rows of each centroid, `[centroidCount]`.
  private(set) var counts: [Int]

  private let samples: DistinctSamples
  private let rows: SingleRows
  private let firstBlock: Int

  /// Rows of a part; fixed, so that sums do not depend on the number of threads.
  static let rowCount = 1 << 16
  private static let blockCount = rowCount / SingleRows.laneCount

  init(_ samples: DistinctSamples, _ rows: SingleRows, index: Int, centroidCount: Int) {
    self.samples = samples
    self.rows = rows
    firstBlock = index * Self.blockCount
    let count = min(Self.blockCount, rows.blockCount - firstBlock)
    nearest = Array(repeating: -1, count: count * SingleRows.laneCount)
    limits = Array(repeating: -1, count: count)
    sums = Array(repeating: 0, count: centroidCount * (1 + rows.featureCount))
    counts = Array(repeating: 0, count: centroidCount)
  }

  /// The centroid of each row.
  var assignments: ArraySlice<Int32> {
    nearest.prefix(rows.rowCount - firstBlock * SingleRows.laneCount)
  }

  /// Gives every row to its nearest centroid, the first among equals unless it has one of them;
  /// returns how many changed.
  func assign(by search: LloydSearch) -> Int {
    var changedCount = 0
    let (d, firstBlock) = (rows.featureCount, firstBlock)
    // Blocks are those of this part, and eight rows' centroids are a vector.
    rows.values.withUnsafeBufferPointer { values in
      limits.withUnsafeMutableBufferPointer { limits in
        nearest.withUnsafeMutableBytes { bytes in
          withUnsafeTemporaryAllocation(of: Move.self, capacity: Self.moveCapacity) { moves in
            guard let values = values.baseAddress else { return }
            let nearest = bytes.bindMemory(to: SIMD8<Int32>.self)
            var moveCount = 0
            // What is no number is not beyond either.
            for block in limits.indices where !(limits[block] > search.travelled) {
              let look = search.look(at: values + (firstBlock + block) * d, featureCount: d)
              limits[block] = look.limit
              let old = nearest[block]
              let new = look.isCertain ? look.nearest : exactNearest(block, old, search.centroids)
              if new == old { continue }
              nearest[block] = new
              let firstRow = (firstBlock + block) * SingleRows.laneCount
              for lane in 0..<SingleRows.laneCount {
                // Written in any case, and kept if it is one: a branch would cost more.
                moves[moveCount] = Move(row: firstRow + lane, from: old[lane], to: new[lane])
                let isMove = old[lane] != new[lane] && firstRow + lane < rows.rowCount
                moveCount += isMove ? 1 : 0
              }
              if moveCount > Self.moveCapacity - SingleRows.laneCount {
                changedCount += moveCount
                apply(moves[..<moveCount])
                moveCount = 0
              }
            }
            changedCount += moveCount
            apply(moves[..<moveCount])
          }
        }
      }
    }
    return changedCount
  }

  /// What `look` finds, by squared distances in double precision.
  private func exactNearest(
    _ block: Int, _ old: SIMD8<Int32>, _ centroids: Matrix
  ) -> SIMD8<Int32> {
    var result = old
    for lane in 0..<SingleRows.laneCount {
      let row = min((firstBlock + block) * SingleRows.laneCount + lane, rows.rowCount - 1)
      let current = Int(old[lane])
      var best = 0
      var least = Double.infinity
      var own = Double.infinity
      for cluster in 0..<centroids.rowCount {
        var square = 0.0
        for f in 0..<rows.featureCount {
          let difference = samples.rows[row, f] - centroids[cluster, f]
          square += difference * difference
        }
        if cluster == current { own = square }
        if square < least { (least, best) = (square, cluster) }
      }
      // Else equal distances could alternate.
      result[lane] = current >= 0 && own <= least ? old[lane] : Int32(truncatingIfNeeded: best)
    }
    return result
  }

  /// A row that changes its centroid; it has none, which is −1, at first.
  private struct Move {
    let row: Int
    let from: Int32
    let to: Int32
  }

  /// Moves that are gathered before they are made, so that the rows, which lie anywhere in memory,
  /// are fetched several at a time; they and the room for one more block fit the first cache.
  private static let moveCapacity = 512

  /// Adds each row to the sums of its new centroid and takes it from those of the old one.
  private func apply(_ moves: Slice<UnsafeMutableBufferPointer<Move>>) {
    let d = rows.featureCount
    // Rows are those of the samples, centroids those of the sums.
    samples.rows.elements.withUnsafeBufferPointer { elements in
      samples.weights.withUnsafeBufferPointer { weights in
        rows.middle.withUnsafeBufferPointer { middle in
          sums.withUnsafeMutableBufferPointer { sums in
            counts.withUnsafeMutableBufferPointer { counts in
              for move in moves {
                let w = weights[move.row]
                let to = Int(move.to)
                counts[to] += 1
                sums[to * (1 + d)] += w
                for f in 0..<d {
                  sums[to * (1 + d) + 1 + f] += w * (elements[move.row * d + f] - middle[f])
                }
                guard move.from >= 0 else { continue }
                let from = Int(move.from)
                counts[from] -= 1
                sums[from * (1 + d)] -= w
                for f in 0..<d {
                  sums[from * (1 + d) + 1 + f] -= w * (elements[move.row * d + f] - middle[f])
                }
              }
            }
          }
        }
      }
    }
  }
}
