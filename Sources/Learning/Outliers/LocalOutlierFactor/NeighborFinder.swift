import LinearAlgebra

/// The neighbours of one row.
struct RowNeighborhood: Sendable {
  struct Member: Sendable {
    let row: Int
    let distance: Double
    /// How often the row is a neighbour.
    let count: Double
  }

  let members: [Member]
  /// Distance to the last neighbour.
  let reach: Double

  /// Rows that are told apart but lie within rounding of each other have this density at most.
  private static let leastMeanReach = 1e-150

  /// One over the mean distance to the neighbours, each at least the reach of that neighbour.
  ///
  /// - SeeAlso: Breunig et al. (2000), definitions 5 and 6.
  func density(reaches: [Double], correction: Double) -> Double {
    var sum = 0.0
    for member in members {
      sum += member.count * max(reaches[member.row], member.distance)
    }
    // A single row has no neighbours, and is as dense as its surroundings whatever its density.
    let mean = members.isEmpty ? 0 : sum / memberCount
    return 1 / max(mean + correction, Self.leastMeanReach)
  }

  /// Mean density of the neighbours over the row's own; 1 without neighbours.
  ///
  /// - SeeAlso: Breunig et al. (2000), definition 7.
  func factor(density: Double, densities: [Double]) -> Double {
    if members.isEmpty { return 1 }
    var sum = 0.0
    for member in members { sum += member.count * (densities[member.row] / density) }
    return sum / memberCount
  }

  private var memberCount: Double { members.reduce(0) { $0 + $1.count } }
}

/// Finds the neighbours of rows of a fit, and of others.
struct NeighborFinder: Sendable {
  private let rows: Matrix
  private let search: NearestRowSearch
  private let copies: RowCopies?
  private let neighborCount: Int

  /// Distances this close, relatively, are the same: sums of equal terms in another order.
  private static let tieTolerance = 1e-9

  /// - Parameter copies: nil when distinct rows are neighbours.
  init(_ distinct: DistinctSamples, _ copies: RowCopies?, neighborCount: Int) {
    rows = distinct.rows
    search = NearestRowSearch(distinct)
    self.copies = copies
    self.neighborCount = neighborCount
  }

  /// What scikit-learn adds to a mean distance, so that equal rows have a density.
  var densityCorrection: Double { copies == nil ? 0 : 1e-10 }

  func neighborhood(ofRow row: Int) -> RowNeighborhood {
    let point = rows.row(row)
    guard let copies else { return distinctNeighborhood(of: point, excluding: row) }
    var available = -1
    for count in copies.counts { available = min(available + count, neighborCount) }
    return countedNeighborhood(of: point, excluding: row, copies, count: available)
  }

  /// - Parameter point: no row of the fit.
  func neighborhood(of point: [Double]) -> RowNeighborhood {
    guard let copies else { return distinctNeighborhood(of: point, excluding: nil) }
    var available = 0
    for count in copies.counts { available = min(available + count, neighborCount) }
    return countedNeighborhood(of: point, excluding: nil, copies, count: available)
  }

  private func distinctNeighborhood(of point: [Double], excluding row: Int?) -> RowNeighborhood {
    let otherCount = rows.rowCount - (row == nil ? 0 : 1)
    let count = min(neighborCount, otherCount)
    guard count > 0 else { return RowNeighborhood(members: [], reach: 0) }
    let nearest = search.nearest(count, to: point, excluding: row)
    guard nearest.count == count else { return RowNeighborhood(members: [], reach: .infinity) }
    let reach = nearest[count - 1].squareRoot()
    let limit = Self.squaredLimit(nearest[count - 1])
    let members = search.rows(within: limit, of: point, excluding: row).map {
      RowNeighborhood.Member(row: $0.row, distance: $0.squaredDistance.squareRoot(), count: 1)
    }
    return RowNeighborhood(members: members, reach: reach)
  }

  /// The `count` nearest copies; those of the row itself are at distance 0.
  private func countedNeighborhood(
    of point: [Double], excluding row: Int?, _ copies: RowCopies, count: Int
  ) -> RowNeighborhood {
    var members: [RowNeighborhood.Member] = []
    var left = count
    if let row {
      let twinCount = min(copies.counts[row] - 1, left)
      if twinCount > 0 {
        members.append(RowNeighborhood.Member(row: row, distance: 0, count: Double(twinCount)))
        left -= twinCount
      }
    }
    guard left > 0 else { return RowNeighborhood(members: members, reach: 0) }
    // Each distinct row is a copy at least, so no more of them are needed than copies are.
    let otherCount = rows.rowCount - (row == nil ? 0 : 1)
    let nearest = search.nearest(min(left, otherCount), to: point, excluding: row)
    guard let last = nearest.last else { return RowNeighborhood(members: [], reach: .infinity) }
    let others = search.rows(within: Self.squaredLimit(last), of: point, excluding: row)
    var next = 0
    while left > 0, next < others.count {
      let end = others[next...].firstIndex {
        $0.squaredDistance > Self.squaredLimit(others[next].squaredDistance)
      }
      let tied = others[next..<(end ?? others.count)]
      for (neighbor, copyCount) in Self.taken(left, of: tied, copies) {
        members.append(
          RowNeighborhood.Member(
            row: neighbor.row, distance: neighbor.squaredDistance.squareRoot(),
            count: Double(copyCount)))
        left -= copyCount
      }
      next = tied.endIndex
    }
    return RowNeighborhood(members: members, reach: members.reduce(0) { max($0, $1.distance) })
  }

  /// Of equally distant rows the first `count` copies by place.
  private static func taken(
    _ count: Int, of tied: ArraySlice<NearestRowSearch.Neighbor>, _ copies: RowCopies
  ) -> [(NearestRowSearch.Neighbor, Int)] {
    var left = count
    for neighbor in tied { left = max(left - copies.counts[neighbor.row], 0) }
    if left > 0 || tied.count == 1 {
      return tied.map { ($0, min(copies.counts[$0.row], count)) }
    }
    let places = tied.flatMap { copies.leadingPlaces[$0.row].prefix(count) }.sorted()
    guard let lastPlace = places.prefix(count).last else { return [] }
    return tied.compactMap { neighbor in
      let taken = copies.leadingPlaces[neighbor.row].prefix { $0 <= lastPlace }.count
      return taken > 0 ? (neighbor, taken) : nil
    }
  }

  /// The square of a distance that is the same within the tolerance.
  private static func squaredLimit(_ squaredDistance: Double) -> Double {
    squaredDistance * (1 + tieTolerance) * (1 + tieTolerance)
  }
}
