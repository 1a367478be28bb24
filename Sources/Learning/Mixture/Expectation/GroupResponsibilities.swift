import LinearAlgebra

// The steps of a group are loops of their own, each over all that the group has to do: the chains
// of one row's operations are long, and many of them then run at once. Logarithms are binary until
// they are added up.

/// Weighted responsibilities of the rows of one group of blocks after another.
struct GroupResponsibilities {
  /// −Σ w r log r of all groups so far.
  private(set) var entropy = Lanes(repeating: 0)
  /// Σ w log density of all groups so far, where it was asked for.
  private(set) var logDensitySum = Lanes(repeating: 0)

  private let componentCount: Int
  private var near: NearComponents
  /// Log joint densities, then what they lack to the block's largest, then weighted
  /// responsibilities: `[componentCount × blocksPerGroup]`.
  private var values: [Lanes]
  /// The powers of two of what they lack, in the same layout.
  private var powers: [Lanes]
  /// Places of `values` whose power counts; the first `queuedCount` are valid.
  private var queue: [Int32]
  private var queuedCount = 0
  /// Blocks that a component is near and that are asked for their joint densities,
  /// `[componentCount]`.
  private var nearBlocks: [UInt8]
  /// Blocks in which the component has a responsibility, `[componentCount]`.
  private var blocks: [UInt8]
  /// How many components are near each block and then which, `[blocksPerGroup × (1 + componentCount)]`.
  private var lists: [Int32]

  private static let blockCount = SampleBlocks.blocksPerGroup
  private static let lowestPower = -1000.0
  private static let logOfTwo = 0x1.62e42fefa39efp-1

  init(componentCount: Int) {
    self.componentCount = componentCount
    near = NearComponents(
      componentCount: componentCount, negligibleRatio: NearComponents.negligibleBinaryRatio)
    let count = componentCount * Self.blockCount
    values = Array(repeating: Lanes(repeating: 0), count: count)
    powers = values
    queue = Array(repeating: 0, count: count + 1)
    nearBlocks = Array(repeating: 0, count: componentCount)
    blocks = nearBlocks
    lists = Array(repeating: 0, count: Self.blockCount * (2 + componentCount))
  }

  /// Finds the responsibilities of a group's rows.
  ///
  /// - Parameter needsLogDensity: else a row with one near component spares its density.
  @inline(__always)
  mutating func update<Kernel: ComponentKernel>(
    _ kernels: UnsafeBufferPointer<Kernel>, _ samples: SampleBlocks, group: Int,
    needsLogDensity: Bool
  ) {
    near.update(kernels, samples, group: group)
    let used = samples.blocks(ofGroup: group)
    var seen: UInt8 = 0
    var shared: UInt8 = 0
    for k in kernels.indices {
      let blocks = near.blocks(of: k)
      shared |= seen & blocks
      seen |= blocks
    }
    // Boxes beyond the last block are no blocks.
    let present = UInt8(truncatingIfNeeded: 1 << used.count - 1)
    let asked = (needsLogDensity ? seen : shared) & present
    fillJoints(kernels, samples, used, asked: asked, alone: present & ~asked)
    listNear(asked: asked)
    subtractLargest(asked: asked, samples.weights, used.lowerBound)
    raise()
    normalize(asked: asked, samples.weights, used.lowerBound)
  }

  /// Log joint densities of the asked blocks, and the weights of blocks that one component has alone.
  @inline(__always)
  private mutating func fillJoints<Kernel: ComponentKernel>(
    _ kernels: UnsafeBufferPointer<Kernel>, _ samples: SampleBlocks, _ used: Range<Int>,
    asked: UInt8, alone: UInt8
  ) {
    values.withUnsafeMutableBufferPointer { values in
      samples.values.withUnsafeBufferPointer { rows in
        guard let values = values.baseAddress, let rows = rows.baseAddress else { return }
        let first = rows + used.lowerBound * samples.featureCount
        for k in kernels.indices {
          let joint = values + k * Self.blockCount
          let isNear = near.blocks(of: k)
          kernels[k].logJoints(first, blocks: isNear & asked, into: joint)
          nearBlocks[k] = isNear & asked
          blocks[k] = isNear & alone
          var rest = isNear & alone
          while rest != 0 {
            let block = rest.popLowestBit()
            joint[block] = samples.weights[used.lowerBound + block]
          }
        }
      }
    }
  }

  /// Lists the components near each asked block.
  @inline(__always)
  private mutating func listNear(asked: UInt8) {
    let componentCount = componentCount
    lists.withUnsafeMutableBufferPointer { lists in
      nearBlocks.withUnsafeBufferPointer { nearBlocks in
        guard var list = lists.baseAddress, let nearBlocks = nearBlocks.baseAddress else { return }
        for block in 0..<UInt8(Self.blockCount) where asked >> block & 1 == 1 {
          var count = 1
          // Without a branch, which would be guessed wrong again and again.
          for k in 0..<componentCount {
            list[count] = Int32(truncatingIfNeeded: k)
            count += Int(nearBlocks[k] >> block & 1)
          }
          list[0] = Int32(truncatingIfNeeded: count - 1)
          list += 2 + componentCount
        }
      }
    }
  }

