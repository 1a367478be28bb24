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
    let columnCount = samples.columnCount
    let elements = samples.elements
    let order = (0..<samples.rowCount)
      .filter { (sampleWeights?[$0] ?? 1) > 0 }
      .sorted { Self.precedes(elements, $0, $1, columnCount) }
    var distinct: [Double] = []
    distinct.reserveCapacity(order.count * columnCount)
    var weights: [Double] = []
    var previous: Int?
    for index in order {
      let weight = sampleWeights?[index] ?? 1
      if let last = previous, !Self.precedes(elements, last, index, columnCount) {
        weights[weights.count - 1] += weight
      } else {
        distinct.append(contentsOf: elements[index * columnCount..<(index + 1) * columnCount])
        weights.append(weight)
      }
      previous = index
    }
    rows = Matrix(rowCount: weights.count, columnCount: columnCount, elements: distinct)
    self.weights = weights
    totalWeight = weights.reduce(0, +)
  }

  var rowCount: Int { weights.count }
  var featureCount: Int { rows.columnCount }

  private static func precedes(
    _ elements: [Double], _ left: Int, _ right: Int, _ columnCount: Int
  ) -> Bool {
    for column in 0..<columnCount {
      let a = elements[left * columnCount + column]
      let b = elements[right * columnCount + column]
      if a != b { return a < b }
    }
    return false
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
