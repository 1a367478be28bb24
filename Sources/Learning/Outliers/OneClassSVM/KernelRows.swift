import LinearAlgebra

/// Rows of a kernel matrix, computed when asked for and kept while there is room.
struct KernelRows {
  let blocks: SampleBlocks
  private let gamma: Double
  /// `[rowCount]`, empty where a row is not kept.
  private var rows: [[Lanes]]
  private var lastUses: [Int]
  private var useCount = 0
  private var keptCount = 0
  private let capacity: Int

  init(_ blocks: SampleBlocks, gamma: Double, cacheByteCount: Int) {
    self.blocks = blocks
    self.gamma = gamma
    rows = Array(repeating: [], count: blocks.rowCount)
    lastUses = Array(repeating: 0, count: blocks.rowCount)
    // A step needs two rows at once.
    capacity = max(2, cacheByteCount / (blocks.blockCount * MemoryLayout<Lanes>.stride))
  }

  /// K(x_row, ·), eight rows a block.
  mutating func row(_ row: Int) -> [Lanes] {
    useCount += 1
    lastUses[row] = useCount
    if !rows[row].isEmpty { return rows[row] }
    if keptCount == capacity { dropLeastRecentlyUsed() }
    keptCount += 1
    let lane = row % SampleBlocks.laneCount
    let first = row / SampleBlocks.laneCount * blocks.featureCount
    let point = (0..<blocks.featureCount).map { blocks.values[first + $0][lane] }
    rows[row] = (0..<blocks.blockCount).map {
      blocks.kernels(ofBlock: $0, to: point, gamma: gamma)
    }
    return rows[row]
  }

  private mutating func dropLeastRecentlyUsed() {
    var oldest: Int?
    for row in rows.indices where !rows[row].isEmpty {
      if oldest.map({ lastUses[row] < lastUses[$0] }) ?? true { oldest = row }
    }
    guard let oldest else { return }
    rows[oldest] = []
    keptCount -= 1
  }
}
