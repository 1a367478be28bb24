extension LloydSearch {
  /// Finds the nearest centroid of every row of the contested blocks, and sets these blocks' limits.
  func lookAtRows(
    _ blocks: GridBlocks, _ limits: UnsafeMutablePointer<Int32>, _ batch: LloydBatch
  ) {
    decodeRows(blocks, batch)
    squares.withUnsafeBufferPointer { squares in
      doubled.withUnsafeBufferPointer { doubled in
        if featureCount == 4 {
          Self.findNearestOfFour(batch, squares, doubled)
        } else {
          Self.findNearest(batch, squares, doubled, featureCount)
        }
      }
    }
    findLimits(batch, limits)
  }

  @inline(never)
  private func decodeRows(_ blocks: GridBlocks, _ batch: LloydBatch) {
    let d = featureCount
    for index in 0..<batch.contestCount {
      let codes = blocks.codes + Int(batch.contests[index].block) &* d
      for f in 0..<d { batch.rows[index &* d &+ f] = Singles(codes[f]) }
    }
  }

  /// The centroid of the least score ‖c‖² − 2 c·x of each row, and by how much another's is greater.
  @inline(never)
  private static func findNearestOfFour(
    _ batch: LloydBatch, _ squares: UnsafeBufferPointer<Singles>,
    _ doubled: UnsafeBufferPointer<Singles>
  ) {
    for index in 0..<batch.contestCount {
      let row = batch.rows + index &* 4
      let (x0, x1, x2, x3) = (row[0], row[1], row[2], row[3])
      var least = Least()
      for candidate in batch.candidates(of: batch.contests[index]) {
        let cluster = Int(candidate)
        let c = cluster &* 4
        var score = squares[cluster] + doubled[c] * x0
        score += doubled[c &+ 1] * x1
        score += doubled[c &+ 2] * x2
        score += doubled[c &+ 3] * x3
        least.add(score, candidate)
      }
      batch.margins[index] = least.second - least.score
      batch.nearest[index] = least.nearest
    }
  }

  @inline(never)
  private static func findNearest(
    _ batch: LloydBatch, _ squares: UnsafeBufferPointer<Singles>,
    _ doubled: UnsafeBufferPointer<Singles>, _ d: Int
  ) {
    for index in 0..<batch.contestCount {
      let row = batch.rows + index &* d
      var least = Least()
      for candidate in batch.candidates(of: batch.contests[index]) {
        let cluster = Int(candidate)
        var score = squares[cluster]
        for f in 0..<d { score += doubled[cluster &* d &+ f] * row[f] }
        least.add(score, candidate)
      }
      batch.margins[index] = least.second - least.score
      batch.nearest[index] = least.nearest
    }
  }

  private struct Least {
    var score = Singles(repeating: LloydSearch.farthest)
    var second = Singles(repeating: LloydSearch.farthest)
    var nearest = SIMD8<Int32>(repeating: 0)

    /// The score of the next cluster.
    @inline(__always)
    mutating func add(_ next: Singles, _ cluster: Int32) {
      let isNearer = next .< score
      let larger = next.replacing(with: score, where: isNearer)
      second.replace(with: larger, where: larger .< second)
      nearest.replace(with: SIMD8(repeating: cluster), where: isNearer)
      score.replace(with: next, where: isNearer)
    }
  }

  /// The way up to which all rows of a block keep their nearest centroids; none where single precision
  /// does not tell these.
  @inline(never)
  private func findLimits(_ batch: LloydBatch, _ limits: UnsafeMutablePointer<Int32>) {
    for index in 0..<batch.contestCount {
      let contest = batch.contests[index]
      let margin = batch.margins[index].leastLane - (error + error)
      let lead = margin / contest.root
      limits[Int(contest.block)] =
        margin > 0 ? limit(after: contest.lead < lead ? contest.lead : lead) : -1
    }
  }
}
