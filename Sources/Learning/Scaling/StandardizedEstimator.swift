import LinearAlgebra

/// An estimator behind a scaler that is fitted to the same rows.
public struct StandardizedEstimator<Base: Estimator>: Estimator {
  public let base: Base

  public init(_ base: Base) {
    self.base = base
  }

  /// Fits the scaler, then the base to what it makes of the rows.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> StandardizedModel<Base.Model> {
    let distinct = try DistinctSamples.checked(GroupedSamples(samples), weights: weights)
    let scaler = StandardScaler().fit(distinct)
    // Where order does not matter, distinct rows with their weights are all that is needed.
    let fitted =
      dependsOnRowOrder
      ? try base.fit(scaler.transformed(samples), weights: weights)
      : try base.fit(scaler.transformed(distinct.rows), weights: distinct.weights)
    return StandardizedModel(scaler: scaler, base: fitted)
  }

  public var dependsOnRowOrder: Bool { base.dependsOnRowOrder }
}

/// A model of scaled rows that scores rows as they come.
public struct StandardizedModel<Base: AnomalyModel>: AnomalyModel {
  public let scaler: StandardScalerModel
  public let base: Base

  /// - Precondition: both have the same features.
  public init(scaler: StandardScalerModel, base: Base) {
    precondition(scaler.featureCount == base.featureCount, "both have the same features")
    self.scaler = scaler
    self.base = base
  }

  public var featureCount: Int { scaler.featureCount }

  /// The base's scores of scaled rows; +∞ for a row with an element that is no finite number.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    RowGroups.scores(of: samples) { base.anomalyScores(of: scaler.transformed($0)) }
  }
}

extension StandardizedModel: OutlierModel where Base: OutlierModel {
  public var threshold: Double { base.threshold }
}
