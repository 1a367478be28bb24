import LinearAlgebra

// The one loop that every fit lives in: responsibilities of all rows and, in the same pass, the
// statistics of the next M step, so that no matrix of responsibilities is ever stored. Eight rows
// at a time; second moments are taken about the component's current mean, where they cancel least.

/// What one pass over the rows gives.
struct ExpectationStep: Sendable {
  /// In the order of the posterior's components.
  var statistics: [ComponentStatistics]
  /// −Σ w r log r.
  var entropy: Double
  /// Σ w log density.
  var logDensitySum: Double

  /// Blocks whose sums are one task; fixed, so that sums do not depend on the thread count.
  static let blocksPerTask = 512
  /// scikit-learn adds this to every component's weight.
  static let weightFloor = 10 * Double.ulpOfOne

  init(_ posterior: VariationalPosterior, _ samples: SampleBlocks, threadCount: Int) {
    let taskCount = (samples.blockCount + Self.blocksPerTask - 1) / Self.blocksPerTask
    let sums = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      let first = task * Self.blocksPerTask
      let last = min(first + Self.blocksPerTask, samples.blockCount)
      return ExpectationSums(posterior.densities, samples, blocks: first..<last).scalars
    }
    var total = sums[0]
    for sum in sums.dropFirst() {
      for index in total.indices { total[index] += sum[index] }
    }
    entropy = total[0]
    logDensitySum = total[1]
    let d = samples.featureCount
    let stride = ExpectationSums.stride(featureCount: d)
    statistics = posterior.densities.indices.map { k in
      let slice = total[2 + k * stride..<2 + (k + 1) * stride]
      return Self.statistics(of: Array(slice), about: posterior.densities[k].mean)
    }
  }

  /// Turns Σ r, Σ r δ and Σ r δ δᵀ with δ = x − m into weight, mean and scatter.
  private static func statistics(
    of moments: [Double], about center: [Double]
  ) -> ComponentStatistics {
    let d = center.count
    let raw = moments[0]
    let weight = raw + weightFloor
    var result = ComponentStatistics.empty(featureCount: d)
    result.weight = weight
    for f in 0..<d { result.mean[f] = (moments[1 + f] + raw * center[f]) / weight }
    guard raw > 0 else { return result }
    var index = 0
    for i in 0..<d {
      for j in 0...i {
        result.scatter[index] = moments[1 + d + index] - moments[1 + i] * moments[1 + j] / raw
        index += 1
      }
      // Rounding must not leave a negative variance.
      result.scatter[index - 1] = max(result.scatter[index - 1], 0)
    }
    return result
  }
}

/// Lane-wise sums over a run of blocks.
struct ExpectationSums {
  /// Entropy, Σ w log density, then per component Σ r, Σ r δ, Σ r δ δᵀ (lower triangle).
  private var lanes: [Lanes]

  static func stride(featureCount d: Int) -> Int { 1 + d + d * (d + 1) / 2 }

  var scalars: [Double] { lanes.map(\.treeSum) }

  init(_ terms: [GaussianTerm], _ samples: SampleBlocks, blocks: Range<Int>) {
    let d = samples.featureCount
    let triangle = d * (d + 1) / 2
    let stride = Self.stride(featureCount: d)
    let componentCount = terms.count
    var lanes = Array(repeating: Lanes(repeating: 0), count: 2 + componentCount * stride)
    var differences = Array(repeating: Lanes(repeating: 0), count: componentCount * d)
    var joint = Array(repeating: Lanes(repeating: 0), count: componentCount)
    let means = terms.flatMap(\.mean)
    let factors = terms.flatMap(\.inverseFactor)
    let scales = terms.map(\.logScale)
    // Buffers, because bounds checks in this loop cost a third of its time; every index below is
    // a product of the counts that sized the arrays above.
    lanes.withUnsafeMutableBufferPointer { lanes in
      differences.withUnsafeMutableBufferPointer { differences in
        joint.withUnsafeMutableBufferPointer { joint in
          samples.values.withUnsafeBufferPointer { values in
            means.withUnsafeBufferPointer { means in
              factors.withUnsafeBufferPointer { factors in
                for block in blocks {
                  let x = values.baseAddress! + block * d
                  let w = samples.weights[block]
                  // log cₖ N(x; mₖ, Σₖ) and its maximum over k.
                  var top = Lanes(repeating: -.infinity)
                  for k in 0..<componentCount {
                    let delta = differences.baseAddress! + k * d
                    var square = Lanes(repeating: 0)
                    var factor = factors.baseAddress! + k * triangle
                    for i in 0..<d {
                      delta[i] = x[i] - means[k * d + i]
                      var z = Lanes(repeating: 0)
                      for j in 0...i { z += factor[j] * delta[j] }
                      square += z * z
                      factor += i + 1
                    }
                    let value = scales[k] - 0.5 * square
                    joint[k] = value
                    top.replace(with: value, where: value .> top)
                  }
                  var sum = Lanes(repeating: 0)
                  for k in 0..<componentCount { sum += exponential(joint[k] - top) }
                  let logDensity = top + logarithm(sum)
                  lanes[1] += w * logDensity
                  for k in 0..<componentCount {
                    let logResponsibility = joint[k] - logDensity
                    let r = w * exponential(logResponsibility)
                    lanes[0] -= r * logResponsibility
                    let delta = differences.baseAddress! + k * d
                    var sums = lanes.baseAddress! + 2 + k * stride
                    sums[0] += r
                    sums += 1
                    for i in 0..<d { sums[i] += r * delta[i] }
                    sums += d
                    for i in 0..<d {
                      let weighted = r * delta[i]
                      for j in 0...i { sums[j] += weighted * delta[j] }
                      sums += i + 1
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    self.lanes = lanes
  }
}
