import LinearAlgebra

/// The rows of a data set in a tree of boxes, eight children to a node, for searches that settle
/// whole boxes at once.
///
/// Rows stand along a Morton curve, so that eight neighbours fill a small box, eight of these again,
/// and so on. Siblings lie in the lanes of vectors: what is asked of a box is asked of eight.
/// - SeeAlso: Morton, "A computer oriented geodetic data base and a new technique in file
///   sequencing" (1966); Kanungo et al., "An efficient k-means clustering algorithm: analysis and
///   implementation", IEEE PAMI 24 (2002), for what it is used for.
struct SampleTree: Sendable {
  let rowCount: Int
  let featureCount: Int
  /// Row of the data set at each place of the curve.
  let rows: [Int]
  /// Rows in blocks of eight, as in `SampleBlocks`; lanes beyond the last row have weight 0.
  let values: [Lanes]
  let weights: [Lanes]
  /// From the boxes of eight rows up to at most eight boxes.
  let levels: [Level]

  static let arity = Lanes.scalarCount

  /// All boxes of one size.
  struct Level: Sendable {
    let nodeCount: Int
    /// `[groupCount × featureCount]`, eight siblings to a group.
    let centers: [Lanes]
    let halfWidths: [Lanes]
    /// Σ w and Σ w x of the rows of each box, `[nodeCount × (1 + featureCount)]`.
    let sums: [Double]
  }

  init(_ samples: DistinctSamples) {
    let d = samples.featureCount
    let n = samples.rowCount
    let rows = RowOrder.alongCurve(samples.rows)
    let blockCount = (n + Self.arity - 1) / Self.arity
    var values = Array(repeating: Lanes(repeating: 0), count: blockCount * d)
    var weights = Array(repeating: Lanes(repeating: 0), count: blockCount)
    var least = Array(repeating: 0.0, count: blockCount * d)
    var greatest = least
    var sums = Array(repeating: 0.0, count: blockCount * (1 + d))
    var lanes = Lanes(repeating: 0)
    for block in 0..<blockCount {
      let first = block * Self.arity
      for lane in 0..<Self.arity {
        lanes[lane] = first + lane < n ? samples.weights[rows[first + lane]] : 0
      }
      let blockWeights = lanes
      weights[block] = blockWeights
      sums[block * (1 + d)] = blockWeights.treeSum
      for f in 0..<d {
        for lane in 0..<Self.arity {
          lanes[lane] = samples.rows.elements[rows[min(first + lane, n - 1)] * d + f]
        }
        values[block * d + f] = lanes
        sums[block * (1 + d) + 1 + f] = (blockWeights * lanes).treeSum
        (least[block * d + f], greatest[block * d + f]) = lanes.range
      }
    }
    var levels: [Level] = []
    var nodeCount = blockCount
    while true {
      levels.append(Self.level(nodeCount, least, greatest, sums, d))
      if nodeCount <= Self.arity { break }
      let parentCount = (nodeCount + Self.arity - 1) / Self.arity
      var parentLeast = Array(repeating: Double.infinity, count: parentCount * d)
      var parentGreatest = Array(repeating: -Double.infinity, count: parentCount * d)
      var parentSums = Array(repeating: 0.0, count: parentCount * (1 + d))
      for node in 0..<nodeCount {
        let parent = node / Self.arity
        for f in 0..<d {
          parentLeast[parent * d + f] = min(parentLeast[parent * d + f], least[node * d + f])
          parentGreatest[parent * d + f] = max(
            parentGreatest[parent * d + f], greatest[node * d + f])
        }
        for index in 0...d { parentSums[parent * (1 + d) + index] += sums[node * (1 + d) + index] }
      }
      (nodeCount, least, greatest, sums) = (parentCount, parentLeast, parentGreatest, parentSums)
    }
    rowCount = n
    featureCount = d
    self.rows = rows
    self.values = values
    self.weights = weights
    self.levels = levels
  }

  private static func level(
    _ nodeCount: Int, _ least: [Double], _ greatest: [Double], _ sums: [Double], _ d: Int
  ) -> Level {
    let groupCount = (nodeCount + arity - 1) / arity
    var centers = Array(repeating: Lanes(repeating: 0), count: groupCount * d)
    var halfWidths = centers
    for node in 0..<nodeCount {
      for f in 0..<d {
        let (low, high) = (least[node * d + f], greatest[node * d + f])
        let center = 0.5 * low + 0.5 * high
        centers[node / arity * d + f][node % arity] = center
        halfWidths[node / arity * d + f][node % arity] = max(center - low, high - center)
      }
    }
    return Level(nodeCount: nodeCount, centers: centers, halfWidths: halfWidths, sums: sums)
  }
}
