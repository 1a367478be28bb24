import LinearAlgebra

/// The distinct rows of a data set, and which of them each sample is: what is done to a row is done
/// once for all samples that are equal, without losing their order.
public struct GroupedSamples: Sendable {
  /// `[rowCount × featureCount]`, in order of first appearance.
  public let rows: Matrix
  let groups: RowGroups

  /// Finds the rows of `samples`.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  public init(_ samples: Matrix) {
    groups = RowGroups(samples)
    rows = samples.selecting(groups.firstRows)
  }

  private init(rows: Matrix, _ groups: RowGroups) {
    self.rows = rows
    self.groups = groups
  }

  public var sampleCount: Int { groups.groups.count }
  public var featureCount: Int { rows.columnCount }

  /// Every sample, `[sampleCount × featureCount]`.
  public var ungrouped: Matrix { rows.selecting(groups.groups) }

  /// The samples with other rows.
  ///
  /// - Parameter transform: makes one row of each that it is given, in their order.
  func mapping(_ transform: (Matrix) -> Matrix) -> GroupedSamples {
    let mapped = transform(rows)
    precondition(mapped.rowCount == rows.rowCount, "every row becomes one row")
    return GroupedSamples(rows: mapped, groups)
  }

  /// What `score` gives for each sample, asked once for equal ones.
  func scores(by score: (Matrix) -> [Double]) -> [Double] {
    let scores = score(rows)
    return groups.groups.map { scores[$0] }
  }
}

extension DistinctSamples {
  /// The distinct rows of samples that are fit to be learnt from, at least one.
  ///
  /// - Throws: `FitError` when no row has a weight, or elements or weights are unusable.
  static func checked(
    _ samples: GroupedSamples, weights: [Double]?
  ) throws(FitError) -> DistinctSamples {
    try checkSamples(samples, weights, requiredRowCount: 1)
    let distinct = DistinctSamples(samples, weights: weights)
    guard distinct.rowCount > 0 else { throw .tooFewSamples(required: 1, available: 0) }
    return distinct
  }

  /// The same as of all samples, bit for bit; faster where few are distinct.
  init(_ samples: GroupedSamples, weights: [Double]?) {
    precondition(
      weights?.count ?? samples.sampleCount == samples.sampleCount, "every sample has a weight")
    self.init(samples.rows, weights: samples.groups.sums(of: weights))
  }
}
