import LinearAlgebra

/// A classifier that learns from standardized features, as one piece.
public struct ScaledClassifier<Base: Classifier>: Classifier {
  public let base: Base
  /// Whether updates fit the scaler to each batch alone rather than let its moments run on.
  public let refitsScaler: Bool

  public static var seesRowsOneByOne: Bool { Base.seesRowsOneByOne }

  public init(_ base: Base, refitsScaler: Bool = false) {
    self.base = base
    self.refitsScaler = refitsScaler
  }

  /// Fits the scaler, then the classifier to what it makes of the rows.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> ScaledClassifierModel<Base.Model> {
    try fit(GroupedSamples(samples), labels: labels, weights: weights)
  }

  public func fit(
    _ samples: GroupedSamples, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> ScaledClassifierModel<Base.Model> {
    let scaler = try StandardScaler().fit(samples, weights: weights)
    return ScaledClassifierModel(
      scaler: scaler,
      base: try base.fit(samples.mapping(scaler.transformed), labels: labels, weights: weights),
      refitsScaler: refitsScaler)
  }
}

/// A scaler and the model of what it makes of rows.
public struct ScaledClassifierModel<Base: ClassifierModel>: ClassifierModel {
  public let scaler: StandardScalerModel
  public let base: Base
  public let refitsScaler: Bool

  /// - Precondition: both have the same features.
  public init(scaler: StandardScalerModel, base: Base, refitsScaler: Bool) {
    precondition(scaler.featureCount == base.featureCount, "both have the same features")
    self.scaler = scaler
    self.base = base
    self.refitsScaler = refitsScaler
  }

  public var featureCount: Int { base.featureCount }
  public var defaultThreshold: Double { base.defaultThreshold }

  public func scores(of samples: Matrix) -> [Double] {
    scores(of: GroupedSamples(samples))
  }

  public func scores(of samples: GroupedSamples) -> [Double] {
    base.scores(of: samples.mapping(scaler.transformed))
  }
}

extension ScaledClassifierModel: OnlineClassifierModel where Base: OnlineClassifierModel {
  /// The model after one more pass; the scaler learns from the rows before they are scaled.
  public func updated(
    with samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> ScaledClassifierModel {
    try checkUpdate(samples, labels, weights, featureCount: featureCount)
    let scaler =
      refitsScaler
      ? try StandardScaler().fit(samples, weights: weights)
      : try self.scaler.updated(with: samples, weights: weights)
    return ScaledClassifierModel(
      scaler: scaler,
      base: try base.updated(
        with: scaler.transformed(samples), labels: labels, weights: weights),
      refitsScaler: refitsScaler)
  }
}
