/// Blocks that one look is at, and what it finds; little enough to stay in the first cache.
struct LloydBatch {
  typealias Singles = SIMD8<Float>

  /// What a look at a block's centre tells.
  struct CentreLook {
    /// How much farther than the own any other centroid is from every point of the ball; not positive
    /// where it is not.
    let lead: Float
    /// What the distances of a row to the own centroid and to one that may be nearer are together at most.
    let root: Float
  }

  /// A block whose centre does not tell the centroid of every row.
  struct Contest {
    let block: Int32
    /// Which of the batch's candidates may be nearest to one of its rows.
    let firstCandidate: Int32
    let candidateCount: Int32
    /// How much farther than its own any centroid is that is no candidate.
    let lead: Float
    let root: Float
  }

  /// Blocks that a batch is made of at most, looked at or not.
  static let largestCapacity = 128
  /// Vectors that a batch holds, if those of one block are not more.
  private static let vectorCount = 1_024

  let capacity: Int

  /// Those that are looked at, as far from the first of the batch as they lie behind it.
  let blocks: UnsafeMutablePointer<Int32>
  private(set) var count = 0
  /// The centres of four features, two numbers that are the norm together, and two of no meaning.
  let centres: UnsafeMutablePointer<Singles>
  /// Of each one's centre the score by every centroid, eight to a vector, and how much farther it is
  /// than the block's own, which itself leads by nothing, `[capacity × chunkCount]`.
  let scores: UnsafeMutablePointer<Singles>
  let leads: UnsafeMutablePointer<Singles>
  let looks: UnsafeMutablePointer<CentreLook>

  let contests: UnsafeMutablePointer<Contest>
  var contestCount = 0
  let candidates: UnsafeMutablePointer<Int32>
  /// Of contested blocks, a lane for each row: codes, `[capacity × featureCount]`, the nearest centroid, and
  /// by how much the squared distance to another is greater.
  let rows: UnsafeMutablePointer<Singles>
  let nearest: UnsafeMutablePointer<SIMD8<Int32>>
  let margins: UnsafeMutablePointer<Singles>

  static func with<Result>(
    centroidCount: Int, featureCount: Int, _ body: (inout LloydBatch) -> Result
  ) -> Result {
    var batch = LloydBatch(centroidCount: centroidCount, featureCount: featureCount)
    defer { batch.deallocate() }
    return body(&batch)
  }

  private init(centroidCount k: Int, featureCount d: Int) {
    let chunkCount = (k + Singles.scalarCount - 1) / Singles.scalarCount
    capacity = max(1, min(Self.largestCapacity, Self.vectorCount / (2 * chunkCount + d + 2)))
    // One more block is written, and not counted, than there can be, and lanes of no centroid.
    blocks = .allocate(capacity: capacity + 1)
    centres = .allocate(capacity: capacity)
    scores = .allocate(capacity: capacity * chunkCount)
    leads = .allocate(capacity: capacity * chunkCount)
    looks = .allocate(capacity: capacity)
    contests = .allocate(capacity: capacity)
    candidates = .allocate(capacity: capacity * k + Singles.scalarCount)
    rows = .allocate(capacity: capacity * d)
    nearest = .allocate(capacity: capacity)
    margins = .allocate(capacity: capacity)
  }

  private func deallocate() {
    blocks.deallocate()
    centres.deallocate()
    scores.deallocate()
    leads.deallocate()
    looks.deallocate()
    contests.deallocate()
    candidates.deallocate()
    rows.deallocate()
    nearest.deallocate()
    margins.deallocate()
  }

  /// Lists the blocks whose limits are not beyond `travelled`.
  ///
  /// Without a branch, which the processor would guess wrong for every other block.
  mutating func list(_ limits: UnsafeBufferPointer<Int32>, travelled: Int32) {
    var count = 0
    for block in limits.indices {
      blocks[count] = Int32(truncatingIfNeeded: block)
      // Both are at least −1, so that the difference fits; its sign is 1 where the limit is reached.
      let isBeyond = limits[block] &- travelled &- 1
      count &+= Int(truncatingIfNeeded: UInt32(bitPattern: isBeyond) >> 31)
    }
    self.count = count
    contestCount = 0
  }

  @inline(__always)
  func candidates(of contest: Contest) -> UnsafeBufferPointer<Int32> {
    UnsafeBufferPointer(
      start: candidates + Int(contest.firstCandidate), count: Int(contest.candidateCount))
  }
}
