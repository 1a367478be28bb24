import LinearAlgebra

/// Scores sets of rows as components, eight sets at a time.
///
/// A set's score is `ComponentBound.componentTerm` plus its weight share: what it adds to the bound
/// of a hard assignment, the weights' term approximated.
struct MomentScores: Sendable {
  private let bound: ComponentBound
  private let featureCount: Int
  let partCount: Int
  private let momentCount: Int
  /// m₀ − center, `[featureCount]`.
  private let priorMean: [Double]
  /// W₀⁻¹, lower triangle.
  private let priorTriangle: [Double]

  /// Pivots between these are multiplied: four of them neither vanish nor overflow.
  private static let smallestFactor = 1e-70
  private static let largestFactor = 1e70
  /// A weight that is left when all rows of a set are taken away.
  private static let negligibleWeight = 1e-9

  init(_ bound: ComponentBound, _ moments: RowMoments) {
    self.bound = bound
    featureCount = moments.featureCount
    partCount = moments.partCount
    momentCount = RowMoments.momentCount(featureCount: featureCount)
    priorMean = zip(bound.prior.mean, moments.center).map { $0 - $1 }
    priorTriangle = (0..<featureCount).flatMap { i in
      (0...i).map { bound.prior.covariance[i, $0] }
    }
  }

  /// - Parameter sums: moment sums of the sets, `[setCount × partCount]`; zeros for no rows at all.
  /// - Returns: `[setCount]`; −∞ where T is not positive definite to working precision.
  func scores(of sums: [Lanes], setCount: Int) -> [Double] {
    let laneCount = Lanes.scalarCount
    var moments = Array(repeating: Lanes(repeating: 0), count: partCount * laneCount)
    var triangle = Array(repeating: Lanes(repeating: 0), count: priorTriangle.count)
    var result: [Double] = []
    result.reserveCapacity(setCount)
    for first in stride(from: 0, to: setCount, by: laneCount) {
      transpose(sums, first: first, setCount: setCount, into: &moments)
      fillScales(&triangle, moments)
      let determinants = logDeterminants(&triangle)
      let weights = moments[0]
      let precision = bound.prior.degreesOfFreedom + weights
      for lane in 0..<min(laneCount, setCount - first) {
        let weight = weights[lane]
        result.append(
          -0.5 * precision[lane] * determinants[lane] + bound.weightTerm(weight)
            + bound.weightShare(weight))
      }
    }
    return result
  }

  /// Puts the moments of eight sets side by side: element e of the set in lane l to lane l of
  /// element e. Lanes beyond the last set repeat it.
  @inline(__always)
  private func transpose(
    _ sums: [Lanes], first: Int, setCount: Int, into moments: inout [Lanes]
  ) {
    let laneCount = Lanes.scalarCount
    let numberCount = partCount * laneCount
    // Both are arrays of vectors of eight doubles; sets are below `setCount`, numbers below
    // `numberCount`, which is the count of `moments`.
    sums.withUnsafeBytes { source in
      moments.withUnsafeMutableBytes { target in
        let source = source.bindMemory(to: Double.self)
        let target = target.bindMemory(to: Double.self)
        for lane in 0..<laneCount {
          let start = min(first + lane, setCount - 1) * numberCount
          for number in 0..<momentCount {
            target[number * laneCount + lane] = source[start + number]
          }
        }
      }
    }
  }

  /// T as in `ComponentBound.scaleTriangle`.
  @inline(__always)
  private func fillScales(_ triangle: inout [Lanes], _ moments: [Lanes]) {
    let weights = moments[0]
    // Of no rows, after rounding, the mean is that of the data.
    let inverse = (1 / weights).replacing(with: 0, where: weights .< Self.negligibleWeight)
    let pull = weights * bound.prior.meanPrecision / (weights + bound.prior.meanPrecision)
    let regularization = weights * bound.prior.covarianceRegularization
    var index = 0
    for i in 0..<featureCount {
      let mean = moments[1 + i] * inverse
      let pulled = pull * (mean - priorMean[i])
      for j in 0...i {
        let scatter = moments[1 + featureCount + index] - mean * moments[1 + j]
        triangle[index] =
          scatter + priorTriangle[index] + pulled * (moments[1 + j] * inverse - priorMean[j])
        index += 1
      }
      triangle[index - 1] += regularization
    }
  }

  /// log det of the covariance type's part of T; +∞ where it is not positive definite.
  @inline(__always)
  private func logDeterminants(_ triangle: inout [Lanes]) -> Lanes {
    let type = bound.prior.covarianceType
    var sum = Lanes(repeating: 0)
    switch type {
    case .diagonal:
      for f in 0..<featureCount { sum += logarithm(triangle[(f + 1) * (f + 2) / 2 - 1]) }
      return sum
    case .spherical:
      for f in 0..<featureCount { sum += triangle[(f + 1) * (f + 2) / 2 - 1] }
      return Double(featureCount) * logarithm(sum / Double(featureCount))
    case .full, .tied:
      break
    }
    // L D Lᵀ: a row's elements hold L D until its pivot is known. Pivots of ordinary size are
    // multiplied, four to a logarithm.
    var isInvalid = sum .< sum
    var product = Lanes(repeating: 1)
    var factorCount = 0
    var rowStart = 0
    for row in 0..<featureCount {
      var columnStart = 0
      for column in 0..<row {
        var value = triangle[rowStart + column]
        for inner in 0..<column {
          value -= triangle[rowStart + inner] * triangle[columnStart + inner]
        }
        triangle[rowStart + column] = value
        columnStart += column + 1
      }
      var pivot = triangle[rowStart + row]
      var diagonal = 0
      for column in 0..<row {
        let scaled = triangle[rowStart + column] / triangle[diagonal]
        pivot -= triangle[rowStart + column] * scaled
        triangle[rowStart + column] = scaled
        diagonal += column + 2
      }
      let isPositive = pivot .> 0
      isInvalid .|= .!isPositive
      pivot.replace(with: 1, where: isInvalid)
      triangle[rowStart + row] = pivot
      rowStart += row + 1
      if all(pivot .> Self.smallestFactor .& pivot .< Self.largestFactor) {
        product *= pivot
        factorCount += 1
      } else {
        sum += logarithm(pivot)
      }
      if factorCount == 4 || (row + 1 == featureCount && factorCount > 0) {
        sum += logarithm(product)
        product = Lanes(repeating: 1)
        factorCount = 0
      }
    }
    return sum.replacing(with: .infinity, where: isInvalid)
  }
}
