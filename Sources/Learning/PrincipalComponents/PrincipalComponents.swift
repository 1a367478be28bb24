import LinearAlgebra

// Goals: the axes of scikit-learn's PCA to the last digits, one answer whatever the row order,
// and a defined answer for constant and collinear columns.

/// Principal component analysis: centred, not scaled.
///
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 12.1.1.
public struct PrincipalComponents: Sendable {
  public struct Configuration: Sendable, Equatable {
    /// Axes to find; nil for as many as there are columns.
    public var componentCount: Int? = 2

    public init() {}
  }

  public let configuration: Configuration

  /// Axes whose variance is at most this share of the largest are noise and are completed instead.
  private static let negligibleVarianceRatio = 1e-12
  /// Loadings this close to the largest magnitude, relatively, compete for the sign.
  private static let signTolerance = 1e-9

  /// The two axes of largest variance.
  public init() { configuration = Configuration() }

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check(
      "componentCount", configuration.componentCount ?? 1, isAtLeast: 1)
    self.configuration = configuration
  }

  /// Finds the axes of largest variance of the rows of `samples`.
  ///
  /// Constant and collinear columns leave directions without variance; these are completed from
  /// e₁, e₂, … so that the axes are always orthonormal. So are directions whose variance is below
  /// 1e-308, because squares vanish there.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each. Weight 2 is the row twice, bit for
  ///     bit.
  /// - Throws: `FitError` when there are fewer than two rows, fewer columns than components, or
  ///   unusable elements.
  public func fit(
    _ samples: Matrix, weights: [Double]? = nil
  ) throws(FitError) -> PrincipalComponentsModel {
    try checkSamples(samples, weights, requiredRowCount: 2)
    let count = configuration.componentCount ?? samples.columnCount
    guard count <= samples.columnCount else {
      throw .invalidHyperparameter(
        InvalidHyperparameter(
          name: "componentCount",
          requirement: "at most \(samples.columnCount), the number of columns",
          value: "\(count)"))
    }
    if let (mean, covariance) = Self.momentsInAnyOrder(samples, weights) {
      return Self.model(mean: mean, covariance: covariance, componentCount: count)
    }
    return Self.model(of: DistinctSamples(samples, weights: weights), componentCount: count)
  }

  /// Mean and covariance by sums that do not show the order of rows, so that these need no sorting;
  /// nil where numbers or weights allow none.
  private static func momentsInAnyOrder(
    _ samples: Matrix, _ weights: [Double]?
  ) -> (mean: [Double], covariance: Matrix)? {
    if let moments = WholeNumberMoments(samples, weights: weights) {
      return (moments.mean, moments.covariance)
    }
    return GridMoments(samples, weights: weights).map { ($0.mean, $0.covariance) }
  }

  /// The model of rows that are known to be usable.
  ///
  /// - Precondition: at least one row and `componentCount` columns.
  static func model(
    of distinct: DistinctSamples, componentCount: Int
  ) -> PrincipalComponentsModel {
    let mean = distinct.mean
    return model(
      mean: mean, covariance: distinct.covariance(about: mean), componentCount: componentCount)
  }

  private static func model(
    mean: [Double], covariance: Matrix, componentCount: Int
  ) -> PrincipalComponentsModel {
    let eigen = SymmetricEigen(covariance)
    let largest = eigen.values.first ?? 0
    var axes: [[Double]] = []
    var variances: [Double] = []
    for index in 0..<componentCount {
      let variance = eigen.values[index]
      if variance > largest * negligibleVarianceRatio {
        axes.append(oriented(eigen.vectors.row(index)))
        variances.append(variance)
      } else {
        axes.append(completion(of: axes, featureCount: mean.count))
        variances.append(0)
      }
    }
    let total = eigen.values.reduce(0) { $0 + max($1, 0) }
    return PrincipalComponentsModel(
      mean: mean, components: Matrix(rows: axes), explainedVariance: variances,
      explainedVarianceRatio: variances.map { total > 0 ? $0 / total : 0 })
  }

  /// `axis` or its opposite, so that the first loading of about the largest magnitude is positive.
  private static func oriented(_ axis: [Double]) -> [Double] {
    let largest = axis.reduce(0) { max($0, abs($1)) }
    let decisive = axis.first { abs($0) >= largest * (1 - signTolerance) } ?? 1
    return decisive < 0 ? axis.map { -$0 } : axis
  }

  /// The first of e₁, e₂, … that is not spanned by `axes`, made orthonormal to them.
  private static func completion(of axes: [[Double]], featureCount: Int) -> [Double] {
    for feature in 0..<featureCount {
      var candidate = Array(repeating: 0.0, count: featureCount)
      candidate[feature] = 1
      // Twice, because once leaves rounding in the directions taken out (Kahan).
      for _ in 0..<2 {
        for axis in axes {
          var product = 0.0
          for index in 0..<featureCount { product += axis[index] * candidate[index] }
          for index in 0..<featureCount { candidate[index] -= product * axis[index] }
        }
      }
      var squares = 0.0
      for value in candidate { squares += value * value }
      // A unit vector that lies within the span leaves nothing but rounding.
      if squares > 1e-6 { return candidate.map { $0 / squares.squareRoot() } }
    }
    preconditionFailure("fewer axes than dimensions leave a direction free")
  }
}
