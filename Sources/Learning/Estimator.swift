import LinearAlgebra

/// A checked configuration that can be fitted to rows; the same rows give the same model.
public protocol Estimator<Model>: Sendable {
  associatedtype Model: AnomalyModel

  /// Fits a model to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each. Weight 2 is the row twice.
  func fit(_ samples: Matrix, weights: [Double]?) throws(FitError) -> Model

  /// Whether another order of rows may give another model; no, unless an estimator says so.
  var dependsOnRowOrder: Bool { get }
}

extension Estimator {
  public var dependsOnRowOrder: Bool { false }

  /// Fits a model to rows that weigh the same.
  public func fit(_ samples: Matrix) throws(FitError) -> Model {
    try fit(samples, weights: nil)
  }
}

/// A fitted model that says how strange a row is.
public protocol AnomalyModel: Sendable, Equatable {
  var featureCount: Int { get }

  /// Higher means stranger: `[sampleCount]`.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  func anomalyScores(of samples: Matrix) -> [Double]
}

extension AnomalyModel {
  /// How strange rows are that nobody has looked at yet: `[sampleCount]`.
  ///
  /// - Throws: `FitError` when there are more or fewer columns than features, or unusable elements.
  public func anomalyScores(checking samples: Matrix) throws(FitError) -> [Double] {
    try checkFeatures(samples, featureCount: featureCount)
    return anomalyScores(of: samples)
  }
}
