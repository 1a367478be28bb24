import LinearAlgebra

/// The cut of a cluster at a value of one feature that lowers the inertia most.
struct InertiaCut: Sendable {
  let feature: Int
  /// Rows with at most this value go left.
  let value: Double
  let gain: Double

  /// Returns nil when all members are the same row.
  ///
  /// Cutting n rows of weight W into two with means a and b lowers Σ w ‖x − c‖² by
  /// W₁ W₂ / W ‖a − b‖².
  static func best(of members: [Int], in samples: DistinctSamples) -> InertiaCut? {
    var best: InertiaCut?
    let d = samples.featureCount
    for feature in 0..<d {
      let order = members.sorted {
        (samples.rows[$0, feature], $0) < (samples.rows[$1, feature], $1)
      }
      let whole = weightedSum(of: members, in: samples)
      var left = Array(repeating: 0.0, count: d)
      var leftWeight = 0.0
      for (position, row) in order.dropLast().enumerated() {
        leftWeight += samples.weights[row]
        for column in 0..<d { left[column] += samples.weights[row] * samples.rows[row, column] }
        let value = samples.rows[row, feature]
        if samples.rows[order[position + 1], feature] == value { continue }
        let rightWeight = whole.weight - leftWeight
        var distance = 0.0
        for column in 0..<d {
          let difference =
            left[column] / leftWeight - (whole.sum[column] - left[column]) / rightWeight
          distance += difference * difference
        }
        let gain = leftWeight * rightWeight / whole.weight * distance
        if gain > best?.gain ?? -1 { best = InertiaCut(feature: feature, value: value, gain: gain) }
      }
    }
    return best
  }

  static func centroid(of members: [Int], in samples: DistinctSamples) -> [Double] {
    let total = weightedSum(of: members, in: samples)
    return total.sum.map { $0 / total.weight }
  }

  private static func weightedSum(
    of members: [Int], in samples: DistinctSamples
  ) -> (sum: [Double], weight: Double) {
    var sum = Array(repeating: 0.0, count: samples.featureCount)
    var weight = 0.0
    for row in members {
      weight += samples.weights[row]
      for column in sum.indices { sum[column] += samples.weights[row] * samples.rows[row, column] }
    }
    return (sum, weight)
  }
}
