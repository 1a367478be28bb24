import LinearAlgebra

/// Linear log odds of the positive class.
public struct LogisticRegressionModel: ClassifierModel {
  /// `[featureCount]`, log odds per unit of each feature.
  public let coefficients: [Double]
  /// Log odds at 0.
  public let intercept: Double
  public let iterationCount: Int
  public let didConverge: Bool

  public init(
    coefficients: [Double], intercept: Double, iterationCount: Int, didConverge: Bool
  ) {
    self.coefficients = coefficients
    self.intercept = intercept
    self.iterationCount = iterationCount
    self.didConverge = didConverge
  }

  public var featureCount: Int { coefficients.count }
  public var defaultThreshold: Double { 0.5 }

  /// Probability of the positive class.
  public func scores(of samples: Matrix) -> [Double] {
    logistic(margins(of: samples, coefficients: coefficients, intercept: intercept))
  }
}
