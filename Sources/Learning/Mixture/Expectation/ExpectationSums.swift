import LinearAlgebra

// The one loop that every fit lives in: responsibilities of all rows and, in the same pass, the
// statistics of the next M step, so that no matrix of responsibilities is ever stored. A group of
// eight blocks of eight rows at a time, and of the components only those near a block. Second moments
// are taken about the component's current mean, where they cancel least.

/// Lane-wise sums of an E step over a run of groups of blocks.
struct ExpectationSums {
  /// Entropy, Σ w log density, then per component Σ r, Σ r δ, Σ r δ δᵀ (lower triangle).
  private(set) var lanes: [Lanes]

  static func stride(featureCount d: Int) -> Int { 1 + d + d * (d + 1) / 2 }

  var scalars: [Double] { lanes.map { $0.treeSum } }

  /// - Parameter needsLogDensity: else a row with one near component spares its density.
  init(
    _ terms: [GaussianTerm], _ samples: SampleBlocks, groups: Range<Int>, needsLogDensity: Bool
  ) {
    let stride = Self.stride(featureCount: samples.featureCount)
    lanes = Array(repeating: Lanes(repeating: 0), count: 2 + terms.count * stride)
    let terms = terms.map(\.inBinaryLogarithms)
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
    var shares = GroupResponsibilities(componentCount: kernels.count)
    // Buffers spare a bounds check an operand. Every offset is below the count that sized its
    // array: blocks and groups are those of `samples`, components those of `kernels`.
    kernels.withUnsafeBufferPointer { kernels in
      lanes.withUnsafeMutableBufferPointer { lanes in
        guard let sums = lanes.baseAddress else { return }
        for group in groups {
          shares.update(kernels, samples, group: group, needsLogDensity: needsLogDensity)
          samples.values.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            let first = values + group * SampleBlocks.blocksPerGroup * d
            shares.forEachComponent { k, responsibilities, blocks in
              kernels[k].add(
                responsibilities, first, blocks: blocks, to: sums + 2 + k * stride)
            }
          }
        }
      }
    }
    lanes[0] = shares.entropy
    lanes[1] = shares.logDensitySum
  }
}
