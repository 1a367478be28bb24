import LinearAlgebra

// Goals: factors that duplicates do not distort; on request, the figures of scikit-learn, which they
// do distort; speed from distinct rows and a tree of boxes.
//
// Breunig, Kriegel, Ng and Sander, "LOF: identifying density-based local outliers", SIGMOD (2000).
// Among more than 20 equal rows the paper's density is infinite. It names the remedy, the
// k-distinct-distance: neighbours are distinct rows, and equal rows share their score.

/// Finds rows of lower density than their neighbours have.
public struct LocalOutlierFactor: Estimator {
  /// What stands for the neighbours of a row.
  public enum Neighborhood: String, Sendable, Equatable {
    /// The nearest distinct rows and all as near as the last of them. Weights say which rows are
    /// there, and count for the share of outliers alone.
    case distinctRows
    /// Exactly as many rows as are asked for, equal ones included, of equally distant ones the first
    /// by index, as scikit-learn counts them. Here the order of rows matters; a weight is the number
    /// of copies at the place of the row, rounded up.
    case allRows
  }

  public struct Configuration: Sendable, Equatable {
    /// At most the number of other rows is used.
    public var neighborCount = 20
    public var neighborhood = Neighborhood.distinctRows
    /// Share of outliers among the rows of the fit; nil for those of a factor above 1.5.
    public var contamination: Double?
    public var threadCount = 1

    public init() {}
  }

  public let configuration: Configuration

  /// Checks `configuration`.
  public init(_ configuration: Configuration = Configuration()) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check("neighborCount", configuration.neighborCount, isAtLeast: 1)
    try checkContamination(configuration.contamination)
    self.configuration = configuration
  }

  /// Of equally distant copies the first are neighbours.
  public var dependsOnRowOrder: Bool { configuration.neighborhood == .allRows }

  /// Fits densities to the rows of `samples`.
  ///
  /// - Parameters:
  ///   - samples: `[sampleCount × featureCount]`, finite.
  ///   - weights: `[sampleCount]`, at least 0; nil for 1 each.
  /// - Throws: `FitError` when no row has a weight, or elements are unusable.
  public func fit(
    _ samples: Matrix, weights: [Double]?
  ) throws(FitError) -> LocalOutlierFactorModel {
    let distinct = try DistinctSamples.checked(GroupedSamples(samples), weights: weights)
    let copies: RowCopies? =
      switch configuration.neighborhood {
      case .distinctRows: nil
      case .allRows:
        RowCopies(
          of: distinct, in: samples, weights: weights, leadingCount: configuration.neighborCount)
      }
    return fit(distinct, copies)
  }

  private func fit(_ distinct: DistinctSamples, _ copies: RowCopies?) -> LocalOutlierFactorModel {
    let finder = NeighborFinder(distinct, copies, neighborCount: configuration.neighborCount)
    let chunkCount = (distinct.rowCount + Self.rowsPerChunk - 1) / Self.rowsPerChunk
    let neighborhoods = concurrentMap(
      count: chunkCount, threadCount: configuration.threadCount
    ) { chunk in
      let end = min((chunk + 1) * Self.rowsPerChunk, distinct.rowCount)
      return (chunk * Self.rowsPerChunk..<end).map(finder.neighborhood(ofRow:))
    }.flatMap { $0 }
    let reaches = neighborhoods.map(\.reach)
    let densities = neighborhoods.map {
      $0.density(reaches: reaches, correction: finder.densityCorrection)
    }
    let factors = neighborhoods.indices.map {
      neighborhoods[$0].factor(density: densities[$0], densities: densities)
    }
    let threshold = configuration.contamination.map {
      contaminationThreshold(of: factors, weights: distinct.weights, contamination: $0)
    }
    return LocalOutlierFactorModel(
      neighborCount: configuration.neighborCount, rows: distinct.rows, reaches: reaches,
      densities: densities, factors: factors, copies: copies,
      threshold: threshold ?? LocalOutlierFactorModel.usualThreshold)
  }

  private static let rowsPerChunk = 256
}
