import LinearAlgebra

/// A run of rows with their centroids and what they add to the centroids' sums.
///
/// Unchecked, because an iteration hands each part to one thread at a time, and a value would be
/// copied whole whenever it changes.
final class LloydPart: @unchecked Sendable {
  typealias Singles = SingleRows.Singles

  /// The centroid of each row, those beyond the last row too.
  private var nearest: [Int32]
  /// Way of the centroids up to which a row need not be looked at, one lane a row.
  private var limits: [Singles]
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
    limits = Array(repeating: Singles(repeating: -1), count: count)
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
          sums.withUnsafeMutableBufferPointer { sums in
            counts.withUnsafeMutableBufferPointer { counts in
              guard let values = values.baseAddress, let sums = sums.baseAddress,
                let counts = counts.baseAddress
              else { return }
              let nearest = bytes.bindMemory(to: SIMD8<Int32>.self)
              for block in limits.indices where !all(limits[block] .> search.travelled) {
                let look = search.look(at: values + (firstBlock + block) * d, featureCount: d)
                limits[block] = look.limits
                let old = nearest[block]
                let new =
                  look.isCertain ? look.nearest : exactNearest(block, old, search.centroids)
                if new == old { continue }
                nearest[block] = new
                changedCount += move(block, from: old, to: new, sums, counts)
              }
            }
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

  private func move(
    _ block: Int, from old: SIMD8<Int32>, to new: SIMD8<Int32>,
    _ sums: UnsafeMutablePointer<Double>, _ counts: UnsafeMutablePointer<Int>
  ) -> Int {
    let d = rows.featureCount
    let first = (firstBlock + block) * SingleRows.laneCount
    var changedCount = 0
    samples.rows.elements.withUnsafeBufferPointer { elements in
      for lane in 0..<min(SingleRows.laneCount, rows.rowCount - first) where old[lane] != new[lane]
      {
        changedCount += 1
        let w = samples.weights[first + lane]
        let target = sums + Int(new[lane]) * (1 + d)
        target[0] += w
        counts[Int(new[lane])] += 1
        for f in 0..<d {
          target[1 + f] += w * (elements[(first + lane) * d + f] - rows.middle[f])
        }
        // A row has no centroid at first.
        guard old[lane] >= 0 else { continue }
        let source = sums + Int(old[lane]) * (1 + d)
        source[0] -= w
        counts[Int(old[lane])] -= 1
        for f in 0..<d {
          source[1 + f] -= w * (elements[(first + lane) * d + f] - rows.middle[f])
        }
      }
    }
    return changedCount
  }
}
