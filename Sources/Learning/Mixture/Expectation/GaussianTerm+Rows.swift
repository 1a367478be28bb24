import LinearAlgebra

// What the terms of a mixture say of rows, whichever way the mixture was fitted.

extension [GaussianTerm] {
  /// Log density and most responsible component of each row, `[sampleCount]` each.
  func scores(
    of samples: Matrix, threadCount: Int
  ) -> (logDensities: [Double], components: [Int]) {
    guard samples.rowCount > 0 else { return ([], []) }
    let scores = MixtureScores(self, SampleBlocks(samples), threadCount: threadCount)
    return (scores.logDensities, scores.components)
  }

  /// log cₖ N(x; mₖ, Σₖ) of each row and component: `[sampleCount × componentCount]`.
  func logJoints(of samples: Matrix) -> Matrix {
    guard samples.rowCount > 0 else { return Matrix(rowCount: 0, columnCount: count) }
    let blocks = SampleBlocks(samples)
    var result = Matrix(rowCount: samples.rowCount, columnCount: count)
    for (component, term) in enumerated() {
      for block in 0..<blocks.blockCount {
        let values = term.logJoint(blocks, block: block)
        let first = block * SampleBlocks.laneCount
        for row in first..<Swift.min(first + SampleBlocks.laneCount, samples.rowCount) {
          result[row, component] = values[row - first]
        }
      }
    }
    return result
  }

  /// rₖ = cₖ N(x; mₖ, Σₖ) / Σⱼ cⱼ N(x; mⱼ, Σⱼ) of each row and component.
  func responsibilities(of samples: Matrix) -> Matrix {
    var result = logJoints(of: samples)
    for row in 0..<result.rowCount {
      // Subtracting the row's largest first keeps `exponential` from overflowing.
      let top = result.row(row).reduce(-.infinity) { $0 < $1 ? $1 : $0 }
      var sum = 0.0
      for component in indices {
        result[row, component] = exponential(result[row, component] - top)
        sum += result[row, component]
      }
      for component in indices { result[row, component] /= sum }
    }
    return result
  }
}
