/// How the values of one column become numbers of mean 0 and variance 1.
public struct FeatureScaling: Sendable, Equatable {
  public let transform: FeatureTransform
  /// Of the transformed values.
  public let mean: Double
  /// The root of the mean squared deviation from `mean`; 0 for a constant column.
  public let standardDeviation: Double

  /// Measures `values`, whose order does not matter to the last bit.
  public init(_ transform: FeatureTransform, of values: [Double]) {
    self.transform = transform
    let transformed = values.map { transform($0) }.sorted()
    guard let lowest = transformed.first, let highest = transformed.last else {
      (mean, standardDeviation) = (0, 0)
      return
    }
    // By comparison: the mean of equal values may differ from them by a rounding error.
    guard lowest < highest else {
      (mean, standardDeviation) = (lowest, 0)
      return
    }
    let count = Double(transformed.count)
    let mean = transformed.reduce(0, +) / count
    let squares = transformed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardDeviation = (squares / count).squareRoot()
  }

  public func scaled(_ value: Double) -> Double {
    standardDeviation > 0 ? (transform(value) - mean) / standardDeviation : 0
  }

  /// The value that is scaled to `scaled`.
  public func original(_ scaled: Double) -> Double {
    transform.inverse(scaled * standardDeviation + mean)
  }
}
