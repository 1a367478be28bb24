import LinearAlgebra

/// What k-means gives with several numbers of clusters, and which of them the aids prefer.
public struct ElbowTable: Sendable, Equatable {
  /// One number of clusters.
  public struct Row: Sendable, Equatable {
    public let clusterCount: Int
    /// Mean Euclidean distance to the nearest centroid, units of the features.
    public let tightness: Double
    /// Σ w ‖x − c‖², squared units of the features.
    public let inertia: Double
    /// Mean silhouette; nil for a single cluster.
    public let silhouette: Double?
    /// nil where an inertia is 0, or where the statistic was not asked for.
    public let gap: GapStatistic?
    /// nil where the inertia is 0 or there are no rows to spare.
    public let bayesianInformationCriterion: Double?

    public init(
      clusterCount: Int, tightness: Double, inertia: Double, silhouette: Double?,
      gap: GapStatistic?, bayesianInformationCriterion: Double?
    ) {
      self.clusterCount = clusterCount
      self.tightness = tightness
      self.inertia = inertia
      self.silhouette = silhouette
      self.gap = gap
      self.bayesianInformationCriterion = bayesianInformationCriterion
    }

    init(model: KMeansModel, silhouette: Double?, gap: GapStatistic?, totalWeight: Double) {
      self.init(
        clusterCount: model.clusterCount, tightness: model.tightness, inertia: model.inertia,
        silhouette: silhouette, gap: gap,
        bayesianInformationCriterion: model.bayesianInformationCriterion(
          totalWeight: totalWeight))
    }
  }

  /// In order of rising cluster count.
  public let rows: [Row]
  /// Rows that differ, which are as many clusters as there can be.
  public let distinctRowCount: Int

  public init(rows: [Row], distinctRowCount: Int) {
    self.rows = rows
    self.distinctRowCount = distinctRowCount
  }

  /// The cluster count of highest silhouette, the smallest among equals.
  public var countOfHighestSilhouette: Int? {
    let best = rows.compactMap(\.silhouette).max()
    return rows.first { $0.silhouette != nil && $0.silhouette == best }?.clusterCount
  }

  /// The cluster count of lowest Bayesian information criterion, the smallest among equals.
  public var countOfLowestCriterion: Int? {
    let best = rows.compactMap(\.bayesianInformationCriterion).min()
    return rows.first {
      $0.bayesianInformationCriterion != nil && $0.bayesianInformationCriterion == best
    }?.clusterCount
  }

  /// The smallest count whose gap is within a standard error of the next one's: more clusters then
  /// gain nothing that chance would not.
  public var countOfSufficientGap: Int? {
    for (row, next) in zip(rows, rows.dropFirst()) {
      guard let gap = row.gap, let nextGap = next.gap else { return nil }
      if gap.value >= nextGap.value - nextGap.standardError { return row.clusterCount }
    }
    return nil
  }
}

extension KMeansModel {
  /// −2 log L + p log n of clusters that are Gaussian with one variance in all directions.
  ///
  ///     log L = Σ Nₖ log(Nₖ / N) − ½ N d log(2π σ²) − ½ d (N − K),  σ² = inertia / (d (N − K))
  ///
  /// with p = K (d + 1) numbers that were chosen: means, all weights but one, and the variance.
  ///
  /// - Parameter totalWeight: N, Σ w of the rows the model was fitted to.
  /// - Returns: lower is better; nil where the variance is 0 or has no degrees of freedom.
  /// - SeeAlso: Pelleg and Moore, "X-means: extending k-means with efficient estimation of the
  ///   number of clusters", ICML (2000).
  public func bayesianInformationCriterion(totalWeight: Double) -> Double? {
    let d = Double(featureCount)
    let spare = totalWeight - Double(clusterCount)
    guard spare > 0, inertia > 0 else { return nil }
    let logTwoPi = 1.837877066409345483560659472811
    var logLikelihood =
      -0.5 * totalWeight * d * (logTwoPi + logarithm(inertia / (d * spare))) - 0.5 * d * spare
    for weight in weights where weight > 0 {
      logLikelihood += totalWeight * weight * logarithm(weight)
    }
    let parameterCount = Double(clusterCount) * (d + 1)
    return -2 * logLikelihood + parameterCount * logarithm(totalWeight)
  }
}
