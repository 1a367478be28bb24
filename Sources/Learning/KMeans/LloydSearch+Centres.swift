extension LloydSearch {
  /// Sets the limits of the listed blocks that belong to their owners as a whole, and lists the others as
  /// contested, and by which centroids.
  func lookAtCentres(
    _ blocks: GridBlocks, _ owners: UnsafePointer<BlockOwner>,
    _ limits: UnsafeMutablePointer<Int32>, _ batch: inout LloydBatch
  ) {
    tabledSquares.withUnsafeBufferPointer { squares in
      tabledDoubled.withUnsafeBufferPointer { doubled in
        gaps.withUnsafeBufferPointer { gaps in
          if featureCount == 4, chunkCount == 1 {
            decodeCentresOfFour(blocks, batch)
            findLeadsOfFour(blocks, owners, squares[0], doubled, gaps, batch)
          } else {
            findLeads(blocks, owners, squares, doubled, gaps, batch)
          }
        }
      }
    }
    findContests(owners, limits, &batch)
  }

  /// Of each centre m its score ‖c‖² − 2 c·m by every centroid c, and how much farther c is from the
  /// nearest point of the block's ball than the block's own centroid from the farthest.
  @inline(never)
  private func findLeads(
    _ blocks: GridBlocks, _ owners: UnsafePointer<BlockOwner>,
    _ squares: UnsafeBufferPointer<Singles>, _ doubled: UnsafeBufferPointer<Singles>,
    _ gaps: UnsafeBufferPointer<Singles>, _ batch: LloydBatch
  ) {
    let (d, chunkCount) = (featureCount, chunkCount)
    let leads = UnsafeMutableRawPointer(batch.leads).assumingMemoryBound(to: Float.self)
    let lanes = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
    let farthest = Singles(repeating: Self.farthest)
    squaredSteps.withUnsafeBufferPointer { squaredSteps in
      for index in 0..<batch.count {
        let block = Int(batch.blocks[index])
        let centre = blocks.centres + block &* d
        let radius = blocks.radii[block]
        let scores = batch.scores + index &* chunkCount
        var norm = error
        for f in 0..<d { norm += Float(centre[f]) * Float(centre[f]) * squaredSteps[f] }
        for chunk in 0..<chunkCount {
          var score = squares[chunk]
          for f in 0..<d { score += doubled[chunk &* d &+ f] * Float(centre[f]) }
          scores[chunk] = score
        }
        let own = owner(owners[block], scores)
        let ownScore = UnsafeRawPointer(scores).assumingMemoryBound(to: Float.self)[own]
        let ownRoot = boundedRoot(ownScore + norm)
        var least = farthest
        var lane = own
        for chunk in 0..<chunkCount {
          let root = boundedRoot(scores[chunk] + norm) + (ownRoot + 2 * radius)
          // No two centroids lie farther apart than any point from both together.
          let gap = gaps.isEmpty ? root + root : gaps[own &* chunkCount &+ chunk]
          let lead = (scores[chunk] - (ownScore + (error + error)) - gap * radius) / root
          let others = lead.replacing(
            with: farthest, where: lanes .== SIMD8(repeating: Int32(truncatingIfNeeded: lane)))
          batch.leads[index &* chunkCount &+ chunk] = others
          least.replace(with: others, where: others .< least)
          lane &-= 8
        }
        leads[index &* chunkCount &* 8 &+ own] = 0
        batch.looks[index] = look(least.leastLane, ownRoot, radius)
      }
    }
  }

  /// The centres of four features as numbers, and their norms; in a step of its own, since elsewhere the
  /// optimizer converts them one by one.
  @inline(never)
  private func decodeCentresOfFour(_ blocks: GridBlocks, _ batch: LloydBatch) {
    let codes = UnsafeRawPointer(blocks.centres).assumingMemoryBound(to: SIMD4<Int16>.self)
    let steps = SIMD4(squaredSteps[0], squaredSteps[1], squaredSteps[2], squaredSteps[3])
    for index in 0..<batch.count {
      let centre = SIMD4<Float>(codes[Int(batch.blocks[index])])
      let squares = centre * centre * steps
      let pairs = squares.lowHalf + squares.highHalf
      batch.centres[index] = SIMD8(
        lowHalf: centre, highHalf: SIMD4(lowHalf: pairs, highHalf: pairs))
    }
  }

  /// The same as `findLeads` of up to eight centroids and four features.
  @inline(never)
  private func findLeadsOfFour(
    _ blocks: GridBlocks, _ owners: UnsafePointer<BlockOwner>,
    _ square: Singles, _ doubled: UnsafeBufferPointer<Singles>,
    _ gaps: UnsafeBufferPointer<Singles>, _ batch: LloydBatch
  ) {
    let values = UnsafeRawPointer(batch.centres).assumingMemoryBound(to: Float.self)
    let leads = UnsafeMutableRawPointer(batch.leads).assumingMemoryBound(to: Float.self)
    let (c0, c1, c2, c3) = (doubled[0], doubled[1], doubled[2], doubled[3])
    let lanes = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
    let farthest = Singles(repeating: Self.farthest)
    let (error, twoErrors) = (error, error + error)
    for index in 0..<batch.count {
      let block = Int(batch.blocks[index])
      let centre = values + index &* 8
      let radius = blocks.radii[block]
      let norm = centre[4] + centre[5] + error
      var score = square + c0 * centre[0]
      score += c1 * centre[1]
      score += c2 * centre[2]
      score += c3 * centre[3]
      batch.scores[index] = score
      let own = owner(owners[block], batch.scores + index)
      let ownScore = UnsafeRawPointer(batch.scores + index).assumingMemoryBound(to: Float.self)[own]
      let ownRoot = boundedRoot(ownScore + norm)
      let root = boundedRoot(score + norm) + (ownRoot + 2 * radius)
      let lead = (score - (ownScore + twoErrors) - gaps[own] * radius) / root
      let others = lead.replacing(
        with: farthest, where: lanes .== SIMD8(repeating: Int32(truncatingIfNeeded: own)))
      batch.leads[index] = others
      leads[index &* 8 &+ own] = 0
      batch.looks[index] = look(others.leastLane, ownRoot, radius)
    }
  }

  /// The centroid of a block's first row; that nearest to its centre where the row has none yet.
  @inline(__always)
  private func owner(_ owner: BlockOwner, _ scores: UnsafePointer<Singles>) -> Int {
    if let cluster = owner.cluster { return cluster }
    let scores = UnsafeRawPointer(scores).assumingMemoryBound(to: Float.self)
    var least = 0
    for cluster in 0..<centroids.rowCount where scores[cluster] < scores[least] { least = cluster }
    return least
  }

  /// - Parameter ownRoot: the distance from the own centroid to the centre, or more.
  @inline(__always)
  private func look(
    _ lead: Float, _ ownRoot: Float, _ radius: Float
  ) -> LloydBatch.CentreLook {
    // To some point x of the ball a candidate c is not much farther than the own centroid, o:
    // ‖x − c‖² ≤ ‖x − o‖² + 8 error. So ‖m − c‖ ≤ ‖x − c‖ + r ≤ ‖m − o‖ + 2 r + √(8 error), and a row is
    // at most r farther from either. Without gaps ‖m − c‖ ≤ ‖m − o‖ + 3.4 r, where the roots stand for ‖c − o‖.
    LloydBatch.CentreLook(
      lead: lead, root: 2 * (ownRoot + candidateReach * radius + errorRoot))
  }

  @inline(never)
  private func findContests(
    _ owners: UnsafePointer<BlockOwner>, _ limits: UnsafeMutablePointer<Int32>,
    _ batch: inout LloydBatch
  ) {
    let (k, chunkCount, smallest) = (centroids.rowCount, chunkCount, smallestLead)
    let (zero, farthest) = (Singles(repeating: 0), Singles(repeating: Self.farthest))
    let (candidates, contests) = (batch.candidates, batch.contests)
    var contestCount = 0
    var next = 0
    for index in 0..<batch.count {
      let (look, block) = (batch.looks[index], batch.blocks[index])
      if look.lead > smallest, owners[Int(block)].isOfAllRows {
        limits[Int(block)] = limit(after: look.lead)
        continue
      }
      let leads = batch.leads + index &* chunkCount
      let scalars = UnsafeRawPointer(leads).assumingMemoryBound(to: Float.self)
      let first = next
      var lead = Self.farthest
      for chunk in 0..<chunkCount {
        let ahead = leads[chunk].replacing(with: farthest, where: leads[chunk] .<= zero)
        let least = ahead.leastLane
        lead = least < lead ? least : lead
        for lane in 0..<Singles.scalarCount {
          // Written in any case, and kept if it is one: a branch would cost more.
          let cluster = chunk &* Singles.scalarCount &+ lane
          candidates[next] = Int32(truncatingIfNeeded: cluster)
          next &+= scalars[cluster] > 0 ? 0 : 1
        }
      }
      // Where squares overflow, lanes of no centroid are among them.
      while next > first, Int(candidates[next &- 1]) >= k { next &-= 1 }
      contests[contestCount] = LloydBatch.Contest(
        block: block, firstCandidate: Int32(truncatingIfNeeded: first),
        candidateCount: Int32(truncatingIfNeeded: next &- first), lead: lead, root: look.root)
      contestCount &+= 1
    }
    batch.contestCount = contestCount
  }
}
