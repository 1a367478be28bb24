import LinearAlgebra

/// The penalized loss of logistic regression on distinct rows, and its derivatives.
struct LogisticObjective {
  /// Rows with a column of ones, and zeros up to a multiple of four columns, in lanes.
  private let rows: [SIMD4<Double>]
  private let laneCount: Int
  /// C times the weights of each row in each class.
  private let negativeWeights: [Double]
  private let positiveWeights: [Double]
  /// The features, then the intercept.
  let parameterCount: Int

  init(_ samples: LabelledSamples, negativeFactor: Double, positiveFactor: Double) {
    let featureCount = samples.featureCount
    parameterCount = featureCount + 1
    laneCount = (featureCount + 4) / 4
    negativeWeights = samples.negativeWeights.map { $0 * negativeFactor }
    positiveWeights = samples.positiveWeights.map { $0 * positiveFactor }
    var rows = Array(
      repeating: SIMD4<Double>(repeating: 0), count: samples.rowCount * laneCount)
    for row in 0..<samples.rowCount {
      for column in 0..<featureCount {
        rows[row * laneCount + column / 4][column % 4] = samples.rows[row, column]
      }
      rows[row * laneCount + featureCount / 4][featureCount % 4] = 1
    }
    self.rows = rows
  }

  var rowCount: Int { negativeWeights.count }

  /// No coefficient, and the intercept that fits best without any.
  var start: [Double] {
    let negative = negativeWeights.reduce(0, +)
    let positive = positiveWeights.reduce(0, +)
    return Array(repeating: 0, count: parameterCount - 1) + [logarithm(positive / negative)]
  }

  /// w · x + b of each row.
  func margins(_ coefficients: [Double]) -> [Double] {
    let w = lanes(coefficients)
    return (0..<rowCount).map { row in
      var sum = SIMD4<Double>(repeating: 0)
      for lane in 0..<laneCount { sum += rows[row * laneCount + lane] * w[lane] }
      return (sum[0] + sum[2]) + (sum[1] + sum[3])
    }
  }

  /// C Σ s log(1 + exp(∓z)) + ½ ‖w‖².
  func value(_ coefficients: [Double], margins: [Double]) -> Double {
    var sum = 0.0
    var z = Lanes(repeating: 0)
    for start in stride(from: 0, to: rowCount, by: Lanes.scalarCount) {
      let count = min(Lanes.scalarCount, rowCount - start)
      for lane in 0..<count { z[lane] = margins[start + lane] }
      let positiveLoss = logisticLoss(z)
      let negativeLoss = logisticLoss(-z)
      for lane in 0..<count {
        sum += positiveWeights[start + lane] * positiveLoss[lane]
        sum += negativeWeights[start + lane] * negativeLoss[lane]
      }
    }
    for coefficient in coefficients.dropLast() { sum += 0.5 * coefficient * coefficient }
    return sum
  }

  /// C Σ s (p − y) x + w; the intercept's without w.
  func gradient(at point: LogisticPoint) -> [Double] {
    var sums = Array(repeating: SIMD4<Double>(repeating: 0), count: laneCount)
    for row in 0..<rowCount {
      let p = point.probabilities[row]
      // Each class by its own small number: 1 − p of a sure row would cancel in a difference.
      let residual =
        negativeWeights[row] * p - positiveWeights[row] * point.complements[row]
      for lane in 0..<laneCount { sums[lane] += residual * rows[row * laneCount + lane] }
    }
    return (0..<parameterCount).map { index in
      sums[index / 4][index % 4] + (index < parameterCount - 1 ? point.coefficients[index] : 0)
    }
  }

  /// C Σ s p (1 − p) x xᵀ + 1, lower triangle; the intercept's without 1.
  func hessian(at point: LogisticPoint) -> Matrix {
    let stride = laneCount
    var sums = Array(repeating: SIMD4<Double>(repeating: 0), count: parameterCount * stride)
    rows.withUnsafeBufferPointer { rows in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<rowCount {
          let curvature =
            (negativeWeights[row] + positiveWeights[row])
            * (point.probabilities[row] * point.complements[row])
          let start = row * stride
          for i in 0..<parameterCount {
            let factor = curvature * rows[start + i / 4][i % 4]
            for lane in 0...i / 4 {
              sums[i * stride + lane] += factor * rows[start + lane]
            }
          }
        }
      }
    }
    var hessian = Matrix(rowCount: parameterCount, columnCount: parameterCount)
    for i in 0..<parameterCount {
      for j in 0...i { hessian[i, j] = sums[i * stride + j / 4][j % 4] }
      if i < parameterCount - 1 { hessian[i, i] += 1 }
    }
    return hessian
  }

  private func lanes(_ coefficients: [Double]) -> [SIMD4<Double>] {
    var lanes = Array(repeating: SIMD4<Double>(repeating: 0), count: laneCount)
    for (index, coefficient) in coefficients.enumerated() {
      lanes[index / 4][index % 4] = coefficient
    }
    return lanes
  }
}

/// Coefficients, and what the objective is there.
struct LogisticPoint {
  /// The intercept last.
  let coefficients: [Double]
  let value: Double
  /// p of each row.
  let probabilities: [Double]
  /// 1 − p of each row, to full precision where p is nearly 1.
  let complements: [Double]

  init(_ objective: LogisticObjective, coefficients: [Double]) {
    self.coefficients = coefficients
    let margins = objective.margins(coefficients)
    value = objective.value(coefficients, margins: margins)
    probabilities = logistic(margins)
    complements = logistic(margins.map { -$0 })
  }
}
