import LinearAlgebra

/// The density of a fitted mixture, ready for many evaluations of few rows.
public struct MixtureDensity: Sendable {
  private let terms: [GaussianTerm]

  public init(_ model: BayesianGaussianMixtureModel) { terms = model.terms }

  /// Log density of each row, the same bits as the model's `scores`: `[sampleCount]`.
  public func logDensities(of samples: Matrix) -> [Double] {
    guard samples.rowCount > 0 else { return [] }
    return MixtureScores(terms, SampleBlocks(samples), threadCount: 1).logDensities
  }
}
