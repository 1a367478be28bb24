import LinearAlgebra

/// A checked configuration that learns to tell positive rows from negative ones.
public protocol Classifier<Model>: Sendable {
  associatedtype Model: ClassifierModel

  /// Whether a fit depends on the order of rows, so that equal ones cannot be gathered before it.
  static var seesRowsOneByOne: Bool { get }

  /// Fits a model to labelled rows.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - labels: `[sampleCount]`, whether each row is positive.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each. Weight 2 is the row twice.
  func fit(_ samples: Matrix, labels: [Bool], weights: [Double]?) throws(FitError) -> Model

  /// The same of samples of which equal ones are found already.
  func fit(
    _ samples: GroupedSamples, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> Model
}

extension Classifier {
  public static var seesRowsOneByOne: Bool { false }

  public func fit(
    _ samples: GroupedSamples, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> Model {
    try fit(samples.ungrouped, labels: labels, weights: weights)
  }

  /// Fits a model to labelled rows that weigh the same.
  public func fit(_ samples: Matrix, labels: [Bool]) throws(FitError) -> Model {
    try fit(samples, labels: labels, weights: nil)
  }
}

/// A fitted model that says how surely a row is positive.
public protocol ClassifierModel: Sendable, Equatable {
  var featureCount: Int { get }

  /// Rows are called positive whose score is at least this: 0.5 of a probability, 0 of a margin.
  var defaultThreshold: Double { get }

  /// Higher means more surely positive: `[sampleCount]`, probabilities where the model has them.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  func scores(of samples: Matrix) -> [Double]

  /// The same of samples of which equal ones are found already.
  func scores(of samples: GroupedSamples) -> [Double]
}

extension ClassifierModel {
  public func scores(of samples: GroupedSamples) -> [Double] {
    samples.scores { scores(of: $0) }
  }

  /// How surely rows are positive that nobody has looked at yet: `[sampleCount]`.
  ///
  /// - Throws: `FitError` when there are more or fewer columns than features, or unusable elements.
  public func scores(checking samples: Matrix) throws(FitError) -> [Double] {
    try checkFeatures(samples, featureCount: featureCount)
    return scores(of: samples)
  }
}

/// A model that goes on learning from new rows, without those it was fitted to.
public protocol OnlineClassifierModel: ClassifierModel {
  /// The model after one more pass over labelled rows; this one stays as it is.
  func updated(
    with samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> Self
}
