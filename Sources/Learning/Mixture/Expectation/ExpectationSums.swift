import LinearAlgebra

// The one loop that every fit lives in: responsibilities of all rows and, in the same pass, the
// statistics of the next M step, so that no matrix of responsibilities is ever stored. Eight rows
// at a time, and of the components only those near the eight. Second moments are taken about the
// component's current mean, where they cancel least.

/// Lane-wise sums of an E step over a run of groups of blocks.
struct ExpectationSums {
  /// Entropy, Σ w log density, then per component Σ r, Σ r δ, Σ r δ δᵀ (lower triangle).
  private(set) var lanes: [Lanes]

  private static let lowestLogPower = -708.0

  static func stride(featureCount d: Int) -> Int { 1 + d + d * (d + 1) / 2 }

  var scalars: [Double] { lanes.map(\.treeSum) }

  /// - Parameter needsLogDensity: else a row with one near component spares its density.
  init(
    _ terms: [GaussianTerm], _ samples: SampleBlocks, groups: Range<Int>, needsLogDensity: Bool
  ) {
    let stride = Self.stride(featureCount: samples.featureCount)
    lanes = Array(repeating: Lanes(repeating: 0), count: 2 + terms.count * stride)
    if samples.featureCount == FourFeatureKernel.featureCount {
      add(terms.map(FourFeatureKernel.init), samples, groups, needsLogDensity)
    } else {
      add(terms.map(AnyFeatureKernel.init), samples, groups, needsLogDensity)
    }
  }

  private mutating func add<Kernel: ComponentKernel>(
    _ kernels: [Kernel], _ samples: SampleBlocks, _ groups: Range<Int>, _ needsLogDensity: Bool
  ) {
    let d = samples.featureCount
    let stride = Self.stride(featureCount: d)
    var near = NearComponents(componentCount: kernels.count)
    var joint = Array(repeating: Lanes(repeating: 0), count: kernels.count)
    var entropy = Lanes(repeating: 0)
    var logDensitySum = Lanes(repeating: 0)
    // Buffers spare a bounds check an operand. Every offset is below the count that sized its
    // array: blocks and groups are those of `samples`, components those of `kernels`.
    kernels.withUnsafeBufferPointer { kernels in
      samples.values.withUnsafeBufferPointer { values in
        samples.boxCenters.withUnsafeBufferPointer { centers in
          samples.boxHalfWidths.withUnsafeBufferPointer { halfWidths in
            lanes.withUnsafeMutableBufferPointer { lanes in
              guard let values = values.baseAddress, let centers = centers.baseAddress,
                let halfWidths = halfWidths.baseAddress, let lanes = lanes.baseAddress
              else { return }
              for group in groups {
                near.update(
                  kernels, centers: centers + group * d, halfWidths: halfWidths + group * d)
                for block in samples.blocks(ofGroup: group) {
                  let rows = values + block * d
                  let weights = samples.weights[block]
                  let count = near.select(block: block % SampleBlocks.blocksPerGroup)
                  if count == 1, !needsLogDensity {
                    let k = near.indices[0]
                    kernels[k].add(weights, rows, to: lanes + 2 + k * stride)
                    continue
                  }
                  for index in 0..<count {
                    joint[index] = kernels[near.indices[index]].logJoint(rows)
                  }
                  let shares = Self.turnIntoResponsibilities(&joint, count, weights: weights)
                  entropy += shares.entropy
                  logDensitySum += shares.logDensity
                  for index in 0..<count {
                    let k = near.indices[index]
                    kernels[k].add(joint[index], rows, to: lanes + 2 + k * stride)
                  }
                }
              }
            }
          }
        }
      }
    }
    lanes[0] = entropy
    lanes[1] = logDensitySum
  }

  /// Replaces the first `count` joint densities of a block by weighted responsibilities.
  ///
  /// - Returns: −Σ w r log r and Σ w log density of the block.
  @inline(__always)
  private static func turnIntoResponsibilities(
    _ joint: inout [Lanes], _ count: Int, weights: Lanes
  ) -> (entropy: Lanes, logDensity: Lanes) {
    if count == 1 {
      let logDensity = weights * joint[0]
      joint[0] = weights
      return (Lanes(repeating: 0), logDensity)
    }
    var top = joint[0]
    for index in 1..<count { top.replace(with: joint[index], where: joint[index] .> top) }
    // Σ p log p of the unnormalized p = exp(joint − top) gives the entropy without more logarithms.
    var sum = Lanes(repeating: 0)
    var logs = Lanes(repeating: 0)
    for index in 0..<count {
      // Beyond this a power counts for nothing, and 0 · ∞ would be no number.
      var difference = joint[index] - top
      difference.replace(with: lowestLogPower, where: difference .< lowestLogPower)
      let power = exponentialOfNonpositive(difference)
      sum += power
      logs += power * difference
      joint[index] = power
    }
    let logSum = logarithm(sum)
    let scale = weights / sum
    for index in 0..<count { joint[index] *= scale }
    // −Σ r log r with r = p / s and log r = difference − log s.
    return (weights * logSum - logs * scale, weights * (top + logSum))
  }
}
