import LinearAlgebra

// Goals: the axes of scikit-learn's PCA to the last digits, one answer whatever the row order,
// and a defined answer for constant and collinear columns.

/// Principal component analysis: centred, not scaled.
///
/// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 12.1.1.
public struct PrincipalComponents: Sendable {
  public let componentCount: Int

  /// Axes whose variance is at most this share of the largest are noise and are completed instead.
  private static let negligibleVarianceRatio = 1e-12
  /// Loadings this close to the largest magnitude, relatively, compete for the sign.
  private static let signTolerance = 1e-9

  public init(componentCount: Int = 2) {
    precondition(componentCount > 0, "at least one component is asked for")
    self.componentCount = componentCount
  }

  /// Finds the axes of largest variance of the rows of `samples`.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`, finite.
  /// - Precondition: at least one row and `componentCount` columns.
  public func fit(_ samples: Matrix) -> PrincipalComponentsModel {
    precondition(samples.rowCount > 0, "principal components need a row")
    precondition(samples.columnCount >= componentCount, "there are as many columns as components")
    return fit(DistinctSamples(samples))
  }

  func fit(_ distinct: DistinctSamples) -> PrincipalComponentsModel {
    let mean = distinct.mean
    let eigen = SymmetricEigen(distinct.covariance(about: mean))
    let largest = eigen.values[0]
    var axes: [[Double]] = []
    var variances: [Double] = []
    for index in 0..<componentCount {
      let variance = eigen.values[index]
      if variance > largest * Self.negligibleVarianceRatio {
        axes.append(Self.oriented(eigen.vectors.row(index)))
        variances.append(variance)
      } else {
        axes.append(Self.completion(of: axes, featureCount: distinct.featureCount))
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

extension PrincipalComponentsModel {
  /// Coordinates of the rows of `samples` along the axes.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  /// - Returns: `[sampleCount × componentCount]`.
  public func projections(of samples: Matrix) -> Matrix {
    precondition(samples.columnCount == mean.count, "samples have the features of the model")
    var result = Matrix(rowCount: samples.rowCount, columnCount: components.rowCount)
    for row in 0..<samples.rowCount {
      for component in 0..<components.rowCount {
        var sum = 0.0
        for column in 0..<mean.count {
          sum += (samples[row, column] - mean[column]) * components[component, column]
        }
        result[row, component] = sum
      }
    }
    return result
  }
}
