import LinearAlgebra

/// What an M step needs to know of the rows of one component.
struct ComponentStatistics: Sendable {
  /// N = Σ w r.
  var weight: Double
  /// x̄, `[featureCount]`; of no meaning when the weight is 0.
  var mean: [Double]
  /// Σ w r (x − x̄)(x − x̄)ᵀ, lower triangle, row after row: `[d (d + 1) / 2]`.
  var scatter: [Double]

  static func empty(featureCount: Int) -> ComponentStatistics {
    ComponentStatistics(
      weight: 0, mean: Array(repeating: 0, count: featureCount),
      scatter: Array(repeating: 0, count: featureCount * (featureCount + 1) / 2))
  }

  /// The statistics of both sets of rows together.
  ///
  /// - SeeAlso: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing
  ///   sample variances" (1979).
  func merged(with other: ComponentStatistics) -> ComponentStatistics {
    if weight == 0 { return other }
    if other.weight == 0 { return self }
    let total = weight + other.weight
    let share = other.weight / total
    var result = self
    result.weight = total
    var index = 0
    for i in mean.indices {
      let di = other.mean[i] - mean[i]
      for j in 0...i {
        let dj = other.mean[j] - mean[j]
        result.scatter[index] += other.scatter[index] + weight * share * di * dj
        index += 1
      }
      result.mean[i] += share * di
    }
    return result
  }

  /// Adds one row of weight `w`.
  mutating func add(_ row: ArraySlice<Double>, weight w: Double) {
    let total = weight + w
    let share = w / total
    var index = 0
    let base = row.startIndex
    for i in mean.indices {
      let di = row[base + i] - mean[i]
      for j in 0...i {
        scatter[index] += weight * share * di * (row[base + j] - mean[j])
        index += 1
      }
    }
    for i in mean.indices { mean[i] += share * (row[base + i] - mean[i]) }
    weight = total
  }
}
