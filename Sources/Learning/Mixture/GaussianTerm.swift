import LinearAlgebra

/// One term c N(x; m, Σ) of a mixture density, ready for evaluation.
struct GaussianTerm: Sendable {
  /// log c − ½ d log 2π − ½ log det Σ.
  let logScale: Double
  let mean: [Double]
  /// L⁻¹ of Σ = L Lᵀ, lower triangle, row after row.
  let inverseFactor: [Double]

  init(logConstant: Double, mean: [Double], factor: Cholesky) {
    let d = mean.count
    let logTwoPi = 1.837877066409345483560659472811
    logScale = logConstant - 0.5 * Double(d) * logTwoPi - 0.5 * factor.logDeterminant
    self.mean = mean
    let inverse = factor.inverseLower
    inverseFactor = (0..<d).flatMap { row in (0...row).map { inverse[row, $0] } }
  }

  /// The same term for those who reckon in binary logarithms: log₂ of the density is
  /// `logScale` − ½ ‖`inverseFactor` (x − m)‖².
  var inBinaryLogarithms: GaussianTerm {
    let log2e = 0x1.71547652b82fep0
    let root = log2e.squareRoot()
    return GaussianTerm(
      logScale: logScale * log2e, mean: mean, inverseFactor: inverseFactor.map { $0 * root })
  }

  private init(logScale: Double, mean: [Double], inverseFactor: [Double]) {
    self.logScale = logScale
    self.mean = mean
    self.inverseFactor = inverseFactor
  }

  /// Norm of each column of L⁻¹: what a step of 1 along a feature adds to ‖L⁻¹(x − m)‖ at most.
  var reaches: [Double] {
    var squares = mean.map { _ in 0.0 }
    var index = 0
    for row in mean.indices {
      for column in 0...row {
        squares[column] += inverseFactor[index] * inverseFactor[index]
        index += 1
      }
    }
    return squares.map { $0.squareRoot() }
  }

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
