import LinearAlgebra

/// Log density and most responsible component of every row.
struct MixtureScores: Sendable {
  /// `[rowCount]`, natural logarithms.
  let logDensities: [Double]
  /// `[rowCount]`; the first among equals.
  let components: [Int]

  init(_ terms: [GaussianTerm], _ samples: SampleBlocks, threadCount: Int) {
    let perTask = ExpectationStep.blocksPerTask
    let taskCount = (samples.blockCount + perTask - 1) / perTask
    let tasks = concurrentMap(count: taskCount, threadCount: threadCount) { task in
      (task * perTask..<min((task + 1) * perTask, samples.blockCount)).map { block in
        Self.score(terms, samples, block: block)
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

  private static func score(
    _ terms: [GaussianTerm], _ samples: SampleBlocks, block: Int
  ) -> (Lanes, SIMD8<Int64>) {
    var top = Lanes(repeating: -.infinity)
    var best = SIMD8<Int64>(repeating: 0)
    let joint = terms.map { $0.logJoint(samples, block: block) }
    for (index, value) in joint.enumerated() {
      let isBetter = value .> top
      top.replace(with: value, where: isBetter)
      best.replace(with: Int64(index), where: isBetter)
    }
    var sum = Lanes(repeating: 0)
    for value in joint { sum += exponential(value - top) }
    return (top + logarithm(sum), best)
  }
}

extension GaussianTerm {
  /// log c N(x; m, Σ) of the eight rows of a block.
  func logJoint(_ samples: SampleBlocks, block: Int) -> Lanes {
    let d = mean.count
    var square = Lanes(repeating: 0)
    var row = 0
    for i in 0..<d {
      var z = Lanes(repeating: 0)
      for j in 0...i {
        z += inverseFactor[row + j] * (samples.values[block * d + j] - mean[j])
      }
      square += z * z
      row += i + 1
    }
    return logScale - 0.5 * square
  }
}
