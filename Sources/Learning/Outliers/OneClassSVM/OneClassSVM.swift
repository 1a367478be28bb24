import LinearAlgebra

// Goals: the optimum itself, to digits at which it does not matter which row was taken first; the
// same for a row of weight m as for m rows; then speed, from distinct rows.
//
// Schölkopf, Platt, Shawe-Taylor, Smola and Williamson, "Estimating the support of a
// high-dimensional distribution", Neural Computation 13 (2001), in the scale of libsvm:
//
//     minimize ½ Σᵢⱼ αᵢ αⱼ K(xᵢ, xⱼ)  with  0 ≤ αᵢ ≤ mᵢ,  Σ αᵢ = ν Σ mᵢ
//
// The α of equal rows only occur as their sum, so m equal rows are one row with the bound m.

/// Finds the region that holds all but a share ν of the rows, by Gaussian kernels.
public struct OneClassSVM: Estimator {
  public struct Configuration: Sendable, Equatable {
    /// At most this share of the weight is outside, at least this share supports the boundary.
    public var nu = 0.5
    /// Of the kernel exp(−γ ‖x − y‖²); nil for 1 over the features times the variance of all
    /// elements, or 1 where there is no variance.
    public var gamma: Double?
    /// Share of the boundary's level by which support vectors on it may differ from it.
    public var tolerance = 1e-8
    public var maximumIterationCount = 10_000_000
    /// Rows of the kernel that are kept, in bytes.
    public var cacheByteCount = 200_000_000

    public init() {}
  }

  public let configuration: Configuration

  /// Checks `configuration`.
  public init(_ configuration: Configuration = Configuration()) throws(InvalidHyperparameter) {
    guard configuration.nu > 0, configuration.nu <= 1 else {
      throw InvalidHyperparameter(
        name: "nu", requirement: "above 0 and at most 1", value: "\(configuration.nu)")
    }
    if let gamma = configuration.gamma {
      try InvalidHyperparameter.check("gamma", gamma, isAbove: 0)
    }
    try InvalidHyperparameter.check("tolerance", configuration.tolerance, isAbove: 0)
    try InvalidHyperparameter.check(
      "maximumIterationCount", configuration.maximumIterationCount, isAtLeast: 1)
    try InvalidHyperparameter.check(
      "cacheByteCount", configuration.cacheByteCount, isAtLeast: 0)
    self.configuration = configuration
  }

  /// Fits the boundary to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0, of any scale; nil for 1 each.
  /// - Throws: `FitError` when no row has a weight, or elements are unusable.
  public func fit(_ samples: Matrix, weights: [Double]?) throws(FitError) -> OneClassSVMModel {
    let distinct = try DistinctSamples.checked(GroupedSamples(samples), weights: weights)
    let gamma = configuration.gamma ?? distinct.scaleGamma
    let kernel = KernelRows(
      SampleBlocks(distinct.rows, weights: distinct.weights), gamma: gamma,
      cacheByteCount: configuration.cacheByteCount)
    var problem = BoundaryProblem(kernel, nu: configuration.nu)
    let convergence = problem.solve(
      tolerance: configuration.tolerance,
      maximumIterationCount: configuration.maximumIterationCount)
    let alphas = (0..<distinct.rowCount).map { problem.alpha(ofRow: $0) }
    let supports = alphas.indices.filter { alphas[$0] > 0 }
    return OneClassSVMModel(
      supportVectors: distinct.rows.selecting(supports),
      coefficients: supports.map { alphas[$0] }, gamma: gamma, rho: problem.rho,
      iterationCount: convergence.iterationCount, didConverge: convergence.didConverge)
  }
}

extension DistinctSamples {
  /// 1 / (featureCount · variance of all elements), as scikit-learn's 'scale'.
  fileprivate var scaleGamma: Double {
    let d = Double(featureCount)
    guard let first = rows.elements.first else { return 1 }
    var shift = 0.0
    for row in 0..<rowCount {
      for f in 0..<featureCount { shift += weights[row] * (rows[row, f] - first) }
    }
    shift /= totalWeight * d
    var variance = 0.0
    for row in 0..<rowCount {
      for f in 0..<featureCount {
        let deviation = rows[row, f] - first - shift
        variance += weights[row] * deviation / (totalWeight * d) * deviation
      }
    }
    let gamma = 1 / (d * variance)
    return gamma.isFinite ? gamma : 1
  }
}
