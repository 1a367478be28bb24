/// How firm an answer is: what refits to resampled addresses say of it.
public struct Stability: Sendable, Equatable {
  public let refitCount: Int
  /// Share of the refits in which each address was flagged, parallel to the records.
  public let flaggedShares: [Double]
  /// Per cluster the mean over the refits of its best Jaccard overlap with one of theirs; nil when
  /// none of its addresses was drawn.
  public let clusterOverlaps: [Double?]

  /// Findings flagged in a lower share of the refits are shaky.
  public static let firmFlaggedShare = 0.8
  /// Clusters of a lower overlap are shaky.
  ///
  /// - SeeAlso: Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics and
  ///   Data Analysis 52 (2007), who calls clusters from 0.75 on valid.
  public static let firmOverlap = 0.75

  public init(refitCount: Int, flaggedShares: [Double], clusterOverlaps: [Double?]) {
    self.refitCount = refitCount
    self.flaggedShares = flaggedShares
    self.clusterOverlaps = clusterOverlaps
  }
}
