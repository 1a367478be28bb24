import LinearAlgebra

/// How often distinct rows stand in a data set, and where their first copies do.
public struct RowCopies: Sendable, Equatable {
  /// `[rowCount]`, at least 1.
  public let counts: [Int]
  /// `[rowCount]`, of each row the places of its first copies, rising; as many as can be neighbours.
  public let leadingPlaces: [[Int]]

  /// - Precondition: there are as many places as copies, or fewer, of every row.
  public init(counts: [Int], leadingPlaces: [[Int]]) {
    precondition(
      counts.count == leadingPlaces.count
        && zip(counts, leadingPlaces).allSatisfy { $0 > 0 && $1.count <= $0 },
      "every row has copies, and places for some of them")
    self.counts = counts
    self.leadingPlaces = leadingPlaces
  }

  /// Places count copies, so a row of weight 2 takes two of them.
  init(of distinct: DistinctSamples, in samples: Matrix, weights: [Double]?, leadingCount: Int) {
    let groups = RowGroups(samples)
    var places = Array(repeating: [Int](), count: groups.groupCount)
    var counts = Array(repeating: 0, count: groups.groupCount)
    var next = 0
    for (row, group) in groups.groups.enumerated() {
      let weight = (weights?[row] ?? 1).rounded(.up)
      // No more than fit beside each other in an index; a weight may be 1e150.
      let copyCount = Int(min(weight, 0x1p31))
      let room = leadingCount - places[group].count
      if room > 0, copyCount > 0 { places[group] += next..<next + min(room, copyCount) }
      counts[group] = min(counts[group] + copyCount, 1 << 53)
      next += copyCount
    }
    let order = RowGroups.order(of: groups, as: distinct, in: samples)
    self.counts = order.map { counts[$0] }
    leadingPlaces = order.map { places[$0] }
  }
}

extension RowGroups {
  /// The group that each distinct row is.
  fileprivate static func order(
    of groups: RowGroups, as distinct: DistinctSamples, in samples: Matrix
  ) -> [Int] {
    // Both lists hold each distinct row once, so equal rows find each other in a joint grouping.
    let d = samples.columnCount
    let firstRows = samples.selecting(groups.firstRows)
    let joint = RowGroups(
      Matrix(
        rowCount: groups.groupCount + distinct.rowCount, columnCount: d,
        elements: firstRows.elements + distinct.rows.elements))
    return (0..<distinct.rowCount).map { joint.groups[groups.groupCount + $0] }
  }
}
