import LinearAlgebra

/// The distinct rows of a data set in lexicographic order, with their summed weights.
///
/// Every fit starts here, so the order of rows does not matter, and a row of weight 2 is the same
/// row twice, bit for bit. Rows of weight 0 are absent.
struct DistinctSamples: Sendable {
  /// `[rowCount × featureCount]`.
  let rows: Matrix
  /// `[rowCount]`, positive.
  let weights: [Double]
  let totalWeight: Double

  /// - Precondition: `weights` is nil or has an element ≥ 0 per row.
  init(_ samples: Matrix, weights sampleWeights: [Double]? = nil) {
    precondition(
      sampleWeights?.count ?? samples.rowCount == samples.rowCount, "every row has a weight")
    if sampleWeights == nil, let packed = PackedOctets(samples) {
      let (rows, counts) = packed.distinct
      self.init(rows: rows, weights: counts)
      return
    }
    let columnCount = samples.columnCount
    let elements = samples.elements
    let present = (0..<samples.rowCount).filter { (sampleWeights?[$0] ?? 1) > 0 }
    let order = RowOrder.lexicographic(present, of: elements, columnCount: columnCount)
    var firsts: [Int] = []
    firsts.reserveCapacity(order.count)
    var weights: [Double] = []
    weights.reserveCapacity(order.count)
    var start = 0
    while start < order.count {
      let first = order[start]
      var end = start + 1
      while end < order.count, Self.areEqual(elements, first, order[end], columnCount) { end += 1 }
      firsts.append(first)
      if let sampleWeights {
        // In rising order, because the order of equal rows must not show in the sum.
        weights.append(order[start..<end].map { sampleWeights[$0] }.sorted().reduce(0, +))
      } else {
        weights.append(Double(end - start))
      }
      start = end
    }
    self.init(rows: samples.selecting(firsts), weights: weights)
  }

  /// At most `count` of the rows, evenly spaced in lexicographic order, of the same total weight.
  func thinned(to count: Int) -> DistinctSamples {
    guard rowCount > count else { return self }
    let chosen = (0..<count).map { $0 * rowCount / count }
    let chosenWeight = chosen.reduce(0) { $0 + weights[$1] }
    return DistinctSamples(
      rows: Matrix(rows: chosen.map(rows.row)),
      weights: chosen.map { weights[$0] * totalWeight / chosenWeight })
  }

  /// At most `count` of the rows, of the same total weight: those that weigh most as they are, and in
  /// between evenly spaced ones that stand for the others.
  func sampled(to count: Int) -> DistinctSamples {
    guard rowCount > count else { return self }
    // At most half of `count` are as heavy.
    let limit = 2 * totalWeight / Double(count)
    let light = (0..<rowCount).filter { weights[$0] < limit }
    let lightCount = min(light.count, count - (rowCount - light.count))
    // From the middle of each step: from its beginning the last rows would never be among them.
    let chosen = (0..<lightCount).map { light[(2 * $0 + 1) * light.count / (2 * lightCount)] }
    let lightWeight = light.reduce(0) { $0 + weights[$1] }
    let factor = lightWeight / chosen.reduce(0) { $0 + weights[$1] }
    var isChosen = weights.map { $0 >= limit }
    for row in chosen { isChosen[row] = true }
    let rows = (0..<rowCount).filter { isChosen[$0] }
    return DistinctSamples(
      rows: self.rows.selecting(rows),
      weights: rows.map { weights[$0] >= limit ? weights[$0] : weights[$0] * factor })
  }

  /// The same rows in an order in which neighbours are near each other: that of addresses for
  /// octets, else along a Morton curve.
  var inNearOrder: DistinctSamples {
    if RowOrder.areOctets(rows.elements) { return self }
    return ordered(RowOrder.alongCurve(rows))
  }

  /// The same rows cell by cell of a coarse grid: neighbours are near each other in all features alike,
  /// which for octets those in the order of addresses are not.
  var inCells: DistinctSamples {
    ordered(RowOrder.inCells(rows))
  }

  private func ordered(_ order: [Int]) -> DistinctSamples {
    DistinctSamples(rows: rows.selecting(order), weights: order.map { weights[$0] })
  }

  /// Rows that are distinct already, or stand for such.
  init(rows: Matrix, weights: [Double]) {
    self.rows = rows
    self.weights = weights
    totalWeight = weights.reduce(0, +)
  }

  var rowCount: Int { weights.count }
  var featureCount: Int { rows.columnCount }

  private static func areEqual(
    _ elements: [Double], _ left: Int, _ right: Int, _ columnCount: Int
  ) -> Bool {
    for column in 0..<columnCount
    where elements[left * columnCount + column] != elements[right * columnCount + column] {
      return false
    }
    return true
  }
}

extension DistinctSamples {
  /// Weighted mean of each column, `[featureCount]`.
  var mean: [Double] {
    var sum = Array(repeating: 0.0, count: featureCount)
    for row in 0..<rowCount {
      for column in 0..<featureCount { sum[column] += weights[row] * rows[row, column] }
    }
    return sum.map { $0 / totalWeight }
  }

  /// Σ w (x − μ)(x − μ)ᵀ / (Σw − 1), `[featureCount × featureCount]`; zeros when Σw ≤ 1.
  func covariance(about mean: [Double]) -> Matrix {
    var result = Matrix(rowCount: featureCount, columnCount: featureCount)
    guard totalWeight > 1 else { return result }
    var difference = mean
    for row in 0..<rowCount {
      for column in 0..<featureCount { difference[column] = rows[row, column] - mean[column] }
      for i in 0..<featureCount {
        let weighted = weights[row] * difference[i]
        for j in 0...i { result[i, j] += weighted * difference[j] }
      }
    }
    for i in 0..<featureCount {
      for j in 0...i {
        result[i, j] /= totalWeight - 1
        result[j, i] = result[i, j]
      }
    }
    return result
  }
}
