import LinearAlgebra

/// What one pass over the rows gives.
struct ExpectationStep: Sendable {
  /// In the order of the mixture's components.
  let statistics: [ComponentStatistics]
  /// −Σ w r log r.
  let entropy: Double
  /// Σ w log density; 0 unless it was asked for.
  let logDensitySum: Double

  /// Groups whose sums are one task; fixed, so that sums do not depend on the thread count.
  static let groupsPerTask = 64
  /// scikit-learn adds this to every component's weight.
  static let weightFloor = 10 * Double.ulpOfOne

  init(
    _ densities: [GaussianTerm], _ samples: SampleBlocks, threadCount: Int,
    needsLogDensity: Bool = false
  ) {
    let taskCount = (samples.groupCount + Self.groupsPerTask - 1) / Self.groupsPerTask
    let sums = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      let first = task * Self.groupsPerTask
      let last = min(first + Self.groupsPerTask, samples.groupCount)
      return ExpectationSums(
        densities, samples, groups: first..<last, needsLogDensity: needsLogDensity
      ).scalars
    }
    var total = sums[0]
    for sum in sums.dropFirst() {
      for index in total.indices { total[index] += sum[index] }
    }
    entropy = total[0]
    logDensitySum = total[1]
    let stride = ExpectationSums.stride(featureCount: samples.featureCount)
    statistics = densities.indices.map { k in
      let slice = total[2 + k * stride..<2 + (k + 1) * stride]
      return Self.statistics(of: Array(slice), about: densities[k].mean)
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
