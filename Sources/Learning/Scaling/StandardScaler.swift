import LinearAlgebra

// Goals: the figures of scikit-learn's StandardScaler to the last digits, the same bits for a row of
// weight 2 as for the row twice, and constant columns that are constant exactly.

/// Scales each column to mean 0 and population standard deviation 1.
public struct StandardScaler: Sendable, Equatable {
  public init() {}

  /// Finds the moments of the columns of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each. Any scale of them gives the same
  ///     moments; their sum counts in later updates.
  /// - Throws: `FitError` when no row has a weight, or elements are unusable.
  public func fit(
    _ samples: Matrix, weights: [Double]? = nil
  ) throws(FitError) -> StandardScalerModel {
    try fit(GroupedSamples(samples), weights: weights)
  }

  /// The same of samples of which equal ones are found already.
  func fit(
    _ samples: GroupedSamples, weights: [Double]?
  ) throws(FitError) -> StandardScalerModel {
    fit(try DistinctSamples.checked(samples, weights: weights))
  }

  /// The moments about the first distinct row, so that a constant column deviates by exactly 0 and
  /// a large offset costs no digits.
  ///
  /// - Precondition: there is a row.
  func fit(_ distinct: DistinctSamples) -> StandardScalerModel {
    let d = distinct.featureCount
    let elements = distinct.rows.elements
    let total = distinct.totalWeight
    var shifts = Array(repeating: 0.0, count: d)
    for row in 0..<distinct.rowCount {
      let weight = distinct.weights[row]
      for f in 0..<d { shifts[f] += weight * (elements[row * d + f] - elements[f]) }
    }
    for f in 0..<d { shifts[f] /= total }
    var variances = Array(repeating: 0.0, count: d)
    for row in 0..<distinct.rowCount {
      let weight = distinct.weights[row]
      for f in 0..<d {
        let deviation = elements[row * d + f] - elements[f] - shifts[f]
        // Divided before the second factor, which might overflow otherwise.
        variances[f] += weight * deviation / total * deviation
      }
    }
    return StandardScalerModel(
      totalWeight: total, means: (0..<d).map { elements[$0] + shifts[$0] }, variances: variances)
  }
}
