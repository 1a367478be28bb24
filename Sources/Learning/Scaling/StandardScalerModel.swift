import LinearAlgebra

/// The moments of columns, which scale rows and go on running as new rows come.
public struct StandardScalerModel: Sendable, Equatable {
  /// Sum of the weights of all rows so far.
  public let totalWeight: Double
  /// `[featureCount]`.
  public let means: [Double]
  /// `[featureCount]`, divided by the total weight; 0 for a constant column.
  public let variances: [Double]
  /// `[featureCount]`, standard deviations; 1 for a constant column.
  public let scales: [Double]

  /// - Precondition: the total weight is positive, and every column has both moments.
  public init(totalWeight: Double, means: [Double], variances: [Double]) {
    precondition(totalWeight > 0, "moments are those of at least one row")
    precondition(means.count == variances.count, "every column has a mean and a variance")
    self.totalWeight = totalWeight
    self.means = means
    self.variances = variances
    scales = variances.map { $0 > 0 ? $0.squareRoot() : 1 }
  }

  public var featureCount: Int { means.count }

  /// The rows with each column less its mean, in units of its scale.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  public func transformed(_ samples: Matrix) -> Matrix {
    mapped(samples) { value, mean, scale in (value - mean) / scale }
  }

  /// The same of rows that nobody has looked at yet.
  ///
  /// - Throws: `FitError` when there are more or fewer columns than features, or unusable elements.
  public func transformed(checking samples: Matrix) throws(FitError) -> Matrix {
    try checkFeatures(samples, featureCount: featureCount)
    return transformed(samples)
  }

  /// The rows that `transformed` would have made `samples` of, up to rounding.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  public func inverselyTransformed(_ samples: Matrix) -> Matrix {
    mapped(samples) { value, mean, scale in value * scale + mean }
  }

  private func mapped(_ samples: Matrix, _ body: (Double, Double, Double) -> Double) -> Matrix {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    let (count, d) = (samples.elements.count, featureCount)
    // Written once, rather than copied first and then overwritten.
    let elements = [Double](unsafeUninitializedCapacity: count) { target, initializedCount in
      samples.elements.withUnsafeBufferPointer { elements in
        means.withUnsafeBufferPointer { means in
          scales.withUnsafeBufferPointer { scales in
            for row in stride(from: 0, to: count, by: max(d, 1)) {
              for column in 0..<d {
                target.initializeElement(
                  at: row + column, to: body(elements[row + column], means[column], scales[column]))
              }
            }
          }
        }
      }
      initializedCount = count
    }
    return Matrix(rowCount: samples.rowCount, columnCount: d, elements: elements)
  }
}

extension StandardScalerModel {
  /// The moments of all rows so far and of new ones; rows of weight 0 change nothing.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` for rows of other features or unusable elements.
  public func updated(
    with samples: Matrix, weights: [Double]? = nil
  ) throws(FitError) -> StandardScalerModel {
    guard samples.columnCount == featureCount else {
      throw .featureCount(expected: featureCount, found: samples.columnCount)
    }
    try checkSamples(samples, weights, requiredRowCount: 0)
    let distinct = DistinctSamples(GroupedSamples(samples), weights: weights)
    return distinct.rowCount == 0 ? self : merged(with: StandardScaler().fit(distinct))
  }

  /// The moments of the rows of both; the order of the two shows in the last digits only.
  ///
  /// - SeeAlso: Chan, Golub and LeVeque, "Algorithms for computing the sample variance", The
  ///   American Statistician 37 (1983), eq. 2.1.
  public func merged(with other: StandardScalerModel) -> StandardScalerModel {
    precondition(other.featureCount == featureCount, "both have the same features")
    let total = totalWeight + other.totalWeight
    let share = totalWeight / total
    let otherShare = other.totalWeight / total
    var means: [Double] = []
    var variances: [Double] = []
    for f in 0..<featureCount {
      let difference = other.means[f] - self.means[f]
      means.append(self.means[f] + otherShare * difference)
      variances.append(
        share * self.variances[f] + otherShare * other.variances[f]
          + share * otherShare * difference * difference)
    }
    return StandardScalerModel(totalWeight: total, means: means, variances: variances)
  }
}