  /// Turns log joint densities into what they lack to the largest, and queues those that count.
  ///
  /// A component that is negligible at every row of a block is left out as a far one is.
  @inline(__always)
  private mutating func subtractLargest(asked: UInt8, _ weights: [Lanes], _ firstBlock: Int) {
    var queuedCount = 0
    var densities = Lanes(repeating: 0)
    let componentCount = componentCount
    withBuffers { values, powers, queue, lists, blocks in
      var list = lists
      var rest = asked
      while rest != 0 {
        let block = rest.popLowestBit()
        let near = UnsafeBufferPointer(start: list + 1, count: Int(list[0]))
        list += 2 + componentCount
        var top = Lanes(repeating: -.infinity)
        for k in near {
          let value = values[Int(k) * Self.blockCount + block]
          top = value.replacing(with: top, where: top .> value)
        }
        densities += weights[firstBlock + block] * top
        for k in near {
          let place = Int(k) * Self.blockCount + block
          var difference = values[place] - top
          // Beyond this a power counts for nothing, and 0 · ∞ would be no number.
          difference = difference.replacing(
            with: Self.lowestPower, where: difference .< Self.lowestPower)
          values[place] = difference
          powers[place] = Lanes(repeating: 0)
          let matters = any(difference .> -NearComponents.negligibleBinaryRatio)
          queue[queuedCount] = Int32(truncatingIfNeeded: place)
          queuedCount += matters ? 1 : 0
          blocks[Int(k)] |= (matters ? 1 : 0) << UInt8(truncatingIfNeeded: block)
        }
      }
    }
    self.queuedCount = queuedCount
    logDensitySum += Self.logOfTwo * densities
  }

  /// Raises two to what is queued.
  @inline(__always)
  private mutating func raise() {
    let queuedCount = queuedCount
    withBuffers { values, powers, queue, _, _ in
      for item in 0..<queuedCount {
        let place = Int(queue[item])
        powers[place] = powerOfTwo(values[place])
      }
    }
  }

  /// Divides powers by their sums and adds up entropy and density.
  @inline(__always)
  private mutating func normalize(asked: UInt8, _ weights: [Lanes], _ firstBlock: Int) {
    var entropies = Lanes(repeating: 0)
    var densities = Lanes(repeating: 0)
    let componentCount = componentCount
    withBuffers { values, powers, _, lists, _ in
      var list = lists
      var rest = asked
      while rest != 0 {
        let block = rest.popLowestBit()
        let near = UnsafeBufferPointer(start: list + 1, count: Int(list[0]))
        list += 2 + componentCount
        // Σ p log p of the unnormalized p = exp(joint − top) gives the entropy without more
        // logarithms.
        var sum = Lanes(repeating: 0)
        var logs = Lanes(repeating: 0)
        for k in near {
          let place = Int(k) * Self.blockCount + block
          sum += powers[place]
          logs += powers[place] * values[place]
        }
        // The largest joint density gives the sum a 1.
        let logSum = logarithmOfNormal(sum)
        let scale = weights[firstBlock + block] / sum
        for k in near {
          let place = Int(k) * Self.blockCount + block
          values[place] = powers[place] * scale
        }
        // −Σ r log r with r = p / s and log r = log p − log s.
        entropies += weights[firstBlock + block] * logSum - Self.logOfTwo * logs * scale
        densities += weights[firstBlock + block] * logSum
      }
    }
    entropy += entropies
    logDensitySum += densities
  }

  /// Hands out each component that has a share in the group: its responsibilities,
  /// `[blocksPerGroup]`, and the blocks where they are valid.
  @inline(__always)
  func forEachComponent(_ body: (Int, UnsafePointer<Lanes>, UInt8) -> Void) {
    values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for k in 0..<componentCount where blocks[k] != 0 {
        body(k, values + k * Self.blockCount, blocks[k])
      }
    }
  }

  /// Buffers spare a bounds check an operand: places are below `componentCount × blocksPerGroup`.
  @inline(__always)
  private mutating func withBuffers(
    _ body: (
      _ values: UnsafeMutablePointer<Lanes>, _ powers: UnsafeMutablePointer<Lanes>,
      _ queue: UnsafeMutablePointer<Int32>, _ lists: UnsafePointer<Int32>,
      _ blocks: UnsafeMutablePointer<UInt8>
    ) -> Void
  ) {
    values.withUnsafeMutableBufferPointer { values in
      powers.withUnsafeMutableBufferPointer { powers in
        queue.withUnsafeMutableBufferPointer { queue in
          lists.withUnsafeBufferPointer { lists in
            blocks.withUnsafeMutableBufferPointer { blocks in
              guard let values = values.baseAddress, let powers = powers.baseAddress,
                let queue = queue.baseAddress, let lists = lists.baseAddress,
                let blocks = blocks.baseAddress
              else { return }
              body(values, powers, queue, lists, blocks)
            }
          }
        }
      }
    }
  }
}
