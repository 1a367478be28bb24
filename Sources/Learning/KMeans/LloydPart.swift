import LinearAlgebra

/// A run of rows with their centroids and what they add to the centroids' sums.
///
/// Unchecked, because an iteration hands each part to one thread at a time, and a value would be
/// copied whole whenever it changes.
final class LloydPart: @unchecked Sendable {
  private typealias Clusters = LloydBatch.Clusters

  /// The centroid of each row, those beyond the last row too; `none` at first.
  private var nearest: [Clusters]
  /// Way of the centroids up to which none of a block's rows need be looked at, as `LloydSearch.key`,
  /// `[blockCount]`.
  private var limits: [Int32]
  /// Σ w and Σ w (x − middle) of the rows of each centroid, `[centroidCount × (1 + featureCount)]`.
  private(set) var sums: [Double]
  /// Rows of each centroid, `[centroidCount]`.
  private(set) var counts: [Int]

  private let samples: DistinctSamples
  private let areWeighted: Bool
  private let rows: SingleRows
  private let firstBlock: Int

  /// Rows of a part; fixed, so that sums do not depend on the number of threads.
  static let rowCount = 1 << 16
  /// Centroids that can be told apart.
  static let largestCentroidCount = Int(none)

  private static let blockCount = rowCount / SingleRows.laneCount
  /// The centroid of a row that has none.
  private static let none = UInt16.max

  /// - Precondition: there are at most `largestCentroidCount` centroids.
  init(_ samples: DistinctSamples, _ rows: SingleRows, index: Int, centroidCount: Int) {
    precondition(centroidCount <= Self.largestCentroidCount, "centroids have numbers of 16 bits")
    self.samples = samples
    self.rows = rows
    firstBlock = index * Self.blockCount
    let firstRow = firstBlock * SingleRows.laneCount
    areWeighted = samples.weights[firstRow..<min(firstRow + Self.rowCount, rows.rowCount)]
      .contains { $0 != 1 }
    let count = min(Self.blockCount, rows.blockCount - firstBlock)
    nearest = Array(repeating: Clusters(repeating: Self.none), count: count)
    limits = Array(repeating: -1, count: count)
    sums = Array(repeating: 0, count: centroidCount * (1 + rows.featureCount))
    counts = Array(repeating: 0, count: centroidCount)
  }

  /// The centroid of each row.
  var assignments: [Int] {
    let first = firstBlock * SingleRows.laneCount
    return (0..<min(Self.rowCount, rows.rowCount - first)).map {
      Int(nearest[$0 / SingleRows.laneCount][$0 % SingleRows.laneCount])
    }
  }

  /// Gives every row to its nearest centroid, the first among equals unless it has one of them;
  /// returns how many changed.
  func assign(by search: LloydSearch) -> Int {
    let (d, firstBlock) = (rows.featureCount, firstBlock)
    // Blocks are those of this part.
    return LloydBatch.with { batch in
      LloydMoves.with(featureCount: d) { moves in
        rows.values.withUnsafeBufferPointer { values in
          var changedCount = 0
          guard let values = values.baseAddress else { return 0 }
          for first in stride(from: 0, to: limits.count, by: LloydBatch.capacity) {
            let end = min(first + LloydBatch.capacity, limits.count)
            limits.withUnsafeBufferPointer {
              batch.list(.init(rebasing: $0[first..<end]), travelled: search.travelled)
            }
            if batch.count == 0 { continue }
            search.look(at: values + (firstBlock + first) * d, batch, featureCount: d)
            note(batch, first, search.centroids, &moves)
            changedCount += moves.count
            apply(&moves)
          }
          return changedCount
        }
      }
    }
  }

  /// Takes over what was found of blocks from `first` on, and lists the rows that change.
  private func note(
    _ batch: LloydBatch, _ first: Int, _ centroids: Matrix, _ moves: inout LloydMoves
  ) {
    let (firstRow, rowCount) = ((firstBlock + first) * SingleRows.laneCount, rows.rowCount)
    limits.withUnsafeMutableBufferPointer { limits in
      nearest.withUnsafeMutableBufferPointer { nearest in
        for (index, block) in batch.listed.enumerated() {
          let place = first + Int(block)
          limits[place] = batch.limits[index]
          let old = nearest[place]
          let new =
            batch.limits[index] >= 0
            ? Clusters(truncatingIfNeeded: batch.nearest[index])
            : exactNearest(firstBlock + place, old, centroids)
          // As two words: the optimizer compares vectors lane by lane.
          let difference = unsafeBitCast(new ^ old, to: SIMD2<UInt64>.self)
          if difference[0] | difference[1] == 0 { continue }
          nearest[place] = new
          moves.add(
            old, new, firstRow: firstRow + Int(block) * SingleRows.laneCount, rowCount: rowCount)
        }
      }
    }
  }

  /// What a look finds, by squared distances in double precision.
  private func exactNearest(_ block: Int, _ old: Clusters, _ centroids: Matrix) -> Clusters {
    var result = old
    for lane in 0..<SingleRows.laneCount {
      let row = min(block * SingleRows.laneCount + lane, rows.rowCount - 1)
      var best = 0
      var least = Double.infinity
      var own = Double.infinity
      for cluster in 0..<centroids.rowCount {
        var square = 0.0
        for f in 0..<rows.featureCount {
          let difference = samples.rows[row, f] - centroids[cluster, f]
          square += difference * difference
        }
        if cluster == Int(old[lane]) { own = square }
        if square < least { (least, best) = (square, cluster) }
      }
      // Else equal distances could alternate.
      let stays = old[lane] != Self.none && own <= least
      result[lane] = stays ? old[lane] : UInt16(truncatingIfNeeded: best)
    }
    return result
  }

  /// Adds each row to the sums of its new centroid and takes it from those of the old one.
  private func apply(_ moves: inout LloydMoves) {
    let width = 1 + rows.featureCount
    moves.fetch(samples, areWeighted: areWeighted, middle: rows.middle)
    // Centroids are those of the sums.
    sums.withUnsafeMutableBufferPointer { sums in
      counts.withUnsafeMutableBufferPointer { counts in
        for index in 0..<moves.count {
          let (from, to) = (moves.ways[index].from, Int(moves.ways[index].to))
          let row = moves.rows + index &* width
          counts[to] += 1
          for f in 0..<width { sums[to &* width &+ f] += row[f] }
          if from == Self.none { continue }
          counts[Int(from)] -= 1
          for f in 0..<width { sums[Int(from) &* width &+ f] -= row[f] }
        }
      }
    }
    moves.count = 0
  }
}
