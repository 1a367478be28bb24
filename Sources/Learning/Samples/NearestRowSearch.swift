import LinearAlgebra

/// Searches the rows of a tree for those nearest to a point.
///
/// Squared distances are summed feature by feature, so a pair has one distance, whichever of the two
/// is asked for and wherever the other stands.
struct NearestRowSearch: Sendable {
  /// A row of the data set and its squared distance.
  struct Neighbor: Sendable, Equatable {
    let row: Int
    let squaredDistance: Double
  }

  private let tree: SampleTree
  /// What rounding may add to the squared distance of a box.
  private static let slack = 1 - 1e-12

  init(_ samples: DistinctSamples) {
    tree = SampleTree(samples)
  }

  /// The squared distances of the `count` nearest rows, rising; fewer where there are no more.
  ///
  /// - Parameter excluded: a row that is not looked at.
  func nearest(
    _ count: Int, to point: [Double], excluding excluded: Int? = nil
  ) -> [Double] {
    var nearest: [Double] = []
    nearest.reserveCapacity(count + 1)
    var limit = Double.infinity
    func insert(_ squaredDistance: Double) {
      guard squaredDistance < limit else { return }
      var place = nearest.count
      while place > 0, nearest[place - 1] > squaredDistance { place -= 1 }
      nearest.insert(squaredDistance, at: place)
      if nearest.count > count { nearest.removeLast() }
      if nearest.count == count { limit = nearest[count - 1] }
    }
    visit(point, excluded, limit: { limit }, body: { insert($1) })
    return nearest
  }

  /// All rows within a squared distance, rising, equal ones by row.
  func rows(
    within squaredDistance: Double, of point: [Double], excluding excluded: Int? = nil
  ) -> [Neighbor] {
    var found: [Neighbor] = []
    func append(_ row: Int, _ distance: Double) {
      if distance <= squaredDistance { found.append(Neighbor(row: row, squaredDistance: distance)) }
    }
    visit(point, excluded, limit: { squaredDistance }, body: append)
    return found.sorted { ($0.squaredDistance, $0.row) < ($1.squaredDistance, $1.row) }
  }

  /// Hands `body` every row that may be within the limit, which may fall meanwhile; near boxes
  /// first.
  private func visit(
    _ point: [Double], _ excluded: Int?, limit: () -> Double, body: (Int, Double) -> Void
  ) {
    guard let top = tree.levels.indices.last else { return }
    descend(top, group: 0, point, excluded, limit: limit, body: body)
  }

  private func descend(
    _ level: Int, group: Int, _ point: [Double], _ excluded: Int?, limit: () -> Double,
    body: (Int, Double) -> Void
  ) {
    let d = tree.featureCount
    let boxes = tree.levels[level]
    var distances = Lanes(repeating: 0)
    boxes.centers.withUnsafeBufferPointer { centers in
      boxes.halfWidths.withUnsafeBufferPointer { halfWidths in
        for f in 0..<d {
          let offset = point[f] - centers[group * d + f]
          let distance = offset.replacing(with: -offset, where: offset .< 0)
          var outside = distance - halfWidths[group * d + f]
          outside.replace(with: 0, where: outside .< 0)
          distances += outside * outside
        }
      }
    }
    let first = group * SampleTree.arity
    let laneCount = min(SampleTree.arity, boxes.nodeCount - first)
    var isVisited: UInt8 = 0
    for _ in 0..<laneCount {
      var next = -1
      for lane in 0..<laneCount where isVisited >> UInt8(lane) & 1 == 0 {
        if next < 0 || distances[lane] < distances[next] { next = lane }
      }
      if distances[next] * Self.slack > limit() { return }
      isVisited |= 1 << UInt8(next)
      if level == 0 {
        visitBlock(first + next, point, excluded, body)
      } else {
        descend(level - 1, group: first + next, point, excluded, limit: limit, body: body)
      }
    }
  }

  private func visitBlock(
    _ block: Int, _ point: [Double], _ excluded: Int?, _ body: (Int, Double) -> Void
  ) {
    let d = tree.featureCount
    var distances = Lanes(repeating: 0)
    tree.values.withUnsafeBufferPointer { values in
      for f in 0..<d {
        let difference = values[block * d + f] - point[f]
        distances += difference * difference
      }
    }
    let first = block * SampleTree.arity
    for lane in 0..<min(SampleTree.arity, tree.rowCount - first) {
      let row = tree.rows[first + lane]
      if row != excluded { body(row, distances[lane]) }
    }
  }
}
