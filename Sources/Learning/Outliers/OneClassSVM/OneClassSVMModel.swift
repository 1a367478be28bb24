import LinearAlgebra

/// Weighted kernels about support vectors, and the level of their sum at the boundary.
public struct OneClassSVMModel: OutlierModel {
  /// `[supportCount × featureCount]`, distinct.
  public let supportVectors: Matrix
  /// `[supportCount]`, α, positive; they sum to ν times the weight of all rows.
  public let coefficients: [Double]
  /// Of the kernel exp(−γ ‖x − y‖²).
  public let gamma: Double
  /// The kernel sum at the boundary, in the scale of libsvm.
  public let rho: Double
  public let iterationCount: Int
  public let didConverge: Bool

  /// Rows this close to the boundary, as a share of ρ, lie on it and are within.
  private static let boundaryTolerance = 1e-6

  /// - Precondition: there is a support vector, and each has a coefficient.
  public init(
    supportVectors: Matrix, coefficients: [Double], gamma: Double, rho: Double,
    iterationCount: Int, didConverge: Bool
  ) {
    precondition(
      supportVectors.rowCount > 0 && coefficients.count == supportVectors.rowCount,
      "every support vector has a coefficient")
    self.supportVectors = supportVectors
    self.coefficients = coefficients
    self.gamma = gamma
    self.rho = rho
    self.iterationCount = iterationCount
    self.didConverge = didConverge
  }

  public var featureCount: Int { supportVectors.columnCount }

  public var threshold: Double { -rho * (1 - Self.boundaryTolerance) }

  /// Minus the sum of the kernels; its sum with ρ is minus libsvm's decision value.
  ///
  /// A row with an element that is no finite number scores +∞.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    let blocks = SampleBlocks(supportVectors, weights: coefficients)
    return RowGroups.scores(of: samples) { rows in
      (0..<rows.rowCount).map { row in
        let point = rows.row(row)
        var sum = Lanes(repeating: 0)
        for block in 0..<blocks.blockCount {
          sum += blocks.weights[block] * blocks.kernels(ofBlock: block, to: point, gamma: gamma)
        }
        return -sum.treeSum
      }
    }
  }
}

extension SampleBlocks {
  /// exp(−γ ‖x − point‖²) of the eight rows of a block.
  @inline(__always)
  func kernels(ofBlock block: Int, to point: [Double], gamma: Double) -> Lanes {
    var squaredDistance = Lanes(repeating: 0)
    values.withUnsafeBufferPointer { values in
      for f in 0..<featureCount {
        let difference = values[block * featureCount + f] - point[f]
        squaredDistance += difference * difference
      }
    }
    return exponentialOfNonpositive(-gamma * squaredDistance)
  }
}
