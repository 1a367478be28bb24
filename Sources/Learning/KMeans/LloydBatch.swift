/// Blocks of rows that one look is at, and what it finds; little enough to stay in the first cache.
struct LloydBatch {
  typealias Singles = SingleRows.Singles
  /// The centroid of each row of a block.
  typealias Clusters = SIMD8<UInt16>

  /// Blocks that one batch is made of, looked at or not.
  static let capacity = 128

  /// Those that are looked at, as far from the first of the batch as they lie behind it.
  private let blocks: UnsafeMutablePointer<Int32>
  private(set) var count = 0
  let leasts: UnsafeMutablePointer<Singles>
  let seconds: UnsafeMutablePointer<Singles>
  let nearest: UnsafeMutablePointer<SIMD8<Int32>>
  /// Ways of the centroids up to which none of a block's rows need be looked at, as
  /// `LloydSearch.key`; negative where single precision does not decide.
  let limits: UnsafeMutablePointer<Int32>

  static func with<Result>(_ body: (inout LloydBatch) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: Singles.self, capacity: 2 * capacity) { singles in
      withUnsafeTemporaryAllocation(of: SIMD8<Int32>.self, capacity: capacity) { clusters in
        // One more block is written, and not counted, than there can be.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * capacity + 1) { integers in
          guard let leasts = singles.baseAddress, let nearest = clusters.baseAddress,
            let limits = integers.baseAddress
          else { preconditionFailure("no memory for a batch") }
          var batch = LloydBatch(
            blocks: limits + capacity, leasts: leasts, seconds: leasts + capacity,
            nearest: nearest, limits: limits)
          return body(&batch)
        }
      }
    }
  }

  var listed: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: blocks, count: count) }

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
  }
}
