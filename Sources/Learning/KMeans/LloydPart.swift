import LinearAlgebra

/// A run of rows with their centroids and what they add to the centroids' sums.
///
/// Unchecked, because an iteration hands each part to one thread at a time, and a value would be
/// copied whole whenever it changes.
final class LloydPart: @unchecked Sendable {
  private typealias Clusters = SIMD8<UInt16>

  /// The centroid of each row, those beyond the last row too; `none` at first.
  private var nearest: [Clusters]
  /// What a look at a block's centre needs of these, `[blockCount]`.
  private var owners: [BlockOwner]
  /// Way of the centroids up to which none of a block's rows need be looked at, as `LloydSearch.key`,
  /// `[blockCount]`.
  private var limits: [Int32]
  private(set) var sums: LloydSums

  private let samples: DistinctSamples
  /// Whether any row of a block has another weight than 1, `[blockCount]`, of all blocks.
  private let areWeighted: [Bool]
  private let rows: GridRows
  private let firstBlock: Int

  /// Rows of a part; fixed, so that sums do not depend on the number of threads.
  static let rowCount = 1 << 16

  private static let blockCount = rowCount / GridRows.laneCount
  /// The centroid of a row that has none.
  private static let none = UInt16.max

  /// - Precondition: there are at most `BlockOwner.largestCentroidCount` centroids.
  init(
    _ samples: DistinctSamples, _ rows: GridRows, areWeighted: [Bool], index: Int,
    centroidCount: Int
  ) {
    precondition(
      centroidCount <= BlockOwner.largestCentroidCount, "centroids have numbers of 15 bits")
    self.samples = samples
    self.rows = rows
    self.areWeighted = areWeighted
    firstBlock = index * Self.blockCount
    let count = min(Self.blockCount, rows.blockCount - firstBlock)
    nearest = Array(repeating: Clusters(repeating: Self.none), count: count)
    owners = Array(repeating: .none, count: count)
    limits = Array(repeating: -1, count: count)
    sums = LloydSums(centroidCount: centroidCount, featureCount: rows.featureCount)
  }

  private var firstRow: Int { firstBlock * GridRows.laneCount }

  /// The centroid of each row.
  var assignments: [Int] {
    (0..<min(Self.rowCount, rows.rowCount - firstRow)).map {
      Int(nearest[$0 / GridRows.laneCount][$0 % GridRows.laneCount])
    }
  }

  /// Gives every row to its nearest centroid, the first among equals unless it has one of them;
  /// returns how many changed.
  func assign(by search: LloydSearch) -> Int {
    var changedCount = 0
    // What is a property of an object is guarded at each access; here once.
    nearest.withUnsafeMutableBufferPointer { nearest in
      owners.withUnsafeMutableBufferPointer { owners in
        limits.withUnsafeMutableBufferPointer { limits in
          guard let nearest = nearest.baseAddress, let owners = owners.baseAddress,
            let start = limits.baseAddress
          else { return }
          changedCount = assign(
            by: search, States(nearest: nearest, owners: owners, limits: start, count: limits.count)
          )
        }
      }
    }
    return changedCount
  }

  /// What is kept of each block.
  private struct States {
    let nearest: UnsafeMutablePointer<Clusters>
    let owners: UnsafeMutablePointer<BlockOwner>
    let limits: UnsafeMutablePointer<Int32>
    let count: Int
  }

  private func assign(by search: LloydSearch, _ states: States) -> Int {
    LloydBatch.with(
      centroidCount: search.centroids.rowCount, featureCount: rows.featureCount
    ) { batch in
      LloydMoves.with(featureCount: rows.featureCount) { moves in
        rows.withBlocks { blocks in
          var sums = sums
          var changedCount = 0
          for first in stride(from: 0, to: states.count, by: batch.capacity) {
            let limits = states.limits + first
            batch.list(
              UnsafeBufferPointer(
                start: limits, count: min(batch.capacity, states.count - first)),
              travelled: search.travelled)
            search.look(
              at: blocks.dropFirst(firstBlock + first), states.owners + first, limits, &batch)
            let count = moves.count
            note(batch, first, states, search.centroids, &moves)
            changedCount += moves.count - count
            if moves.areMany { moves.apply(to: &sums, samples, rows, areWeighted: areWeighted) }
          }
          moves.apply(to: &sums, samples, rows, areWeighted: areWeighted)
          self.sums = sums
          return changedCount
        }
      }
    }
  }

  /// Takes over what was found of blocks from `first` on, and lists the rows that change.
  private func note(
    _ batch: LloydBatch, _ first: Int, _ states: States, _ centroids: Matrix,
    _ moves: inout LloydMoves
  ) {
    let (firstRow, rowCount) = (firstRow, rows.rowCount)
    for index in 0..<batch.contestCount {
      let contest = batch.contests[index]
      let place = first &+ Int(contest.block)
      let old = states.nearest[place]
      let new =
        states.limits[place] >= 0
        ? Clusters(truncatingIfNeeded: batch.nearest[index])
        : exactNearest(place, old, centroids, batch.candidates(of: contest))
      if new.isEqual(to: old) { continue }
      states.nearest[place] = new
      states.owners[place] = BlockOwner(of: new)
      moves.add(
        old, new, firstRow: firstRow &+ place &* GridRows.laneCount, rowCount: rowCount)
    }
  }

  /// What a look finds, by squared distances in double precision.
  ///
  /// - Parameter candidates: those that may be nearest, rising.
  private func exactNearest(
    _ place: Int, _ old: Clusters, _ centroids: Matrix,
    _ candidates: UnsafeBufferPointer<Int32>
  ) -> Clusters {
    var result = old
    for lane in 0..<GridRows.laneCount {
      let row = min(firstRow + place * GridRows.laneCount + lane, rows.rowCount - 1)
      var best = 0
      var least = Double.infinity
      var own = Double.infinity
      for candidate in candidates {
        let cluster = Int(candidate)
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
}
