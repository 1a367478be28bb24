import LinearAlgebra

/// Log density and most responsible component of every row.
struct MixtureScores: Sendable {
  /// `[rowCount]`, natural logarithms.
  let logDensities: [Double]
  /// `[rowCount]`; the first among equals.
  let components: [Int]

  init(_ terms: [GaussianTerm], _ samples: SampleBlocks, threadCount: Int) {
    let perTask = ExpectationStep.groupsPerTask
    let taskCount = (samples.groupCount + perTask - 1) / perTask
    let tasks = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      let groups = task * perTask..<min((task + 1) * perTask, samples.groupCount)
      return if samples.featureCount == FourFeatureKernel.featureCount {
        Self.scores(terms.map(FourFeatureKernel.init), samples, groups)
      } else {
        Self.scores(terms.map(AnyFeatureKernel.init), samples, groups)
      }
    }
    var logDensities: [Double] = []
    var components: [Int] = []
    logDensities.reserveCapacity(samples.rowCount)
    components.reserveCapacity(samples.rowCount)
    for (density, component) in tasks.joined() {
      for lane in 0..<min(SampleBlocks.laneCount, samples.rowCount - logDensities.count) {
        logDensities.append(density[lane])
        components.append(Int(component[lane]))
      }
    }
    self.logDensities = logDensities
    self.components = components
  }

  private static func scores<Kernel: ComponentKernel>(
    _ kernels: [Kernel], _ samples: SampleBlocks, _ groups: Range<Int>
  ) -> [(Lanes, SIMD8<Int64>)] {
    let d = samples.featureCount
    var near = NearComponents(componentCount: kernels.count)
    var joint = Array(repeating: Lanes(repeating: 0), count: kernels.count)
    var result: [(Lanes, SIMD8<Int64>)] = []
    // Offsets as in `ExpectationSums`.
    kernels.withUnsafeBufferPointer { kernels in
      samples.values.withUnsafeBufferPointer { values in
        samples.boxCenters.withUnsafeBufferPointer { centers in
          samples.boxHalfWidths.withUnsafeBufferPointer { halfWidths in
            guard let values = values.baseAddress, let centers = centers.baseAddress,
              let halfWidths = halfWidths.baseAddress
            else { return }
            for group in groups {
              near.update(
                kernels, centers: centers + group * d, halfWidths: halfWidths + group * d)
              for block in samples.blocks(ofGroup: group) {
                let count = near.select(block: block % SampleBlocks.blocksPerGroup)
                var top = Lanes(repeating: -.infinity)
                var best = SIMD8<Int64>(repeating: 0)
                for index in 0..<count {
                  let k = near.indices[index]
                  joint[index] = kernels[k].logJoint(values + block * d)
                  let isBetter = joint[index] .> top
                  top.replace(with: joint[index], where: isBetter)
                  best.replace(with: Int64(k), where: isBetter)
                }
                // The top's own 1 comes first: what is added to it then either counts or is lost
                // in rounding, so a component left out beside other rows changes no bit.
                var sum = Lanes(repeating: 1)
                for index in 0..<count {
                  let power = exponential(joint[index] - top)
                  sum += power.replacing(with: 0, where: best .== Int64(near.indices[index]))
                }
                result.append((top + logarithm(sum), best))
              }
            }
          }
        }
      }
    }
    return result
  }
}
