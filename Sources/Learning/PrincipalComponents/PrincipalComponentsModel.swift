import LinearAlgebra

/// Principal axes of a data set.
public struct PrincipalComponentsModel: Sendable, Equatable {
  /// `[featureCount]`.
  public let mean: [Double]
  /// `[componentCount × featureCount]`, orthonormal rows, falling variance.
  public let components: Matrix
  /// `[componentCount]`, variance along each axis (n − 1), squared units of the features.
  public let explainedVariance: [Double]
  /// `[componentCount]`, each axis's share of the total variance; 0 when there is none.
  public let explainedVarianceRatio: [Double]

  public init(
    mean: [Double], components: Matrix, explainedVariance: [Double],
    explainedVarianceRatio: [Double]
  ) {
    self.mean = mean
    self.components = components
    self.explainedVariance = explainedVariance
    self.explainedVarianceRatio = explainedVarianceRatio
  }

  public var componentCount: Int { components.rowCount }
  public var featureCount: Int { mean.count }
}
