import LinearAlgebra

extension PrincipalComponentsModel {
  /// Coordinates of the rows of `samples` along the axes.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  /// - Returns: `[sampleCount × componentCount]`.
  public func projections(of samples: Matrix) -> Matrix {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    var result = Matrix(rowCount: samples.rowCount, columnCount: componentCount)
    for row in 0..<samples.rowCount {
      for component in 0..<componentCount {
        var sum = 0.0
        for column in 0..<featureCount {
          sum += (samples[row, column] - mean[column]) * components[component, column]
        }
        result[row, component] = sum
      }
    }
    return result
  }

  /// Coordinates of rows that nobody has looked at yet.
  ///
  /// - Throws: `FitError` when there are more or fewer columns than features, or unusable elements.
  public func projections(checking samples: Matrix) throws(FitError) -> Matrix {
    try checkFeatures(samples, featureCount: featureCount)
    return projections(of: samples)
  }

  /// Rows whose projections are `projections`: mean + Σ coordinate · axis.
  ///
  /// The inverse of `projections(of:)` when there are as many axes as features; otherwise each row's
  /// nearest point in the space that the axes span.
  ///
  /// - Parameter projections: `[sampleCount × componentCount]`.
  /// - Returns: `[sampleCount × featureCount]`.
  public func samples(of projections: Matrix) -> Matrix {
    precondition(projections.columnCount == componentCount, "projections have the model's axes")
    var result = Matrix(rowCount: projections.rowCount, columnCount: featureCount)
    for row in 0..<projections.rowCount {
      for column in 0..<featureCount {
        var sum = mean[column]
        for component in 0..<componentCount {
          sum += projections[row, component] * components[component, column]
        }
        result[row, column] = sum
      }
    }
    return result
  }
}
