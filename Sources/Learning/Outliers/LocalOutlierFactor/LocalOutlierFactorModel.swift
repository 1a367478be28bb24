import LinearAlgebra

/// Distinct rows and their densities.
public struct LocalOutlierFactorModel: OutlierModel {
  public let neighborCount: Int
  /// `[rowCount × featureCount]`, distinct, in lexicographic order.
  public let rows: Matrix
  /// `[rowCount]`, distance to the last neighbour: the k-distance of the paper.
  public let reaches: [Double]
  /// `[rowCount]`, local reachability densities, 1 over units of the features.
  public let densities: [Double]
  /// `[rowCount]`, the factor of each row.
  public let factors: [Double]
  /// Where the rows stand in the data set, when copies count as neighbours; else nil.
  public let copies: RowCopies?
  public let threshold: Double

  /// scikit-learn's offset of −1.5.
  public static let usualThreshold = 1.5

  /// - Precondition: every row has a reach, a density, a factor and copies if any has.
  public init(
    neighborCount: Int, rows: Matrix, reaches: [Double], densities: [Double], factors: [Double],
    copies: RowCopies? = nil, threshold: Double = usualThreshold
  ) {
    precondition(neighborCount > 0 && rows.rowCount > 0, "a model has rows and neighbours")
    precondition(
      [reaches.count, densities.count, factors.count, copies?.counts.count ?? rows.rowCount]
        .allSatisfy { $0 == rows.rowCount }, "every row has its figures")
    self.neighborCount = neighborCount
    self.rows = rows
    self.reaches = reaches
    self.densities = densities
    self.factors = factors
    self.copies = copies
    self.threshold = threshold
  }

  public var featureCount: Int { rows.columnCount }

  /// Mean density of the neighbours in units of the row's own; 1 is usual.
  ///
  /// A row of the fit scores as it did there, for equal rows are one. Another is compared with its
  /// nearest rows of the fit. A row with an element that is no finite number scores +∞, and so does
  /// one whose distance is beyond the range of a double.
  public func anomalyScores(of samples: Matrix) -> [Double] {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    return RowGroups.scores(of: samples, by: distinctScores)
  }

  private func distinctScores(_ samples: Matrix) -> [Double] {
    var finder: NeighborFinder?
    return (0..<samples.rowCount).map { row in
      let point = samples.row(row)
      if let known = index(of: point) { return factors[known] }
      let search =
        finder
        ?? NeighborFinder(
          DistinctSamples(rows: rows, weights: Array(repeating: 1, count: rows.rowCount)), copies,
          neighborCount: neighborCount)
      finder = search
      let neighborhood = search.neighborhood(of: point)
      guard neighborhood.reach.isFinite else { return .infinity }
      let density = neighborhood.density(reaches: reaches, correction: search.densityCorrection)
      return neighborhood.factor(density: density, densities: densities)
    }
  }

  /// The row of the fit that equals `point`.
  private func index(of point: [Double]) -> Int? {
    var low = 0
    var high = rows.rowCount
    while low < high {
      let middle = (low + high) / 2
      if isLess(middle, than: point) { low = middle + 1 } else { high = middle }
    }
    guard low < rows.rowCount, (0..<featureCount).allSatisfy({ rows[low, $0] == point[$0] }) else {
      return nil
    }
    return low
  }

  private func isLess(_ row: Int, than point: [Double]) -> Bool {
    for column in 0..<featureCount where rows[row, column] != point[column] {
      return rows[row, column] < point[column]
    }
    return false
  }
}
