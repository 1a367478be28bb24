import LinearAlgebra

/// Weight, first and second moments of every row about the data's mean, as vectors that add up.
///
/// A row's vector is [w, w y₀ …, w y₀y₀, w y₁y₀, w y₁y₁, …] with y = x − mean, filled up with zeros
/// to whole lanes: sums of rows are sums of vectors. The prior covariance is about as large as the
/// data's, so that what cancels in a cluster's scatter does not matter beside it.
struct RowMoments: Sendable {
  let featureCount: Int
  /// What the moments are about, `[featureCount]`.
  let center: [Double]
  /// Vectors of eight per row.
  let partCount: Int
  /// `[rowCount × partCount]`.
  let parts: [Lanes]

  /// Numbers per row before it is filled up.
  static func momentCount(featureCount d: Int) -> Int { 1 + d + d * (d + 1) / 2 }

  init(_ samples: DistinctSamples) {
    let d = samples.featureCount
    let center = samples.mean
    let momentCount = Self.momentCount(featureCount: d)
    let partCount = (momentCount + Lanes.scalarCount - 1) / Lanes.scalarCount
    var parts = Array(repeating: Lanes(repeating: 0), count: samples.rowCount * partCount)
    var y = center
    var vector = Array(repeating: 0.0, count: momentCount)
    for row in 0..<samples.rowCount {
      let weight = samples.weights[row]
      for f in 0..<d { y[f] = samples.rows[row, f] - center[f] }
      vector[0] = weight
      var index = 1 + d
      for i in 0..<d {
        let weighted = weight * y[i]
        vector[1 + i] = weighted
        for j in 0...i {
          vector[index] = weighted * y[j]
          index += 1
        }
      }
      for (offset, value) in vector.enumerated() {
        parts[row * partCount + offset / Lanes.scalarCount][offset % Lanes.scalarCount] = value
      }
    }
    featureCount = d
    self.center = center
    self.partCount = partCount
    self.parts = parts
  }

  /// The sum of the vectors of some rows, `[partCount]`.
  func sum(of rows: [Int32]) -> [Lanes] {
    var result = Array(repeating: Lanes(repeating: 0), count: partCount)
    for row in rows {
      let start = Int(row) * partCount
      for part in 0..<partCount { result[part] += parts[start + part] }
    }
    return result
  }

  /// Weight, mean and scatter of the rows whose vectors add up to `sum`.
  func statistics(of sum: [Lanes]) -> ComponentStatistics {
    func moment(_ index: Int) -> Double {
      sum[index / Lanes.scalarCount][index % Lanes.scalarCount]
    }
    let weight = moment(0)
    var result = ComponentStatistics.empty(featureCount: featureCount)
    guard weight > 0 else { return result }
    result.weight = weight
    var index = 0
    for i in 0..<featureCount {
      result.mean[i] = center[i] + moment(1 + i) / weight
      for j in 0...i {
        result.scatter[index] =
          moment(1 + featureCount + index) - moment(1 + i) * moment(1 + j) / weight
        index += 1
      }
      result.scatter[index - 1] = max(result.scatter[index - 1], 0)
    }
    return result
  }
}
